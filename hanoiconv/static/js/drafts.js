// What is typed into a form of the desk stays in this browser until it is saved, and is offered
// when the form is opened again. Under the key of one user: nobody else who logs in here is
// offered it. Files and passwords are never kept. Without this module forms work as ever.

const PAUSE_MS = 400;
const LONGEST_MS = 30 * 24 * 3600 * 1000;
const user = document.getElementById("drafts").dataset.user;
const mine = `draft:${user}:`;
const key = mine + location.pathname;
const template = document.getElementById("draft-offer");
const form = template?.closest("form");
const NEVER = ["file", "password", "submit", "button", "reset", "image"];
const OURS = ["csrfmiddlewaretoken", "_opened"];
const COUNTS = /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
const IN_ROW = /^(.+)-(\d+)-([^-]+)$/;
let pause, asShown, isOffered = false, isSent = false;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // The browser has no room, or keeps nothing: the form works without.
  }
}

function kept() {
  return Object.keys(localStorage).filter((name) => name.startsWith(mine));
}

function boxes() {
  return [...form.elements].filter((box) => box.name && !NEVER.includes(box.type)
    && !OURS.includes(box.name) && !box.name.includes("__prefix__"));
}

function valueOf(box) {
  if (box.type === "checkbox") return box.checked;
  if (box.tagName !== "SELECT") return box.value;
  return [...box.selectedOptions].map((option) => [option.value, option.text]);
}

function typed() {
  const chosen = boxes().filter((box) => box.type !== "radio" || box.checked);
  return Object.fromEntries(chosen.map((box) => [box.name, valueOf(box)]));
}

function opened() {
  return form.elements._opened?.value ?? "";
}

function stop() {
  clearTimeout(pause);
  pause = undefined;
}

function keep() {
  stop();
  // What the page's own scripts do to a form when it is opened is nothing that somebody typed.
  if (JSON.stringify(typed()) === asShown) {
    if (!isOffered) localStorage.removeItem(key);
    return;
  }
  write(key, { at: Date.now(), opened: opened(), fields: typed(), isSent });
}

function changed() {
  stop();
  pause = setTimeout(keep, PAUSE_MS);
}

function fill(box, value) {
  if (box.type === "checkbox") {
    box.checked = value;
  } else if (box.type === "radio") {
    box.checked = box.value === value;
  } else if (box.tagName === "SELECT") {
    const wanted = value.map(([chosen]) => chosen);
    for (const [chosen, text] of value) {
      // A list that is searched while typing has only the options chosen so far.
      if (![...box.options].some((option) => option.value === chosen)) {
        box.add(new Option(text, chosen));
      }
    }
    for (const option of box.options) option.selected = wanted.includes(option.value);
  } else {
    box.value = value;
  }
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function put(name, value) {
  for (const box of boxes().filter((box) => box.name === name)) fill(box, value);
}

// The row of the page in which a kept row stands today: the one of the same id, else a new one.
function rowFor(prefix, id) {
  if (id) {
    const same = boxes().find((box) => box.value === id && box.name.startsWith(`${prefix}-`)
      && box.name.endsWith("-id"));
    if (same) return same.name.match(IN_ROW)[2];
  }
  const number = form.elements[`${prefix}-TOTAL_FORMS`].value;
  document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)?.click();
  return number;
}

function restore(draft) {
  const rows = {};
  for (const [name, value] of Object.entries(draft.fields)) {
    const [, prefix, number, field] = name.match(IN_ROW) ?? [];
    if (COUNTS.test(name)) continue;
    if (!prefix || !form.elements[`${prefix}-TOTAL_FORMS`]) {
      put(name, value);
    } else {
      ((rows[prefix] ??= {})[number] ??= {})[field] = value;
    }
  }
  for (const [prefix, numbered] of Object.entries(rows)) {
    for (const { id, ...values } of Object.values(numbered)) {
      const number = rowFor(prefix, id);
      for (const [field, value] of Object.entries(values)) {
        const box = form.elements[`${prefix}-${number}-${field}`];
        if (box?.type !== "hidden") put(`${prefix}-${number}-${field}`, value);
      }
    }
  }
  // As it was opened then: a record that was changed since is refused once, and shown.
  if (form.elements._opened) form.elements._opened.value = draft.opened;
  keep();
}

function offer(draft) {
  const box = template.content.firstElementChild.cloneNode(true);
  const time = box.querySelector("time");
  time.dateTime = new Date(draft.at).toISOString();
  time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, {
    dateStyle: "long", timeStyle: "short",
  });
  box.querySelector(".draft-stale").hidden = draft.opened === opened();
  box.addEventListener("click", ({ target }) => {
    const act = target.dataset.draft;
    if (!act) return;
    box.remove();
    isOffered = false;
    if (act === "restore") restore(draft);
    else localStorage.removeItem(key);
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  template.before(box);
  isOffered = true;
}

// The answer to a form that was saved: it says so, and comes from there.
function forgetSaved() {
  if (!document.querySelector(".messagelist .success") || !document.referrer) return;
  const name = mine + new URL(document.referrer).pathname;
  if (read(name)?.isSent) localStorage.removeItem(name);
}

function start() {
  const draft = read(key);
  if (template.dataset.method === "POST") {
    keep();
  } else {
    asShown = JSON.stringify(typed());
  }
  if (asShown && draft && JSON.stringify(draft.fields) !== asShown) {
    offer(draft);
  } else if (asShown) {
    localStorage.removeItem(key);
  }
  for (const name of ["input", "change", "formset:added"]) form.addEventListener(name, changed);
  document.addEventListener("formset:removed", changed);
  // The lists that are searched while typing tell jQuery alone.
  window.django?.jQuery(form).on("change", changed);
  form.addEventListener("submit", () => {
    isSent = true;
    keep();
  });
  addEventListener("pagehide", () => pause && keep());
  // Shown again as it was left, by the button back.
  addEventListener("pageshow", () => { isSent = false; });
}

for (const name of kept()) {
  if (!(Date.now() - read(name)?.at < LONGEST_MS)) localStorage.removeItem(name);
}
forgetSaved();
if (form && !form.querySelector("input[type=password]")) start();
document.getElementById("logout-form")?.addEventListener("submit", () => {
  stop();
  for (const name of kept()) localStorage.removeItem(name);
});
