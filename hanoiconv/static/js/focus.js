// The focal point of a picture, chosen in the picture itself. The two numbers beside it say the
// same, and are what is sent: without this script they are typed.

const SHOWN = 960; // pixels of a picture that was chosen, but not uploaded yet

const box = document.querySelector("[data-picture]");
const numbers = box && ["x", "y"].map((axis) => box.closest("form").elements[`focus_${axis}`]);

if (numbers?.every(Boolean)) {
  const shown = box.querySelector(".picture-shown");
  const frame = box.querySelector(".picture-frame");
  const point = box.querySelector(".picture-point");
  const card = box.querySelector(".picture-card");
  const cut = card.querySelector(".picture-card-frame");
  const file = box.querySelector('input[type="file"]');

  const within = (value) => Math.round(Math.min(100, Math.max(0, value)));
  const read = () => numbers.map((number) => within(number.value === "" ? 50 : Number(number.value)));

  const place = () => {
    const [x, y] = read();
    point.style.left = `${x}%`;
    point.style.top = `${y}%`;
    const label = point.dataset.label.replace("{x}", x).replace("{y}", y);
    point.setAttribute("aria-label", label);
    if (cut.firstElementChild) cut.firstElementChild.style.objectPosition = `${x}% ${y}%`;
  };
  const choose = (...chosen) => {
    numbers.forEach((number, axis) => (number.value = within(chosen[axis])));
    place();
  };
  const chooseAt = ({ clientX, clientY }) => {
    const area = frame.getBoundingClientRect();
    choose(((clientX - area.left) / area.width) * 100, ((clientY - area.top) / area.height) * 100);
  };

  const painted = (bitmap) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    return canvas;
  };
  const show = async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    try {
      const bitmap = await createImageBitmap(chosen, { resizeWidth: SHOWN, resizeQuality: "medium" });
      if (file.files[0] !== chosen) return;
      frame.querySelector("img, canvas")?.remove();
      frame.prepend(painted(bitmap));
      cut.replaceChildren(painted(bitmap));
      shown.hidden = false;
      choose(50, 50);
    } catch {
      // What this browser cannot show, the server may still read; if not, it says why.
    }
  };

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  point.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    choose(...read().map((value, axis) => value + step[axis] * far));
  });
  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    point.focus();
    frame.setPointerCapture(event.pointerId);
    chooseAt(event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) chooseAt(event);
  });
  numbers.forEach((number) => number.addEventListener("input", place));
  file.addEventListener("change", show);

  box.classList.add("is-live");
  point.hidden = card.hidden = false;
  place();
}
