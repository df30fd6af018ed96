// The flag: the reader's guess, planted on the axis by its button, by a drag from there, by a
// click below the axis or by the key p; then dragged, or moved with the arrows. Python hears
// of it when it is let go. Once the answer is told it stays where it is.

const FLAG = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="line" d="M4 1.5V15"/><path d="M4.8 2H13.5L11 5.5L13.5 9H4.8Z"/></svg>`;

const mayPlant = (me) => Boolean(me.film && me.line.words?.flag && !me.line.words.answer && !held(me, "flag"));

// The flag exists where the words ask for one.
function writeFlag(me) {
  const { words } = me.line;
  const asks = Boolean(words.flag);
  me.parts.axis.classList.toggle("asks", asks);
  me.parts.marks.hidden = !asks;
  me.parts.buttons.hidden = !asks;
  if (!asks) return;
  if (!me.marks) wireFlag(me);
  const { flag } = me.marks;
  me.parts.axis.classList.toggle("told", Boolean(words.answer));
  me.plant.lastChild.textContent = words.flag.label;
  name(me.plant, words.flag.label);
  me.plant.disabled = !mayPlant(me);
  flag.setAttribute("aria-label", words.flag.label);
  flag.setAttribute("aria-readonly", !mayPlant(me));
  flag.setAttribute("aria-valuemin", 0);
  flag.setAttribute("aria-valuemax", me.film.T);
  standFlag(me, me.flag.t);
}

// The flag at t, or taken down at null; nobody is told yet.
function standFlag(me, t) {
  const { T } = me.film;
  me.flag.t = t === null ? null : Math.round(Math.min(Math.max(t, 0), T));
  writeMarks(me);
  me.root.dataset.flag = me.flag.t ?? "";
  if (t === null) return;
  const { words } = me.line;
  me.marks.flag.setAttribute("aria-valuenow", me.flag.t);
  me.marks.flag.setAttribute("aria-valuetext", fill(words.flag.spoken, { t: me.flag.t, T }, words.lang));
}

function plantHere(me) {
  standFlag(me, me.t);
  me.marks.flag.focus();
  commitFlag(me);
}

function commitFlag(me) {
  clearTimeout(me.flag.waiting);
  if (me.flag.sent === me.flag.t) return;
  me.flag.sent = me.flag.t;
  me.send("flag", { t: me.flag.t });
}

function wireFlag(me) {
  me.marks = layMarks(me);
  me.plant = make("button", { type: "button", class: "plant" });
  me.plant.innerHTML = `${FLAG}<span></span>`;
  me.parts.buttons.replaceChildren(me.plant);
  const dragged = dragsFlag(me, me.plant);
  dragsFlag(me, me.marks.flag);
  me.plant.addEventListener("click", () => !dragged() && mayPlant(me) && plantHere(me));
  me.marks.flag.addEventListener("keydown", (event) => flagKey(me, event));
  me.marks.flag.addEventListener("blur", () => me.flag.waiting && commitFlag(me));
  me.parts.ticks.addEventListener("click", (event) => {
    if (!mayPlant(me)) return;
    standFlag(me, timeAt(me, event.clientX));
    commitFlag(me);
  });
}

// A drag that begins on `element` carries the flag. Returns whether the last press was one.
function dragsFlag(me, element) {
  let held = null;
  let moved = false;
  element.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.button !== 0 || !mayPlant(me)) return;
    held = { x: event.clientX, y: event.clientY };
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (!held) return;
    moved ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > 4;
    if (moved) standFlag(me, timeAt(me, event.clientX));
  });
  const drop = () => {
    if (held && moved) commitFlag(me);
    held = null;
  };
  element.addEventListener("pointerup", drop);
  element.addEventListener("pointercancel", drop);
  return () => moved;
}

// The t under a place on the screen; the slider's thumb is 22 units wide.
function timeAt(me, x) {
  const { left, width } = me.parts.axis.getBoundingClientRect();
  const half = 11 * unit();
  return ((x - left - half) / (width - 2 * half)) * me.film.T;
}

function flagKey(me, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !mayPlant(me)) return;
  const away = event.key === "Delete" || event.key === "Backspace";
  const step = stepOf(me.film, event);
  if (!away && !step) return;
  event.preventDefault();
  event.stopPropagation();
  standFlag(me, away ? null : me.flag.t + step);
  if (away) me.plant.focus();
  clearTimeout(me.flag.waiting);
  me.flag.waiting = setTimeout(() => commitFlag(me), 300);
}
