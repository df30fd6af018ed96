// The marks of the shaft: a building of 24 floors with two rivers coming down, beside it the same
// numbers on a logarithmic scale, floor by floor, and under both the scale of the std.

const FULL = 0.36; // half the width of a river that is whole, as a share of its bed
const BRIM = 1.36; // no more of it is drawn

function layoutShaft(width) {
  const u = unit();
  const narrow = width < 560 * u;
  const [top, foot] = [46 * u, (narrow ? 222 : 306) * u];
  const house = { left: 30 * u, right: narrow ? width - 2 : Math.min(380 * u, 0.57 * width) };
  const wall = 16 * u;
  const signal = [house.left + 4 * u, house.left + 30 * u];
  const room = (house.right - signal[1] - 3 * wall) / 2;
  const beds = [0, 1].map((k) => signal[1] + wall + k * (room + wall)).map((from) => [from, from + room]);
  const chart = narrow
    ? { left: 34 * u, right: width - 14 * u, top: foot + 66 * u, foot: foot + 214 * u }
    : { left: house.right + 46 * u, right: width - 20 * u, top, foot };
  const rail = { from: 18 * u, to: width - 18 * u, y: (narrow ? chart.foot + 62 * u : foot + 52 * u) };
  return { width, narrow, unit: u, top, foot, house, wall, signal, beds, chart, rail, height: rail.y + 34 * u, frame: { left: 0, right: width } };
}

const upright = ({ view: { top, foot }, scene: { floors } }) => axis(0, floors, foot, top);
const beside = ({ view: { chart }, scene: { floors } }) => axis(0, floors, chart.foot, chart.top);
const railOf = ({ view: { rail }, scene: { stds } }) => axis(Math.log(stds[0]), Math.log(stds.at(-1)), rail.from, rail.to);
const scaleOf = ({ view: { chart }, scene: { low, high } }) => axis(low, high, chart.left, chart.right);

function buildShaft(me) {
  const { layers, view: { house, top, foot, beds, signal, chart, rail, unit: u }, scene } = me;
  const one = (name, more = {}) => shape("path", { class: name, ...more });
  const inside = (id, { left, right, top: from, foot: to }) => shape("clipPath", { id }, shape("rect", { x: left, y: from, width: right - left, height: to - from }));
  const y = upright(me);
  const ceilings = Array.from({ length: scene.floors + 1 }, (_, k) => `M${house.left} ${round(y.px(k))}H${round(house.right)}`).join("");
  const bed = ([from, to]) => `M${round(from)} ${top}V${foot}H${round(to)}V${top}Z`;
  me.marks = {
    house: one("house", { d: ceilings }), beds: one("beds", { d: beds.map(bed).join("") }), windows: one("windows", { d: windowsOf(me) }),
    climb: one("climb", { d: climbOf(me)[0], "data-term": "signal" }), heads: one("heads", { d: climbOf(me)[1] }), ghost: one("ghost"), skip: one("river", { "data-identity": "noise", "data-term": "skip" }),
    total: one("river", { "data-identity": "model", "data-term": "total" }), empty: one("empty", { d: bed(beds[1]) }), grid: one("grid"), was: one("was", { "clip-path": "url(#plot)" }),
    skipLine: one("curve", { "data-identity": "noise", "data-term": "skip", "clip-path": "url(#plot)" }), totalLine: one("curve", { "data-identity": "model", "data-term": "total", "clip-path": "url(#plot)" }),
    skipMarks: one("points", { "data-identity": "noise" }), totalMarks: one("points", { "data-identity": "model" }),
    rail: one("rail", { d: `M${rail.from} ${rail.y}H${rail.to}` }), notches: one("notches"), texts: shape("g", { class: "texts" }),
  };
  const { marks } = me;
  for (const name of ["skip", "total", "skipLine", "totalLine", "climb"]) lights(marks[name], marks[name].dataset.term, me.line);
  layers.marks.append(shape("defs", {}, inside("plot", { ...chart, left: chart.left - 3, right: chart.right + 3 })), ...Object.values(marks));
  const names = ["floor", "signal", "straight", "every", "chart", "dry", "left", "arrives", "hidden", "is_skip", "is_total"];
  me.said = Object.fromEntries(names.map((name) => [name, label(me, name)]));
  me.gridded = null;
  set(marks.windows, { "stroke-width": round(4 * u) });
  set(marks.climb, { "stroke-width": round(2 * u) });
}

// Lit windows in the walls, the same ones every time.
function windowsOf({ view: { beds, wall, house, unit: u, top, foot }, scene: { floors } }) {
  const high = (foot - top) / floors;
  const walls = [beds[0][0] - wall, beds[0][1], beds[1][1]].filter((x) => x + wall <= house.right + 1);
  const spots = walls.flatMap((x, w) => Array.from({ length: floors }, (_, k) => [x, k, (7 * k + 5 * w) % 3]));
  return spots.flatMap(([x, k, lit]) => [0, 1].filter((side) => side !== lit).map((side) => `M${round(x + (3 + 6 * side) * u)} ${round(foot - (k + 0.5) * high)}h${round(4 * u)}`)).join("");
}

// The signal's way up: a dotted line, and its heads.
function climbOf({ view: { signal: [from, to], top, foot, unit: u } }) {
  const x = (from + to) / 2;
  const heads = [0.12, 0.37, 0.62, 0.87].map((k) => blend(foot, top, k));
  return [`M${round(x)} ${foot}V${top}`, heads.map((y) => `M${round(x - 5 * u)} ${round(y + 5 * u)}L${round(x)} ${round(y)}L${round(x + 5 * u)} ${round(y + 5 * u)}`).join("")];
}

// A river as wide on each floor as what is left there, in the bed from `left` to `right`.
function riverOf(me, values, [left, right]) {
  const y = upright(me);
  const middle = (left + right) / 2;
  const half = values.map((value) => FULL * (right - left) * Math.min(value, BRIM));
  const side = (sign) => half.map((wide, floor) => [middle + sign * wide, y.px(floor)]);
  return `${path([...side(-1), ...side(1).reverse()])}Z`;
}

function drawShaft(me) {
  const { marks, view: { beds, narrow, unit: u }, numbers: n, scene, state } = me;
  const asked = state.told === "asked";
  const reference = scene.skip[scene.bert];
  set(marks.skip, { d: riverOf(me, n.skip, beds[0]) });
  set(marks.ghost, { d: riverOf(me, reference, beds[0]) });
  set(marks.total, { d: asked ? "" : riverOf(me, n.total, beds[1]) });
  marks.empty.style.display = asked ? "" : "none";
  const [x, y] = [scaleOf(me), beside(me)];
  const at = (values) => values.map((value, floor) => [x.px(Math.log10(value)), y.px(floor)]);
  set(marks.skipLine, { d: path(at(n.skip)) });
  set(marks.was, { d: path(at(reference)) });
  set(marks.totalLine, { d: asked ? "" : path(at(n.total)) });
  const seen = (values) => at(values).filter(([px], floor) => floor % 4 === 0 && px >= x.from - 1 && px <= x.to + 1);
  const r = (narrow ? 3.6 : 4.2) * u;
  set(marks.skipMarks, { d: seen(n.skip).map(([px, py]) => `M${round(px - r)} ${round(py - r)}h${2 * r}v${2 * r}h${-2 * r}Z`).join("") });
  set(marks.totalMarks, { d: asked ? "" : seen(n.total).map(([px, py]) => `M${round(px)} ${round(py - 1.3 * r)}l${1.3 * r} ${2.2 * r}h${-2.6 * r}Z`).join("") });
  const id = JSON.stringify([scene.low, scene.high, scene.stds, me.view.width, me.words?.lang]);
  if (me.gridded !== id) drawScales(me, (me.gridded = id));
}

// Decades, floors and marked stds: once for each scene.
function drawScales(me) {
  const { marks, scene, view: { chart, rail, house, narrow, unit: u }, words } = me;
  const [x, y, along] = [scaleOf(me), beside(me), railOf(me)];
  const decades = Array.from({ length: scene.high - scene.low + 1 }, (_, k) => scene.low + k);
  const every = Math.ceil(decades.length / (narrow ? 7 : 6));
  const floors = [0, scene.floors / 2, scene.floors];
  set(marks.grid, { d: decades.map((k) => `M${round(x.px(k))} ${chart.top}V${chart.foot}`).join("") + floors.map((k) => `M${chart.left} ${round(y.px(k))}H${chart.right}`).join("") });
  set(marks.notches, { d: [...scene.marks, scene.stds[0], 0.01, scene.stds.at(-1)].map((std) => `M${round(along.px(Math.log(std)))} ${rail.y - 7 * u}v${round(14 * u)}`).join("") });
  const text = (said, px, py, anchor = "middle", name = "") => shape("text", { x: round(px), y: round(py), "text-anchor": anchor, class: name }, said);
  const stds = [[scene.stds[0], "start"], [0.01, "middle"], [scene.marks[0], "middle"], ...(narrow ? [] : [[scene.stds.at(-1), "end"]])];
  const root = narrow ? `1/√${scene.width}` : `1/√${scene.width} = ${scene.marks[1].toFixed(4)}`;
  marks.texts.replaceChildren(
    ...decades.filter((k) => (scene.high - k) % every === 0).map((k) => text(decade(k), x.px(k), chart.foot + 16 * u)),
    ...floors.map((k) => text(k, house.left - 6 * u, upright(me).px(k) + 4 * u, "end")),
    ...floors.map((k) => text(k, chart.left - 6 * u, y.px(k) + 4 * u, "end")),
    ...stds.map(([std, anchor]) => text(std, along.px(Math.log(std)), rail.y + 26 * u, anchor, std === scene.marks[0] ? "strong" : "")),
    text(root, along.px(Math.log(scene.marks[1])), rail.y + 26 * u, "middle", "strong"),
  );
}
