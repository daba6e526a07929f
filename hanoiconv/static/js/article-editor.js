// The tools over the body of an article: marks around words, marks before lines, and what the
// search (article-search.js) finds. Without this module the text area is as it was.

import { search } from "./article-search.js";

const WRAPS = { bold: "**", italic: "*" };
const LINES = { heading: () => "## ", list: () => "- ", numbers: (n) => `${n + 1}. `, quote: () => "> " };
const MARKED = { heading: /^#{1,6} /, list: /^[-*+] /, numbers: /^\d+[.)] /, quote: /^> ?/ };

// Typed as if by hand, so that undo takes it back and everything else hears of it.
function type(area, text, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  const done = text
    ? document.execCommand("insertText", false, text)
    : from === to || document.execCommand("delete");
  if (done) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(area, mark) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const size = mark.length;
  const words = value.slice(from, to);
  // One star beside another belongs to bold, and is not taken for italic.
  const alone = (at) => size > 1 || value[at] !== "*" || value.slice(at - 1, at + 2) === "***";
  if (value.slice(from - size, from) === mark && value.slice(to, to + size) === mark
      && alone(from - size - 1) && alone(to + size)) {
    type(area, words, from - size, to + size);
    area.setSelectionRange(from - size, to - size);
    return;
  }
  // Marks that touch a space from within are no marks.
  const [, before, inner, after] = words.match(/^(\s*)([^]*?)(\s*)$/);
  type(area, before + mark + inner + mark + after, from, to);
  const start = from + before.length + size;
  area.setSelectionRange(start, start + inner.length);
}

function prefix(area, tool) {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(from, area.selectionEnd - 1));
  const to = next < 0 ? value.length : next;
  const lines = value.slice(from, to).split("\n");
  const isMarked = lines.every((line) => MARKED[tool].test(line));
  const marked = lines.map((line, n) =>
    (isMarked ? "" : LINES[tool](n)) + line.replace(MARKED[tool], ""));
  const text = marked.join("\n");
  type(area, text, from, to);
  if (lines.length > 1) area.setSelectionRange(from, from + text.length);
}

function link(area) {
  const { selectionStart: from, selectionEnd: to } = area;
  const words = area.value.slice(from, to) || area.closest("[data-article-editor]").dataset.words;
  type(area, `[${words}](https://)`, from, to);
  const at = from + words.length + 3;
  area.setSelectionRange(at, at + "https://".length);
}

// Brackets and the other marks would end the words of a link, or change them.
const plain = (words) => words.replace(/[\\[\]*_`<]/g, "\\$&");

async function record(area, editor) {
  const { selectionStart: from, selectionEnd: to } = area;
  const chosen = await search(editor, "record", area.value.slice(from, to));
  if (!chosen) return area.focus();
  const words = area.value.slice(from, to) || plain(chosen.title);
  type(area, `[${words}](${chosen.kind}:${chosen.slug})`, from, to);
}

async function embed(area, editor) {
  const { selectionEnd: at, value } = area;
  const chosen = await search(editor, "embed", "");
  if (!chosen) return area.focus();
  // A paragraph of its own, after the one in which the cursor stands.
  const end = value.indexOf("\n", at);
  const place = end < 0 ? value.length : end;
  const line = value.slice(value.lastIndexOf("\n", place - 1) + 1, place);
  const before = line.trim() ? "\n\n" : place && !value.slice(0, place).endsWith("\n\n") ? "\n" : "";
  const after = value.slice(place).startsWith("\n\n") || !value.slice(place).trim() ? "" : "\n";
  type(area, `${before}{statement: ${chosen.slug}}${after}`, place, place);
}

// One stop for the Tab key, arrows within (ARIA Authoring Practices, toolbar).
function roving(tools) {
  const buttons = [...tools.querySelectorAll("button")];
  const stop = (button) => buttons.forEach((one) => { one.tabIndex = one === button ? 0 : -1; });
  stop(buttons[0]);
  tools.addEventListener("focusin", (event) => stop(event.target));
  tools.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.at(to % buttons.length).focus();
  });
}

function start(editor) {
  const area = editor.querySelector("textarea");
  const tools = editor.querySelector("[role=toolbar]");
  const use = (tool) => {
    if (tool in WRAPS) wrap(area, WRAPS[tool]);
    else if (tool in LINES) prefix(area, tool);
    else if (tool === "link") link(area);
    else if (tool === "record") record(area, editor);
    else if (tool === "embed") embed(area, editor);
  };
  tools.addEventListener("click", (event) => use(event.target.closest("button")?.dataset.tool));
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = { b: "bold", i: "italic" }[event.key.toLowerCase()];
    if (!tool) return;
    event.preventDefault();
    use(tool);
  });
  roving(tools);
  tools.hidden = false;
}

document.querySelectorAll("[data-article-editor]").forEach(start);
