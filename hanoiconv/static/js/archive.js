// Lists change in place: filters, orders, chips and pages. Without this module, and whenever it
// fails, the same links and the same form load the page.

const PAUSE_MS = 300;
const form = document.querySelector("#filter");
const said = document.querySelector("[data-archive-status]");
const regions = (page) => [...page.querySelectorAll("[data-archive]")];
let asked, pause;

function wanted() {
  const filled = [...new FormData(form)].filter(([, value]) => value);
  const query = new URLSearchParams(filled).toString();
  return location.pathname + (query && `?${query}`);
}

function put(page) {
  const focused = document.activeElement;
  const twin = page.getElementById(focused.id);
  if (twin?.matches("select")) {
    // The same list stays: a new one would forget the letters that are being typed into it.
    const value = twin.value;
    focused.replaceChildren(...twin.childNodes);
    focused.value = value;
    twin.replaceWith(focused);
  }
  const fresh = regions(page);
  regions(document).forEach((region, n) => region.replaceWith(fresh[n]));
  document.title = page.title;
  const text = form.elements.q;
  if (text !== focused) text.value = page.querySelector("#filter-q").value;
  const found = document.querySelector("#found");
  said.textContent = [...document.querySelectorAll("#found, .pages > span")]
    .map((item) => item.textContent).join(", ");
  if (document.activeElement !== focused) {
    (document.getElementById(focused.id) ?? found).focus({ preventScroll: true });
  }
}

async function show(address, push = true) {
  hold();
  const mine = asked = new AbortController();
  try {
    for (const region of regions(document)) region.ariaBusy = "true";
    const answer = await fetch(address, { signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || regions(page).length !== regions(document).length) throw new Error();
    if (mine.signal.aborted) return;
    if (push) history.pushState(null, "", address);
    put(page);
    return true;
  } catch {
    if (!mine.signal.aborted) location.assign(address);
  }
}

// What was asked before must not undo what is being chosen now.
function hold() {
  clearTimeout(pause);
  asked?.abort();
}

function change(event) {
  if (event.isComposing) return;
  hold();
  pause = setTimeout(() => show(wanted(), wanted() !== location.pathname + location.search), PAUSE_MS);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(wanted());
});
form.addEventListener("input", change);
form.addEventListener("compositionend", change);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-archive] a");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.origin + link.pathname !== location.origin + location.pathname || link.hash) return;
  event.preventDefault();
  const turns = link.closest(".pages");
  if (await show(link.pathname + link.search) && turns) {
    const found = document.querySelector("#found");
    found.focus({ preventScroll: true });
    found.scrollIntoView();
  }
});
addEventListener("popstate", () => show(location.pathname + location.search, false));
