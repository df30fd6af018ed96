// Handles: what a hand may take. Each is a slider for the keyboard and for voices; a drag moves
// it by the hand's own way, so that it never jumps. Python hears when it is let go.
//
// A law describes one as {name, term, identity, mark, at(me), drag(me, x, y), step(me, steps),
// range(me)}: `at` is where it stands in pixels, null where it is not there; `drag` and `step`
// answer with what changes of the state; `grip` notes what a drag begins with. `fixed` says that
// it may not be moved. A `slow` one
// counts by keyboard only with Enter, or when it is left; `drop` says what it then is.

const MARKS = {
  circle: () => shape("circle", { class: "glyph", r: 8.5 }),
  square: () => shape("rect", { class: "glyph", x: -8, y: -8, width: 16, height: 16, rx: 2 }),
  ring: () => shape("circle", { class: "glyph open", r: 9 }),
  frame: () => shape("rect", { class: "glyph open", x: -9, y: -9, width: 18, height: 18, rx: 4 }),
  flag: () => shape("path", { class: "glyph cloth", d: "M0 0V-40H18L13 -33L18 -26H0" }),
  banner: () => shape("path", { class: "glyph cloth", d: "M0 -13V15H16L11.5 9L16 3H0" }),
};
const MIDDLE = { flag: "translate(6 -30)", banner: "translate(5 5)" }; // of what a hand takes, where it is not the place itself
const ARROWS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };

// A hand may be tied by the law, or by a teacher's link.
const isHeld = (me, name) => Boolean(me.words?.held?.includes(name));
const isFixed = (me, spec) => isHeld(me, spec.name) || Boolean(spec.fixed?.(me));

function buildHandles(me) {
  me.handles = LAW.handles.map((spec) => {
    const element = shape("g", { class: "handle", role: "slider", tabindex: 0, "data-handle": spec.name, "data-mark": spec.mark });
    if (spec.identity) element.dataset.identity = spec.identity;
    const transform = MIDDLE[spec.mark] ?? "";
    element.append(shape("circle", { class: "hit", r: 24, transform }), shape("circle", { class: "halo", r: 17, transform }), MARKS[spec.mark]());
    if (spec.hint) element.append(shape("path", { class: "chevrons", d: "M-23 -5L-28 0L-23 5M23 -5L28 0L23 5" }));
    wireHandle(me, spec, element);
    me.layers.handles.append(element);
    return { spec, element };
  });
}

function wireHandle(me, spec, element) {
  let held = null;
  // also what a law calls that finds the hand's aim by itself
  element.grab = (event) => {
    if (event.button !== 0 || !me.scene || isFixed(me, spec)) return;
    const [x, y] = spec.at(me);
    held = { x: x - event.clientX, y: y - event.clientY };
    element.setPointerCapture(event.pointerId);
    element.classList.add("held");
    take(me, spec.name);
    spec.grip?.(me);
  };
  element.addEventListener("pointerdown", element.grab);
  element.addEventListener("pointermove", (event) => {
    if (held) move(me, spec.drag(me, event.clientX + held.x, event.clientY + held.y));
  });
  const drop = () => {
    if (!held) return;
    held = null;
    element.classList.remove("held");
    settled(me, spec);
  };
  element.addEventListener("pointerup", drop);
  element.addEventListener("pointercancel", drop);
  element.addEventListener("lostpointercapture", drop);
  element.addEventListener("keydown", (event) => handleKey(me, spec, event));
  element.addEventListener("blur", () => (me.waiting || spec.slow) && settled(me, spec));
  if (spec.term) lights(element, spec.term, me.line);
}

// A handle is let go: what it was moved to counts.
function settled(me, spec) {
  if (spec.drop) move(me, spec.drop(me));
  commit(me);
}

function handleKey(me, spec, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !me.scene || isFixed(me, spec)) return;
  const enter = spec.slow && event.key === "Enter";
  const changed = enter ? {} : keyed(me, spec, event);
  if (!changed) return;
  event.preventDefault();
  event.stopPropagation();
  take(me, spec.name);
  move(me, changed);
  if (enter) settled(me, spec);
  else if (!spec.slow) commitSoon(me);
}

// Arrows go one step, with Shift ten, pages ten; Home and End to the ends.
function keyed(me, spec, { key, shiftKey }) {
  if (key in ARROWS) return spec.step(me, ARROWS[key] * (shiftKey ? 10 : 1), key);
  if (key === "PageUp" || key === "PageDown") return spec.step(me, key === "PageUp" ? 10 : -10, key);
  if (key === "Home" || key === "End") return spec.step(me, key === "Home" ? -Infinity : Infinity, key);
  return key === "Delete" || key === "Backspace" ? spec.away?.(me) : null;
}

function placeHandles(me) {
  for (const { spec, element } of me.handles) {
    const at = spec.at(me);
    element.toggleAttribute("hidden", !at);
    element.style.display = at ? "" : "none";
    if (!at) continue;
    set(element, { transform: `translate(${round(at[0])} ${round(at[1])}) scale(${me.view.unit ?? 1})` });
    const { now, min, max } = spec.range(me);
    set(element, { "aria-valuenow": now, "aria-valuemin": min, "aria-valuemax": max });
    element.classList.toggle("fixed", isFixed(me, spec));
    set(element, { "aria-readonly": isFixed(me, spec) });
  }
}

function nameHandles(me) {
  for (const { spec, element } of me.handles) {
    const { label, spoken } = me.words.handles[spec.name];
    set(element, { "aria-label": label, "aria-valuetext": fill(spoken, me.line.numbers ?? {}, me.words.lang) });
  }
}
