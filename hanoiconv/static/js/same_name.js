// On the form of a record: says while its name is typed which others are called so.
const note = document.querySelector(".same-name");
const field = document.getElementById(note.dataset.field);
const PAUSE_MS = 300;

let pause, asked;

function line(other) {
  const row = document.createElement("span");
  const link = document.createElement("a");
  link.href = other.url;
  link.target = "_blank";
  link.textContent = other.title;
  row.append(`${note.dataset.there} `, link, other.more ? ` (${other.more}).` : ".");
  return row;
}

async function look() {
  asked?.abort();
  const mine = asked = new AbortController();
  const name = field.value.trim();
  if (!name || name === field.defaultValue.trim()) return note.replaceChildren();
  try {
    const { url, but } = note.dataset;
    const answer = await fetch(`${url}?${new URLSearchParams({ name, but })}`, { signal: mine.signal });
    const { found } = await answer.json();
    note.replaceChildren(...found.map(line), ...(found.length ? [note.dataset.free] : []));
  } catch {
    // Whoever saves it is told then.
    if (!mine.signal.aborted) note.replaceChildren();
  }
}

if (field && !field.readOnly) {
  field.closest(".form-row").append(note);
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE_MS);
  });
}
