// The page of an article beside its form, as it is typed. Nothing is saved. Without this module
// the button under the text opens the same page in a new tab.

const PAUSE_MS = 600;

function start(editor) {
  const area = editor.querySelector("textarea");
  const { form } = area;
  const toggle = editor.querySelector("[data-tool=preview]");
  const pane = editor.querySelector(".article-preview");
  const [frame, status, notices] = ["iframe", "[role=status]", "ul"].map((one) => pane.querySelector(one));
  const address = editor.querySelector(".article-preview-page").formAction;
  let pause, asked;

  async function update() {
    const mine = asked = {};
    status.textContent = status.dataset.updating;
    try {
      const answer = await fetch(address, { method: "POST", body: new FormData(form) });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      const html = await answer.text();
      if (mine === asked) show(html);
    } catch {
      if (mine === asked) status.textContent = status.dataset.failed;
    }
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    notices.replaceChildren(...page.querySelectorAll(".preview-notices li"));
    page.querySelector(".preview-note").remove();
    const at = frame.srcdoc ? frame.contentWindow.scrollY : null;
    frame.addEventListener("load", () => {
      // At first past the name of the site, then wherever it was.
      frame.contentWindow.scrollTo(0, at ?? frame.contentDocument.querySelector("main").offsetTop);
      frame.contentDocument.addEventListener("click", leave);
    }, { once: true });
    frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
    status.textContent = status.dataset.updated;
  }

  // The frame keeps showing the article; what it links is opened beside.
  function leave(event) {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    if (!link.getAttribute("href").startsWith("#")) window.open(link.href, "_blank", "noopener");
  }

  const later = () => {
    clearTimeout(pause);
    if (!pane.hidden) pause = setTimeout(update, PAUSE_MS);
  };
  toggle.addEventListener("click", () => {
    pane.hidden = !pane.hidden;
    toggle.setAttribute("aria-pressed", String(!pane.hidden));
    editor.classList.toggle("is-previewed", !pane.hidden);
    if (!pane.hidden) update();
  });
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // What is chosen while typing is told by jQuery alone.
  window.django?.jQuery(form).on("change", "select", later);

  // A notice about a line leads to it.
  notices.addEventListener("click", (event) => {
    const { line } = event.target.closest("li")?.dataset ?? {};
    if (!line) return;
    const lines = area.value.split("\n");
    const from = lines.slice(0, line - 1).join("\n").length + (line > 1);
    area.focus();
    area.setSelectionRange(from, from + lines[line - 1].length);
  });
}

document.querySelectorAll("[data-article-editor]").forEach(start);
