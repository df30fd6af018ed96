// A menu opened by a key takes the focus along. Streamlit puts what is in it at the end of the
// page, where Tab would come only after everything else.
const MENU = '[data-testid="stPopoverButton"]';
const SHADOW = '[data-testid="stBidiComponentIsolated"]';
const INSIDE = `[data-testid="stPopoverBody"] :is(button, input, a[href], ${SHADOW})`;
const FRAMES = 600;

function leadIntoMenus() {
  if (!globalThis.labMenus) document.addEventListener("keydown", menuKey, true);
  globalThis.labMenus = true;
}

function menuKey({ key, target }) {
  const menu = target.closest?.(MENU);
  const opens = menu && (key === "Enter" || key === " ") && menu.getAttribute("aria-expanded") !== "true";
  if (opens) lead(menu, FRAMES);
}

// Once something in it can take it; unless the reader has gone elsewhere meanwhile.
function lead(menu, frames) {
  const first = inside();
  const waits = document.activeElement === menu || document.activeElement === document.body;
  first?.focus();
  if (!first?.matches(":focus") && frames && waits) requestAnimationFrame(() => lead(menu, frames - 1));
}

// The first control in the menu; a component's are in its shadow.
function inside() {
  const found = [...document.querySelectorAll(INSIDE)].map((one) => (one.matches(SHADOW) ? one.shadowRoot?.querySelector("button") : one));
  return found.find((one) => one && !one.disabled);
}
