// On every page of the desk: "/" leads to the search, choices have two lines, slugs keep every letter.
const WRITING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(WRITING)) return;
  const box = document.querySelector("#desk-search");
  if (!box) return;
  event.preventDefault();
  box.select();
  box.focus();
});

// Before the stock script, which waits for the whole page, makes its boxes of it.
function twoLines(result) {
  if (!result.more) return result.text;
  const line = document.createElement("span");
  const more = document.createElement("span");
  more.className = "chosen-more";
  more.textContent = result.more;
  line.append(result.text, more);
  return window.django.jQuery(line);
}

window.django?.jQuery?.fn.select2?.defaults.set("templateResult", twoLines);

// A time in the zone of whoever reads it, beside that of the desk.
for (const time of document.querySelectorAll("time[data-here]")) {
  const zone = { dateStyle: "medium", timeStyle: "short" };
  const here = new Intl.DateTimeFormat(document.documentElement.lang, zone).format(new Date(time.dateTime));
  time.nextElementSibling.textContent = ` · ${time.dataset.here}: ${here}`;
}

// The stock script that makes a slug of a name drops letters whose marks it does not know, and writes
// đ as dj. Latin letters lose their marks before, as when names are compared (core/text.py).
function plain(text) {
  const bare = text.normalize("NFD").replace(/(\p{Script=Latin})\p{M}+/gu, "$1").normalize("NFC");
  return bare.replaceAll("đ", "d").replaceAll("Đ", "D");
}

const stock = window.URLify;
if (stock) window.URLify = (text, ...limits) => stock(plain(text), ...limits);
