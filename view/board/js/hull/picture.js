// The marks: a rim of sectors, inside it the plane of the words and of h, beside it the scores.

const GAP = 0.9 / DEGREES; // between two sectors of the rim
const WIDE = 520; // narrower pictures have the scores below

function layoutHull(width) {
  const u = unit();
  const narrow = width < WIDE * u;
  const outer = narrow ? Math.min(width / 2 - 58 * u, 116 * u) : 157 * u;
  const thick = narrow ? 13 * u : 17 * u;
  const key = (narrow ? 34 : 24) * u;
  const centre = narrow ? [width / 2, key + outer + 22 * u] : [Math.min(238 * u, width * 0.36), key + outer + 22 * u];
  const inner = outer - thick;
  const left = narrow ? 4 * u : Math.max(centre[0] + outer + 62 * u, width - 226 * u);
  const top = narrow ? centre[1] + outer + 26 * u : key + 6 * u;
  const foot = narrow ? top + 214 * u : centre[1] + outer + 22 * u;
  const right = width - 2;
  const names = narrow ? 92 * u : 72 * u;
  const value = 38 * u;
  const half = (right - left - names - value) / 2;
  return {
    width, narrow, unit: u, height: foot + 2, key, centre, outer, inner, scale: inner / 2.05,
    list: { left, right, top: top + 18 * u, foot, title: top + 8 * u, axis: left + names + half, half },
    frame: { left: 0, right: narrow ? width : left },
  };
}

const colourOf = (k) => `var(--c${(k + 2 * Math.floor(k / 10)) % 10})`; // as in pages/unargmaxable/experiments/band.py

function arc([cx, cy], r, from, to, back = false) {
  const at = (angle) => `${round(cx + r * Math.cos(angle))} ${round(cy - r * Math.sin(angle))}`;
  const large = to - from > Math.PI ? 1 : 0;
  return back ? `L${at(to)}A${round(r)} ${round(r)} 0 ${large} 1 ${at(from)}` : `${at(from)}A${round(r)} ${round(r)} 0 ${large} 0 ${at(to)}`;
}

// A piece of the rim, a little short at both ends.
function rimOf({ centre, outer, inner }, from, width) {
  const gap = width >= TURN - 1e-9 ? 1e-3 : Math.min(GAP, width / 4);
  return `M${arc(centre, outer, from + gap, from + width - gap)}${arc(centre, inner + 2, from + gap, from + width - gap, true)}Z`;
}

function buildHull(me) {
  const { layers, view: { centre, inner, outer, list, unit: u } } = me;
  const one = (tag, name, more = {}) => shape(tag, { class: name, ...more });
  const each = (make) => Array.from({ length: MOST }, (_, k) => make(k));
  const hatch = shape("pattern", { id: "mute", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, shape("path", { d: "M0 0V5", class: "hatch" }));
  const disc = shape("clipPath", { id: "disc" }, shape("circle", { cx: centre[0], cy: centre[1], r: inner }));
  const marks = (me.marks = {
    zone: one("circle", "zone", { cx: centre[0], cy: centre[1], r: outer }), ground: one("circle", "ground", { cx: centre[0], cy: centre[1], r: inner + 2 }),
    cells: each((k) => one("path", "cell", { "clip-path": "url(#disc)" })), wedge: one("path", "wedge"), free: one("path", "free"),
    band: one("path", "band", { "data-term": "band" }), rims: each((k) => one("path", "rim", { "data-term": `w${k}` })), level: one("path", "level"),
    ghost: one("path", "ghost"), stretch: one("path", "stretch"), arrow: one("path", "arrow", { "data-term": "h" }), origin: one("circle", "origin", { cx: centre[0], cy: centre[1], r: 3 * u }),
    axis: one("path", "zero"), rows: each((k) => rowOf(me, k)), title: one("text", "title", { x: list.left + 6 * u, y: list.title }),
  });
  marks.rims.forEach((rim, k) => {
    rim.style.setProperty("--identity", colourOf(k));
    lights(rim, `w${k}`, me.line);
  });
  marks.cells.forEach((cell, k) => cell.style.setProperty("--identity", colourOf(k)));
  marks.zone.addEventListener("click", (event) => pointAt(me, event));
  for (const rim of marks.rims) rim.addEventListener("click", (event) => pointAt(me, event));
  layers.marks.append(
    shape("defs", {}, hatch, disc), marks.zone, marks.ground, ...marks.cells, marks.wedge, marks.band, marks.free, ...marks.rims, marks.level,
    marks.stretch, marks.ghost, marks.arrow, marks.origin, marks.axis, marks.title, ...marks.rows.map(({ group }) => group),
  );
  dressHandles(me);
  me.said = { key: label(me, "key"), ...Object.fromEntries(each((k) => [`w${k}`, label(me, `w${k}`)])) };
}

// One line of the list: its word, its bar, its score.
function rowOf(me, k) {
  const text = (name) => shape("text", { class: name });
  const row = { group: shape("g", { class: "score", "data-term": `w${k}` }), back: shape("rect", { class: "back", rx: 5 }), name: text("name"), bar: shape("rect", { class: "amount", rx: 2 }), value: text("value"), y: null };
  row.group.append(row.back, row.name, row.bar, row.value);
  row.group.style.setProperty("--identity", colourOf(k));
  lights(row.group, `w${k}`, me.line);
  return row;
}

// The pins' crosses and the arrow's letter, once.
function dressHandles(me) {
  for (const { spec, element } of me.handles) {
    if (element.dataset.dressed) continue;
    element.dataset.dressed = "yes";
    if (spec.name === "h") {
      element.append(shape("text", { class: "letter", y: 5 }, "h"));
      continue;
    }
    element.style.setProperty("--identity", colourOf(Number(spec.name.slice(1))));
    element.append(shape("path", { class: "cross", d: "M-3 -3L3 3M3 -3L-3 3" }));
  }
}

function drawHull(me) {
  const { marks, view, numbers: n, scene } = me;
  const { centre, inner } = view;
  for (let k = 0; k < MOST; k += 1) {
    const one = n.all.find((pin) => pin.k === k);
    const rim = marks.rims[k];
    set(rim, { d: one?.sector > 0 ? rimOf(view, one.from, one.sector / DEGREES) : "" });
    rim.classList.toggle("first", one === n.first);
    const cell = one && scene.bias ? one.cell : [];
    set(marks.cells[k], { d: cell.length ? `${path(cell.map(([x, y]) => pxOf(me, clamp(x, -60, 60), clamp(y, -60, 60))))}Z` : "" });
    marks.cells[k].classList.toggle("first", one === n.first);
  }
  const { first } = n;
  const wedge = !scene.bias && first.sector > 0 && first.sector < 360;
  set(marks.wedge, { d: wedge ? `M${centre[0]} ${centre[1]}L${arc(centre, inner, first.from, first.from + first.sector / DEGREES)}Z` : "" });
  marks.wedge.style.setProperty("--identity", colourOf(first.k));
  set(marks.free, { d: n.free.map(({ from, width }) => rimOf(view, from, width)).join("") });
  set(marks.band, { d: `${path(n.band.map(({ x, y }) => pxOf(me, x / 100, y / 100)))}Z` });
  drawArrow(me);
  drawGhost(me);
  drawPins(me);
  drawScores(me);
}

// h, and without a bias the line on which all words would score what the first one does.
function drawArrow(me) {
  const { marks, view: { centre, inner }, numbers: { h, first }, state, scene } = me;
  const [x, y] = pxOf(me, ...h);
  set(marks.arrow, { d: `M${centre[0]} ${centre[1]}L${round(x)} ${round(y)}` });
  const turn = state.angle / DEGREES;
  const ahead = (first.x * Math.cos(turn) + first.y * Math.sin(turn)) / 100;
  const reach = (inner / me.view.scale) ** 2 - ahead ** 2;
  const half = Math.sqrt(Math.max(reach, 0));
  const end = (side) => pxOf(me, ahead * Math.cos(turn) - side * half * Math.sin(turn), ahead * Math.sin(turn) + side * half * Math.cos(turn));
  set(marks.level, { d: scene.bias || !state.length ? "" : path([end(-1), end(1)]) });
  marks.level.style.setProperty("--identity", colourOf(first.k));
}

// Where a pin was taken from, and a thread to where it is now.
function drawGhost(me) {
  const { marks, ghost } = me;
  const now = ghost && pinOf(me, ghost.k);
  const from = now ? pxOf(me, ghost.x / 100, ghost.y / 100) : null;
  set(marks.ghost, { d: from ? `M${round(from[0] - 6)} ${round(from[1])}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0` : "" });
  set(marks.stretch, { d: from ? path([from, pxOf(me, now.x / 100, now.y / 100)]) : "" });
}

function drawPins(me) {
  const { numbers: n } = me;
  for (const { spec, element } of me.handles) {
    if (spec.name === "h") continue;
    const pin = pinOf(me, Number(spec.name.slice(1)));
    element.classList.toggle("mute", Boolean(pin?.mute));
    element.classList.toggle("first", pin === n.first);
    element.classList.toggle("chosen", pin?.k === me.chosen);
  }
}
