// The page with its shadow roots opened: what every eye needs.
globalThis.labEyes ??= {};

// All elements under `root`, in the order of the document, through open shadow roots.
labEyes.all = function* all(root = document.body) {
  for (const element of root.children) {
    yield element;
    yield* all(element.shadowRoot ?? element);
  }
};

// The element around `node`; from a shadow root, its host; from a slotted child, its slot.
labEyes.above = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;

labEyes.closest = (node, selector) => {
  for (let at = node; at; at = labEyes.above(at)) if (at.matches?.(selector)) return at;
  return null;
};

// Whether a reader sees it. What is there for screen readers alone is a pixel wide.
labEyes.seen = (element) => {
  const box = element.getBoundingClientRect();
  const shows = element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  return shows && box.width > 1 && box.height > 1;
};

labEyes.hushed = (element) => labEyes.closest(element, "[aria-hidden=true], [hidden], [role=presentation], [role=none]");

// The texts of a page, each with the element it stands in.
labEyes.texts = function* texts() {
  for (const element of labEyes.all()) {
    if (/^(script|style|noscript|annotation|template|title)$/i.test(element.tagName)) continue;
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.trim() && labEyes.seen(element)) yield { node, element };
    }
  }
};

// Where something stands, in words for a complaint.
labEyes.place = (element) => {
  const key = labEyes.closest(element, "[class*=st-key-]")?.className.match(/st-key-[\w-]+/)?.[0];
  const kind = element.className.baseVal ?? element.className;
  const name = /emotion|^e\w{7,}/.test(kind) ? "" : kind.trim().replace(/\s+/g, ".");
  return `${key ?? ""} ${element.tagName.toLowerCase()}${name && "."}${name}`.trim();
};

labEyes.short = (text) => text.trim().replace(/\s+/g, " ").slice(0, 80);
