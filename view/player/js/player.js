// The player: one canvas per mount, kept in a WeakMap by Streamlit's parent element, so that
// a rerun finds the instrument as the reader left it and a new film swaps in place.

const mounted = new WeakMap();
const PARTS = {
  stage: "canvas.stage", sheets: ".sheets", left: ".houses.left", right: ".houses.right",
  notice: ".notice", axis: ".axis", slider: ".slider", from: ".from", now: ".now", end: ".end",
  go: ".go", goText: ".go span", play: ".play", speed: ".speed", loop: ".loop", words: ".words",
  badge: ".badge", badgeKind: ".badge b", badgeText: ".badge span", strip: ".strip",
  sentence: ".sentence", columns: ".columns", ticks: ".ticks", marks: "[data-slot=axis]",
  buttons: "[data-slot=buttons]",
};

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".player");
  const before = mounted.get(parentElement);
  let me = before;
  if (before?.root !== root) {
    if (before) close(before);
    me = mount(root, (before?.mounts ?? 0) + 1);
    mounted.set(parentElement, me);
  }
  me.send = setStateValue;
  shade(root);
  if (data) receive(me, data);
  return () => {
    mounted.delete(parentElement);
    close(me);
  };
}

function mount(root, mounts) {
  const parts = {};
  for (const [name, where] of Object.entries(PARTS)) parts[name] = root.querySelector(where);
  parts.titles = [...root.querySelectorAll(".title")];
  parts.frames = [parts.left, parts.right];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const me = {
    root, parts, mounts, calm, still: calm.matches, line: { words: null, numbers: null }, film: null,
    painter: null, leg: "demolish", t: 0, house: 0, moves: [], speed: 1, loop: false, level: [1, 1],
    fade: 0, frame: 0, sent: { t: null, leg: "demolish" }, trouble: null, opened: false,
    flag: { t: null, sent: null },
  };
  root.dataset.mounts = mounts;
  wire(me);
  prepare(me);
  me.onCalm = () => reduce(me);
  calm.addEventListener("change", me.onCalm);
  reduce(me);
  me.watch = new ResizeObserver(() => measure(me));
  me.watch.observe(parts.sheets);
  return me;
}

function reduce(me) {
  me.still = me.calm.matches;
  me.root.classList.toggle("still", me.still);
  if (me.still && me.moves.length) rest(me);
  drawStrip(me);
}

// The painter, and what happens when the browser takes its context away.
function prepare(me) {
  const { stage } = me.parts;
  stage.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    me.lost = true;
    take(me);
    me.root.dataset.state = "busy";
    notice(me, "lost");
  });
  stage.addEventListener("webglcontextrestored", () => {
    me.lost = false;
    me.painter.build();
    if (me.film) me.painter.load(me.film);
    notice(me, null);
    schedule(me);
  });
  try {
    me.painter = glPainter(stage);
  } catch (error) {
    console.warn("player:", error);
  }
  if (me.painter) return;
  me.painter = flatPainter(stage) ?? flatPainter(freshStage(me));
  notice(me, me.painter ? "flat" : "broken");
}

// A canvas that once held WebGL gives no 2D context: another one takes its place.
function freshStage(me) {
  const stage = me.parts.stage.cloneNode();
  me.parts.stage.replaceWith(stage);
  me.parts.stage = stage;
  return stage;
}

function receive(me, data) {
  try {
    const note = readNote(data);
    tune(me, note.name);
    const header = readHeader(data);
    if (header.digest !== me.film?.digest) swap(me, readFilm(data, header), note);
  } catch (error) {
    me.root.dataset.state = "error";
    notice(me, "broken");
    console.warn("player:", error);
  }
}

function tune(me, name) {
  if (me.name === name) return;
  me.line.listeners?.delete(me.listen);
  me.name = name;
  me.root.dataset.instrument = name;
  me.line = channel(name);
  me.listen = (what) => {
    if (what === "words") writeAll(me);
    if (what === "lit") writeTitles(me);
    if (what !== "numbers") schedule(me);
  };
  me.line.listeners.add(me.listen);
}

// Another film in the same canvas: the old picture fades, t, leg and house stay.
function swap(me, film, note) {
  const old = me.film;
  if (old) ghost(me);
  me.film = film;
  me.root.dataset.film = film.digest.slice(0, 8);
  if (!me.lost) me.painter.load(film);
  me.parts.slider.max = film.T;
  if (old?.n !== film.n || old?.columns !== film.columns) setOut(me);
  if (old && old.T !== film.T) stretch(me, old.T);
  if (!old) open(me, note);
  writeAll(me);
  choose(me, Math.min(me.house, film.n - 1));
  measure(me);
  schedule(me);
}

// Another T: the place on the axis stays, but a guess about the old axis is one no more.
function stretch(me, before) {
  me.t = Math.round((me.t / before) * me.film.T);
  me.flag.t = null;
  commitFlag(me);
}

// Where it begins: at the t that was asked for, or at 0 with one gentle move.
function open(me, { t, leg, flag = null }) {
  me.sent = { t, leg };
  me.flag = { t: flag, sent: flag };
  if (t !== null) return stand(me, leg, t);
  stand(me, leg, me.still ? Math.round(me.film.T / 3) : 0);
  me.opened = me.still || leg !== "demolish";
}

function setOut(me) {
  const { n, columns } = me.film;
  const { left, right, sheets } = me.parts;
  sheets.style.setProperty("--columns", columns);
  sheets.style.setProperty("--rows", Math.ceil(n / columns));
  const cells = (tag, attributes) => Array.from({ length: n }, (_, i) => make(tag, { ...attributes, "data-house": i }));
  left.replaceChildren(...cells("button", { type: "button", role: "radio" }));
  right.replaceChildren(...cells("i", {}));
  writeAll(me);
}

// The same measures as the style sheet's, in pixels of the screen.
function measure(me) {
  const { film, parts } = me;
  if (!film || !parts.sheets.clientWidth) return;
  const { width, height } = parts.sheets.getBoundingClientRect();
  me.root.classList.toggle("narrow", width < 720 * unit());
  const density = Math.min(window.devicePixelRatio || 1, 3);
  const style = getComputedStyle(parts.sheets);
  const gap = parseFloat(style.getPropertyValue("--gap"));
  const apart = parseFloat(style.getPropertyValue("--apart"));
  const sheet = (width - apart) / 2;
  const tile = (sheet - (film.columns - 1) * gap) / film.columns;
  const size = [Math.round(width * density), Math.round(height * density)];
  if (parts.stage.width !== size[0] || parts.stage.height !== size[1]) {
    [parts.stage.width, parts.stage.height] = size;
    me.fade = 0;
  }
  me.grid = { tile: tile * density, gap: gap * density, step: (sheet + apart) * density };
  drawStrip(me);
  layLabels(me);
  paint(me);
}

// The picture that goes stays as a ghost for 200 ms.
function ghost(me) {
  if (me.still || !me.grid || me.lost) return;
  me.painter.keep();
  me.fade = me.painter.kind === "2d" ? 0 : 1;
  me.fadeFrom = performance.now();
}

function schedule(me) {
  me.frame ||= requestAnimationFrame((now) => {
    me.frame = 0;
    if (!me.film || me.lost) return;
    advance(me, now);
    settle(me, now);
    paint(me);
    if (me.moves.length || me.fade > 0 || me.settling) schedule(me);
  });
}

// Fades and the levels of single terms move towards where they belong.
function settle(me, now) {
  if (me.fade > 0) me.fade = Math.max(0, 1 - (now - me.fadeFrom) / 200);
  const goal = isAlone(me) ? ALONE[me.line.lit] : [1, 1];
  me.settling = false;
  me.level = me.level.map((level, i) => {
    const step = me.still ? 1 : 0.12;
    const next = level + Math.min(Math.max(goal[i] - level, -step), step);
    if (next !== goal[i]) me.settling = true;
    return next;
  });
}

function paint(me) {
  if (!me.film || !me.grid || me.lost) return;
  const { leg, t, level, fade, grid } = me;
  me.painter.draw(me.film, { leg, t, parts: level, fade, grid });
  const numbers = numbersAt(me.film, t, scheduleOf(me.film, me.house));
  publish(me.line, "leg", leg);
  publish(me.line, "numbers", numbers);
  writeTime(me, numbers);
  if (me.line.words) ready(me);
}

function ready(me) {
  if (me.root.dataset.state !== "ready") me.root.dataset.state = "ready";
  if (me.opened || !me.line.words) return;
  me.opened = true;
  if (me.sent.t === null && me.t === 0 && !me.moves.length && !held(me, "t")) greet(me);
}

function close(me) {
  cancelAnimationFrame(me.frame);
  clearTimeout(me.waiting);
  clearTimeout(me.speaking);
  clearTimeout(me.telling);
  clearTimeout(me.flag.waiting);
  me.calm.removeEventListener("change", me.onCalm);
  me.watch.disconnect();
  me.line.listeners?.delete(me.listen);
  me.film = null;
  me.lost = true;
  me.painter?.close();
}
