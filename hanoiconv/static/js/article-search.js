// Finds a record for the body of an article. `search` opens the dialog of an editor and gives what
// was chosen, or nothing.

const PAUSE_MS = 200;

export function search(editor, what, words) {
  const dialog = editor.dialog ??= prepared(editor);
  const title = dialog.querySelector("h2");
  title.textContent = title.dataset[what];
  dialog.what = what;
  dialog.chosen = null;
  const box = dialog.querySelector("input");
  box.value = words.trim().slice(0, box.maxLength);
  dialog.querySelector("ul").replaceChildren();
  dialog.showModal();
  box.select();
  box.dispatchEvent(new Event("input"));
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.chosen), { once: true });
  });
}

// Out of the form of the article, which Enter would else send.
function prepared(editor) {
  const dialog = editor.querySelector("dialog");
  const [box, list] = [dialog.querySelector("input"), dialog.querySelector("ul")];
  document.body.append(dialog);
  let pause;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => find(editor, dialog), PAUSE_MS);
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    dialog.chosen = button.record;
    dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      // In a search field browsers else only empty that.
      event.preventDefault();
      dialog.close();
    }
    const stops = [box, ...list.querySelectorAll("button")];
    const at = stops.indexOf(document.activeElement);
    if (event.key === "Enter" && at === 0) {
      // Else the tool that gets the focus back would be pressed by the same key.
      event.preventDefault();
      if (dialog.asked === box.value) stops[1]?.click();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    stops.at((at + step) % stops.length).focus();
  });
  return dialog;
}

async function find(editor, dialog) {
  const [box, list, status] = ["input", "ul", "[role=status]"].map((one) => dialog.querySelector(one));
  const asked = dialog.asked = box.value;
  const query = new URLSearchParams({ q: asked, kind: dialog.what === "embed" ? "statement" : "" });
  let found = [];
  let told = "failed";
  try {
    const answer = await fetch(`${editor.dataset.records}?${query}`);
    if (answer.ok) ({ found } = await answer.json());
    if (answer.ok) told = found.length ? "found" : "nothing";
  } catch { /* told below */ }
  if (dialog.asked !== asked) return;
  const number = found.length ? ` ${found.length}` : "";
  status.textContent = asked.trim() ? status.dataset[told] + number : "";
  list.replaceChildren(...found.map((record) => item(record, status.dataset.hidden)));
}

function item(record, hidden) {
  const [line, button] = ["li", "button"].map((tag) => document.createElement(tag));
  const part = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  button.type = "button";
  button.record = record;
  button.append(part("strong", record.title), " ", part("span", `${record.kindName}: ${record.note}`));
  if (!record.isPublic) button.append(" ", part("em", hidden));
  line.append(button);
  return line;
}
