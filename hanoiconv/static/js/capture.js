// Reads off what is selected in the text of a source, and fills the form of a statement with it.
// Without this module the buttons send the form, and the page comes back filled.

const form = document.querySelector("#statement-form");
const said = form.querySelector("[data-said]");
const folded = form.querySelector("details");
const TEXT = "[data-paragraph]";
let chosen = null;

// Positions are counted in letters, as Python does, not in halves of them.
const letters = (range) => [...range.toString()].length;

// The selection within its first paragraph: a passage never goes on into the next.
function selection() {
  const now = getSelection();
  if (!now.rangeCount || now.isCollapsed) return null;
  const range = now.getRangeAt(0);
  const paragraph = [...document.querySelectorAll(TEXT)].find((item) => range.intersectsNode(item));
  if (!paragraph) return null;
  const whole = document.createRange();
  whole.selectNodeContents(paragraph);
  const before = whole.cloneRange();
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) > 0) {
    before.setEnd(range.startContainer, range.startOffset);
  } else {
    before.collapse(true);
  }
  const upTo = whole.cloneRange();
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) < 0) {
    upTo.setEnd(range.endContainer, range.endOffset);
  }
  const [start, end] = [letters(before), letters(upTo)];
  return start < end ? { paragraph: paragraph.dataset.paragraph, start, end } : null;
}

function fill({ fields = {}, links = {} }) {
  for (const [name, value] of Object.entries(fields)) {
    form.elements[name].value = value;
  }
  for (const [name, link] of Object.entries(links)) {
    const box = form.elements[name];
    if (link) {
      const [key, words] = link;
      const there = [...box.options].find((option) => option.value === String(key));
      if (!there) box.add(new Option(words, key));
      box.value = key;
    } else {
      box.value = "";
    }
    django.jQuery(box).trigger("change");
  }
  if (Object.keys(fields).some((name) => folded.contains(form.elements[name]))) folded.open = true;
}

async function read(asked) {
  try {
    const answer = await fetch(`${form.dataset.reading}?${new URLSearchParams(asked)}`);
    if (!answer.ok && answer.status !== 400) throw new Error();
    const reading = await answer.json();
    fill(reading);
    said.textContent = reading.said;
    if (answer.ok && !asked.passage) form.elements["statement-gist"].focus();
  } catch {
    said.textContent = gettext("The desk did not answer: try again, or log in anew.");
  }
}

// The first of the further passages in which nothing stands yet.
function nextPassage() {
  const names = ["quoted", "starts", "ends"];
  const isFree = (n) => names.every((name) => !form.elements[`passages-${n}-${name}`].value);
  return [0, 1, 2].find((n) => form.elements[`passages-${n}-quoted`] && isFree(n)) ?? 2;
}

// A click on a button may take the selection away before it is asked for.
document.addEventListener("selectionchange", () => {
  chosen = selection() ?? chosen;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.readSelection) {
    const passage = button.dataset.readSelection === "next" ? nextPassage() : 0;
    const asked = chosen ?? { paragraph: 1 };
    read(passage ? { ...asked, passage } : asked);
  } else if (button?.name === "read" && button.value) {
    event.preventDefault();
    read({ paragraph: button.value, words: "" });
  } else if (button?.hasAttribute("data-read-typed")) {
    event.preventDefault();
    readTyped();
  }
});

function readTyped() {
  const { read_paragraph: paragraph, read_words: words } = form.elements;
  read({ paragraph: paragraph.value, words: words.value });
}

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("#read_paragraph, #read_words")) {
    event.preventDefault();
    readTyped();
  }
});

for (const button of document.querySelectorAll("[data-read-selection]")) button.hidden = false;
