// What only a page itself can tell. Each check answers with a list of findings, empty when all is well.
const shown = (element) =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

// For the eye, hidden from it: one pixel, or clipped away (.visually-hidden).
const forEarsOnly = (element) => {
  for (let above = element; above; above = above.parentElement) {
    const box = above.getBoundingClientRect();
    if (getComputedStyle(above).position === "absolute" && box.width <= 1 && box.height <= 1) {
      return true;
    }
  }
  return false;
};

const scrolls = (element) => {
  for (let above = element; above && above !== document.body; above = above.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(above).overflowX)) return true;
  }
  return false;
};

const called = (element) => {
  const names = [...element.classList].map((name) => `.${name}`).join("");
  const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
  return `${element.localName}${element.id ? `#${element.id}` : ""}${names} “${words}”`;
};

const FOCUSABLE =
  "a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, [tabindex]";

const focusable = () =>
  [...document.querySelectorAll(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true })
  );

const hasWords = (element) =>
  /^(img|svg|input|select|textarea|button|video|canvas)$/.test(element.localName) ||
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

const checks = {
  // ARIA 1.2, HTML-AAM: header and footer are landmarks only outside sectioning content.
  structure() {
    const outside = (tag) =>
      [...document.querySelectorAll(tag)].filter(
        (element) => !element.parentElement.closest("main, article, aside, nav, section")
      );
    const found = [];
    const expect = (what, is) => is === true || found.push(`${what}: ${is}`);
    const number = (rows) => rows.length === 1 || rows.length;
    expect("h1", number(document.querySelectorAll("h1")));
    expect("banner", number(outside("header, [role=banner]")));
    expect("main", number(document.querySelectorAll("main, [role=main]")));
    expect("contentinfo", number(outside("footer, [role=contentinfo]")));
    expect("navigation", document.querySelectorAll("nav").length > 0);
    expect("lang", document.documentElement.lang !== "");
    const [skip] = focusable();
    expect("skip link", Boolean(skip?.hash && document.querySelector(`main${skip.hash}`)));
    const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((h) => +h.localName[1]);
    levels.forEach((level, n) => n && expect(`heading ${n + 1} skips to h${level}`, level <= levels[n - 1] + 1));
    return found;
  },

  // What a strict content policy would refuse.
  inline() {
    const script = "script:not([src]):not([type='application/ld+json'])";
    const found = [...document.querySelectorAll(`style, [style], ${script}`)].map(called);
    for (const element of document.querySelectorAll("*")) {
      const handlers = [...element.attributes].filter((attribute) => attribute.name.startsWith("on"));
      if (handlers.length) found.push(called(element));
    }
    return found;
  },

  // WCAG 1.4.10: nothing to read or use lies beyond the sides of the window. What is wholly away at
  // the start was put there on purpose: a skip link before it is focused.
  sideways() {
    const width = document.documentElement.clientWidth;
    const found = [...document.body.querySelectorAll("*")].filter((element) => {
      if (!hasWords(element) || element.closest("svg svg, svg *") || !shown(element)) return false;
      const boxes = [...element.getClientRects()];
      if (!boxes.some((box) => box.width > 1 && box.right > 0 && (box.right > width + 1 || box.left < -1))) return false;
      return !scrolls(element) && !forEarsOnly(element);
    });
    const wide = document.documentElement.scrollWidth - width;
    if (wide > 0 && !found.length) return [`the page is ${wide} px too wide`];
    return found.map((element) => `beyond the side: ${called(element)}`);
  },

  // WCAG 1.4.12: no words are cut off by a box that hides what does not fit.
  cutOff() {
    return [...document.body.querySelectorAll("*")]
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element);
        const hides = (value) => /hidden|clip/.test(value);
        if (!element.innerText?.trim() || !shown(element) || forEarsOnly(element)) return false;
        return (
          (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (hides(overflowY) && element.scrollHeight > element.clientHeight + 1)
        );
      })
      .map((element) => `cut off: ${called(element)}`);
  },

  // WCAG 2.4.7 and 2.4.11: how the focused element shows that it is, and that nothing covers it.
  focus() {
    const element = document.activeElement;
    if (element === document.body) return null;
    const found = [];
    const isRinged = (part) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(part);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
    };
    // A link inside a drawing may ring the mark that it draws.
    if (![element, ...element.querySelectorAll("*")].some(isRinged)) found.push("no outline");
    const [box] = element.getClientRects();
    if (!box || box.width <= 1 || box.bottom <= 0 || box.top >= innerHeight) {
      found.push("out of sight");
    } else {
      const middle = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1);
      const top = document.elementFromPoint((box.left + box.right) / 2, middle);
      if (top && !element.contains(top) && !top.contains(element)) found.push(`under ${called(top)}`);
    }
    element.dataset.focused = "";
    return { name: called(element), found };
  },

  // All of the above that asks nothing of the reader, then the same words spaced as WCAG 1.4.12 has it.
  everything() {
    const { structure, inline, sideways, cutOff } = checks;
    const found = { structure: structure(), inline: inline(), zoomed: sideways().concat(cutOff()) };
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
      p { margin-block-end: 2em !important }`);
    document.adoptedStyleSheets.push(sheet);
    return { ...found, spaced: sideways().concat(cutOff()) };
  },

  // Of a group of radio buttons Tab stops at one; the arrow keys reach the others.
  neverFocused() {
    const reached = (element) =>
      element.type === "radio"
        ? document.querySelector(`[data-focused][type=radio][name="${element.name}"]`)
        : "focused" in element.dataset;
    return focusable().filter((element) => !reached(element)).map((element) => `never reached: ${called(element)}`);
  },

  // Reduced motion: nothing that moves takes longer than a blink.
  motion() {
    const seconds = (value) => Math.max(...value.split(",").map(parseFloat));
    return [...document.querySelectorAll("*")]
      .filter((element) => {
        const style = getComputedStyle(element);
        return (
          seconds(style.transitionDuration) > 0.01 ||
          (style.animationName !== "none" && seconds(style.animationDuration) > 0.01) ||
          style.scrollBehavior === "smooth"
        );
      })
      .map(called);
  },
};
window.checks = checks;

// Cumulative layout shift, from the very start of the page.
window.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.layoutShift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
