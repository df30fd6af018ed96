// What a teacher's link sets up. In this browser tab it stays in force: `hold.js`, which runs
// before Streamlit does, reads here what is held. And the keys of a clicker, in lecture mode.
const HOLD = "lab-hold";
// A clicker's two buttons are PageDown, on, and PageUp, back: a twentieth of the axis each.
const KEYS = {
  ArrowLeft: "ArrowLeft", ArrowRight: "ArrowRight", ArrowUp: "ArrowUp", ArrowDown: "ArrowDown",
  PageDown: "PageUp", PageUp: "PageDown", " ": " ", p: "p",
};
const TYPING = "input:not([type=range]), textarea, select, [contenteditable], [role=combobox]";
let page = "";
let listening = false;

export default function ({ data }) {
  if (data.hold) remember(data.hold);
  page = data.page;
  if (data.lecture && !listening) document.addEventListener("keydown", clicked);
  listening ||= data.lecture;
}

// What one page held before stays, also where another session of this tab knows nothing of it.
function remember(hold) {
  try {
    const before = JSON.parse(sessionStorage.getItem(HOLD)) ?? {};
    const held = { ...hold.held, ...before.held };
    sessionStorage.setItem(HOLD, JSON.stringify({ ...hold, held }));
  } catch { /* storage is closed to us: the session alone holds */ }
}

// A key that nobody else wants goes to the hero; n opens the next experiment.
function clicked(event) {
  const busy = event.composedPath()[0].matches?.(TYPING);
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || busy) return;
  if (!document.documentElement.classList.contains("lecture")) return;
  const pressed = event.composedPath()[0].closest?.("button, a, summary") && event.key === " ";
  if (event.key === "n") next();
  else if (!(event.key in KEYS) || pressed || !hand(KEYS[event.key])) return;
  event.preventDefault();
}

function hand(key) {
  const root = hero();
  root?.scrollIntoView({ block: "nearest" });
  root?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return Boolean(root);
}

// The instrument that bears the page's name; components keep theirs in a shadow.
function hero() {
  const name = `[data-instrument="${page}"]`;
  const hosts = document.querySelectorAll('[data-testid="stBidiComponentIsolated"]');
  const found = [...hosts].map((host) => host.shadowRoot?.querySelector(name));
  return found.find(Boolean) ?? document.querySelector(name);
}

function next() {
  const chips = [...document.querySelectorAll(`.st-key-${page}_x button`)];
  const on = chips.findIndex((chip) => chip.getAttribute("aria-checked") === "true");
  const chip = chips[(on + 1) % chips.length];
  chip?.click();
  chip?.scrollIntoView({ block: "start" });
}
