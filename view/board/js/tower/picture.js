// The marks: a tower of floors with a shaft, a ladder beside it, the tower that is tuned whole;
// under them the way that the hand goes, up with the signal and down with the gradient.

const PER_FLOOR = 20; // bricks; all of a floor's are what full fine-tuning stores there
const SEAM = 0.16; // of a brick

function layoutTower(width) {
  const u = unit();
  const narrow = width < 560 * u;
  const chips = (narrow ? 2 * 46 + 6 : 46) * u;
  const top = chips + 52 * u;
  const foot = top + 21.5 * u * 8;
  const [left, gap] = narrow ? [30 * u, 14 * u] : [54 * u, 36 * u];
  const rival = narrow ? 0.25 * width : 142 * u;
  const room = width - left - gap - rival - (narrow ? 10 : 30) * u;
  const wide = (narrow ? 0.64 : 0.63) * room;
  const own = { left, right: left + wide, shaft: (narrow ? 15 : 26) * u };
  const ladder = { left: own.right + gap, right: own.right + gap + room - wide, lane: (narrow ? 17 : 28) * u };
  const other = { left: width - rival, right: width - (narrow ? 2 : 6) * u, shaft: (narrow ? 13 : 20) * u };
  const track = { from: 14 * u, to: width - 14 * u, y: foot + 54 * u };
  return { width, narrow, unit: u, chips, top, foot, own, ladder, other, track, height: track.y + 24 * u, frame: { left: 0, right: width } };
}

const floorsOf = ({ view: { top, foot }, scene: { layers } }) => axis(0, layers, foot, top);
const trackOf = ({ view: { track } }) => axis(0, END, track.from, track.to);

function buildTower(me) {
  const { layers, view: { own, ladder, other, top, foot, track } } = me;
  const one = (name, identity, term) => {
    const element = shape("path", { class: name });
    if (identity) element.dataset.identity = identity;
    if (term) {
      element.dataset.term = term;
      lights(element, term, me.line);
    }
    return element;
  };
  me.marks = {
    walls: one("walls"), roof: one("roof"), snow: one("snow"), climb: one("climb"), heads: one("heads"), grey: one("grey"), shaft: one("shaft"),
    lit: one("lit-bricks", "data", "input"), unknown: one("unknown"), rungs: one("rungs", null, "block"), rails: one("rails"), beside: one("lit-bricks", "data", "side"),
    arrows: one("arrows", "data", "down"), gates: one("gates", null, "gate"), frame: one("frame"), otherWalls: one("walls"), otherRoof: one("roof own"),
    otherGrey: one("grey"), otherLit: one("lit-bricks", "data", "full"), river: one("river", "model", "work"), streaks: one("streaks"), drops: one("drops", "model"),
    otherRiver: one("river", "model", "work"), otherStreaks: one("streaks"), otherDrops: one("drops", "model"),
    track: one("track"), gone: one("gone", "data"), back: one("gone", "model"), notches: one("notches"), texts: shape("g"),
  };
  layers.marks.append(...Object.values(me.marks));
  const names = ["forward", "roof", "ladder", "gradient", "compare", "wall", "legend", "now", "rival", "from", "top", "phase", "hidden"];
  me.said = Object.fromEntries(names.map((name) => [name, label(me, name)]));
  const { marks, view: { narrow, unit: u } } = me;
  set(marks.roof, { d: roofOf(own, top, 22 * u, narrow ? 4 * u : 6 * u) });
  set(marks.otherRoof, { d: roofOf(other, top, 16 * u, 4 * u) });
  set(marks.frame, { d: `M${other.left - 7 * u} ${top - 44 * u}H${other.right + 5 * u}V${foot + 38 * u}H${other.left - 7 * u}Z` });
  set(marks.rails, { d: `M${ladder.left} ${top - 14 * u}V${foot + 4 * u}M${ladder.right} ${top - 14 * u}V${foot + 4 * u}`, "stroke-width": 2.2 * u });
  set(marks.track, { d: `M${track.from} ${track.y}H${track.to}` });
  set(marks.notches, { d: [0, TOP, END].map((at) => `M${trackOf(me).px(at)} ${track.y - 7 * u}v${14 * u}`).join("") });
}

const roofOf = ({ left, right }, top, high, over) => `M${round(left - over)} ${top}L${round(left + 3.4 * over)} ${top - high}H${round(right - 3.4 * over)}L${round(right + over)} ${top}Z`;

// The two rooms of a floor, either side of the shaft, each half of its bricks.
function roomsOf({ left, right, shaft }, u) {
  const middle = (left + right) / 2;
  return [[left + 3 * u, middle - shaft / 2], [middle + shaft / 2, right - 3 * u]];
}

// Bricks `from` to `to` of a floor, counted from the left; parts of bricks are drawn as parts.
function bricksOf(me, building, floor, from, to) {
  const rooms = roomsOf(building, me.view.unit);
  const half = PER_FLOOR / 2;
  const wide = (rooms[0][1] - rooms[0][0]) / half;
  const cells = Array.from({ length: PER_FLOOR }, (_, k) => [k, rooms[k < half ? 0 : 1][0] + (k % half) * wide]);
  return laid(me, floor, cells, wide, from, to);
}

function laid(me, floor, cells, wide, from, to) {
  const y = floorsOf(me);
  const high = y.px(0) - y.px(1);
  const [up, tall] = [y.px(floor + 1) + 0.2 * high, 0.62 * high];
  const seam = Math.min(SEAM * wide, 2 * me.view.unit);
  return cells.map(([k, x]) => {
    const [a, b] = [clamp(from - k, 0, 1), clamp(to - k, 0, 1)];
    return b > a ? `M${round(x + a * wide)} ${round(up)}h${round(Math.max((b - a) * wide - seam, 0.3))}v${round(tall)}h${round(-Math.max((b - a) * wide - seam, 0.3))}Z` : "";
  }).join("");
}

const everyFloor = ({ scene }, one) => Array.from({ length: scene.layers }, (_, floor) => one(floor)).join("");

function drawTower(me) {
  const { marks, view: { own, other }, scene, state, numbers: n } = me;
  const onLadder = state.method === LADDER;
  const secret = isSecret(scene, state.method);
  const brick = brickOf(scene);
  const lit = (building, bytes, right) => everyFloor(me, (floor) => {
    const many = bytes[floor] / brick;
    return right ? bricksOf(me, building, floor, PER_FLOOR - many, PER_FLOOR) : bricksOf(me, building, floor, 0, many);
  });
  drawStill(me);
  set(marks.lit, { d: secret ? "" : lit(own, n.now.floors, onLadder) });
  set(marks.unknown, { d: secret ? everyFloor(me, (floor) => bricksOf(me, own, floor, 0, PER_FLOOR * clamp(n.up - floor, 0, 1))) : "" });
  set(marks.otherLit, { d: lit(other, n.rival.floors, false) });
  drawLadder(me, onLadder, brick);
  drawClimb(me);
  const middle = ({ left, right }) => (left + right) / 2;
  const { ladder, unit: u } = me.view;
  const here = [marks.river, marks.streaks, marks.drops];
  if (onLadder) drawRiver(me, here, ladder.right - ladder.lane / 2, n.own, 0.62 * ladder.lane, 16 * u);
  else drawRiver(me, here, middle(own), n.own, 0.66 * own.shaft);
  drawRiver(me, [marks.otherRiver, marks.otherStreaks, marks.otherDrops], middle(other), n.other, 0.66 * other.shaft);
  drawTrack(me);
}

// Bytes of one brick: a floor that is stored whole by full fine-tuning has twenty.
const brickOf = ({ kept }) => Math.max(...kept.full.slice(1)) / PER_FLOOR;

function drawStill(me) {
  const { marks, view: { own, other, unit: u }, state } = me;
  const id = [me.view.width, me.scene.layers].join();
  if (me.still_id !== id) {
    me.still_id = id;
    const whole = (building) => everyFloor(me, (floor) => bricksOf(me, building, floor, 0, PER_FLOOR));
    const y = floorsOf(me);
    const walls = ({ left, right }) => everyFloor(me, (floor) => `M${round(left)} ${round(y.px(floor + 1))}H${round(right)}V${round(y.px(floor))}H${round(left)}Z`);
    set(marks.grey, { d: whole(own) });
    set(marks.otherGrey, { d: whole(other) });
    set(marks.walls, { d: walls(own) });
    set(marks.otherWalls, { d: walls(other) });
    const [[, a], [b]] = roomsOf(own, u);
    set(marks.shaft, { d: `M${round(a)} ${me.view.top}V${me.view.foot}H${round(b)}V${me.view.top}Z` });
    marks.texts.replaceChildren(...[1, me.scene.layers].map((floor) => shape("text", { x: round(own.left - 7 * u), y: round(y.px(floor - 0.5) + 4 * u), "text-anchor": "end" }, floor)));
  }
  const frozen = state.method !== "full";
  marks.roof.classList.toggle("own", !frozen);
  for (const name of ["shaft"]) marks[name].classList.toggle("shut", state.method === LADDER);
  marks.snow.style.display = frozen && !me.view.narrow ? "" : "none";
}

// The ladder with its bricks, as many to a megabyte as in the tower; they get narrower where they
// would not fit.
function drawLadder(me, shown, brick) {
  const { marks, view: { own, ladder, unit: u, narrow }, numbers: n, scene } = me;
  for (const name of ["rungs", "rails", "arrows", "gates"]) marks[name].classList.toggle("away", !shown);
  const y = floorsOf(me);
  set(marks.rungs, { d: everyFloor(me, (floor) => `M${ladder.left} ${round(y.px(floor))}H${ladder.right}`) + `M${ladder.left} ${round(y.px(scene.layers))}H${ladder.right}`, "stroke-width": round(1.3 * u) });
  const [[from, to]] = roomsOf(own, u);
  const most = Math.max(...scene.beside[LADDER]) / brick;
  const room = ladder.right - ladder.lane - ladder.left - 5 * u;
  const wide = Math.min((to - from) / (PER_FLOOR / 2), room / Math.max(most, 1));
  const cells = Array.from({ length: Math.ceil(most) }, (_, k) => [k, ladder.left + 4 * u + k * wide]);
  set(marks.beside, { d: shown ? everyFloor(me, (floor) => laid(me, floor, cells, wide, 0, n.now.rungs[floor] / brick)) : "" });
  const head = (narrow ? 3 : 4.5) * u;
  const [start, end] = [own.right + 2 * u, ladder.left - (narrow ? 2 : 5) * u];
  const passed = Array.from({ length: scene.layers }, (_, k) => k).filter((k) => n.up >= k + 0.5).map((k) => y.px(k + 0.5));
  set(marks.arrows, { d: shown ? passed.map((at) => `M${round(start)} ${round(at)}H${round(end)}M${round(end - head)} ${round(at - head)}L${round(end)} ${round(at)}L${round(end - head)} ${round(at + head)}`).join("") : "" });
  const d = (narrow ? 2.4 : 3.4) * u;
  set(marks.gates, { d: passed.map((at) => `M${ladder.left} ${round(at - d)}l${d} ${d}l${-d} ${d}l${-d} ${-d}Z`).join("") });
}

// The signal's way up beside the tower, as far as it has come.
function drawClimb(me) {
  const { marks, view: { own, top, foot, narrow, unit: u }, numbers: n } = me;
  const y = floorsOf(me);
  const x = own.left - (narrow ? 22 : 34) * u;
  const tip = y.px(n.up);
  set(marks.climb, { d: `M${round(x)} ${foot}V${round(Math.min(tip, foot))}` });
  const heads = [0.14, 0.42, 0.7, 0.98].map((k) => blend(foot, top, k)).filter((at) => at >= tip - 1);
  set(marks.heads, { d: heads.map((at) => `M${round(x - 5 * u)} ${round(at + 5 * u)}L${round(x)} ${round(at)}L${round(x + 5 * u)} ${round(at + 5 * u)}`).join("") });
}

// Water from the roof down to `level`; drops under it as long as it has further to go.
function drawRiver(me, [river, streaks, drops], x, { level, low }, wide, lift = 0) {
  const { view: { top, unit: u }, state, scene } = me;
  const end = floorsOf(me).px(level);
  const runs = state.at > TOP && level < scene.layers;
  const start = top - lift;
  const steps = Math.max(4, Math.ceil((end - start) / (7 * u)));
  const sway = (k, side) => x + side * 0.5 * wide + 0.08 * wide * Math.sin(1.15 * k + (side > 0 ? 0.6 : 0));
  const edge = (side) => Array.from({ length: steps + 1 }, (_, k) => [sway(k, side) - (k === steps ? side * 0.22 * wide : 0), blend(start, end, k / steps)]);
  set(river, { d: runs ? `${path([...edge(-1), ...edge(1).reverse()])}Z` : "" });
  const lines = [-0.2, 0.14].map((off) => path(Array.from({ length: steps }, (_, k) => [x + off * wide + 0.1 * wide * Math.sin(1.15 * k), blend(start, end, (k + 0.3) / steps)])));
  set(streaks, { d: runs ? lines.join("") : "", "stroke-dasharray": `${5 * u} ${7 * u}`, "stroke-dashoffset": round(-160 * u * state.at), "stroke-width": round(1.2 * u) });
  const drop = (dx, dy) => `M${round(x + dx * u)} ${round(end + (dy - 4) * u)}q${3.4 * u} ${5 * u} 0 ${6 * u}q${-3.4 * u} ${-1 * u} 0 ${-6 * u}Z`;
  set(drops, { d: runs && level > low ? [[-4, 9], [3, 9], [0, 17]].map(([dx, dy]) => drop(dx, dy)).join("") : "" });
}

function drawTrack(me) {
  const { marks, view: { track, own, top, unit: u }, state } = me;
  const x = trackOf(me);
  set(marks.gone, { d: `M${track.from} ${track.y}H${round(x.px(Math.min(state.at, TOP)))}` });
  set(marks.back, { d: state.at > TOP ? `M${round(x.px(TOP))} ${track.y}H${round(x.px(state.at))}` : "" });
  const [cx, cy, r] = [own.left + 20 * u, top - 11 * u, 5 * u];
  const arms = [0, 1, 2].map((k) => [r * Math.cos((k * Math.PI) / 3), r * Math.sin((k * Math.PI) / 3)]);
  set(marks.snow, { d: arms.map(([a, b]) => `M${round(cx - a)} ${round(cy - b)}L${round(cx + a)} ${round(cy + b)}`).join(""), "stroke-width": round(1.6 * u) });
}
