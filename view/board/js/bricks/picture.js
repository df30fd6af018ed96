// The marks: the sheet with Q and Kᵀ beside it, the block with Kᵀ and V, both to one scale; the
// funnel into the layer's bar; the axis of n.

const PARTS_OF = ["sheet", "projections", "ffn"];
const STATS = ["area", "ops", "bytes", "measured"];

function layoutBricks(width) {
  const u = unit();
  const k = (pixels) => Math.round(pixels * u);
  const narrow = width < k(560);
  const half = Math.round(width / 2);
  const side = narrow ? Math.min(half - k(8), k(160)) : Math.min(k(196), half - k(128));
  const top = k(narrow ? 40 : 24);
  const [left, right] = narrow ? [0, half + k(4)] : [0, half + k(6)];
  const stats = narrow ? { left, right, top: top + side + k(8), step: k(36) } : { left: left + side + k(12), right: right + side + k(12), top: top + k(6), step: k(47) };
  const foot = narrow ? stats.top + 4 * stats.step : top + side;
  const bar = foot + k(narrow ? 44 : 42);
  const time = bar + k(78);
  return {
    width, narrow, unit: u, side, top, left, right, stats, bar, tall: k(36), time, gap: k(5), height: time + k(30),
    x: axis(ENDS.low, ENDS.high, k(12), width - k(12)), frame: { left: 0, right: width },
  };
}

function pattern(id) {
  const bond = shape("path", { class: "joint" });
  const fill = shape("pattern", { id, patternUnits: "userSpaceOnUse" }, shape("rect", { class: "clay" }), bond);
  return { fill, bond, clay: fill.firstChild };
}

function buildBricks(me) {
  const mark = (tag, name, term, identity) => {
    const element = shape(tag, { class: name });
    if (term) {
      element.dataset.term = term;
      lights(element, term, me.line);
    }
    if (identity) element.dataset.identity = identity;
    return element;
  };
  const patterns = { wall: pattern("wall"), course: pattern("course"), grey: pattern("grey") };
  const marks = (me.marks = { patterns });
  for (const name of ["q", "k_left", "k_right", "v"]) marks[name] = mark("rect", "strip", "qkv", "data");
  marks.wall = mark("rect", "wall", "sheet", "noise");
  marks.never = mark("rect", "never");
  marks.block = mark("rect", "block", "linear", "model");
  marks.funnel = mark("path", "funnel", null, "noise");
  marks.whole = mark("rect", "whole");
  for (const name of PARTS_OF) marks[name] = mark("rect", `part ${name}`, name === "sheet" ? "sheet" : "dense", name === "sheet" ? "noise" : name === "projections" ? "data" : null);
  marks.counted = mark("path", "counted");
  marks.spread = mark("path", "spread");
  marks.clock = mark("circle", "clock");
  marks.track = mark("path", "track");
  marks.ticks = mark("path", "ticks");
  const { patterns: _, ...drawn } = marks;
  me.layers.marks.append(shape("defs", {}, ...Object.values(patterns).map(({ fill }) => fill)), ...Object.values(drawn));
  const names = ["title_left", "title_right", "q", "k_left", "k_right", "v", "never", "part_sheet", "part_projections", "part_ffn", "hidden", "layer", "clock", "from", "to", "d", "ffn", "half", "now"];
  me.said = Object.fromEntries(names.map((name) => [name, label(me, name)]));
  for (const side of ["left", "right"]) for (const stat of STATS) for (const kind of ["name", "value"]) me.said[`${side}_${stat}_${kind}`] = label(me, `${side}_${stat}_${kind}`, { "data-kind": kind });
}

const box = (element, x, y, width, height) => set(element, { x: round(x), y: round(y), width: round(Math.max(width, 0)), height: round(Math.max(height, 0)) });

// Everything of both pictures from one scale: n + d are as long as the picture is wide.
function scaleOf(me) {
  const { view: { side, gap, top, left, right }, numbers: { n, wide } } = me;
  const scale = (side - gap) / (n + wide);
  return { scale, gap, top, left, right, sheet: scale * n, thick: Math.max(scale * wide, 1.2), brick: scale * me.scene.head };
}

function lay({ fill, bond, clay }, cell, x, y) {
  const seam = Math.min(1.4, cell * 0.14);
  set(fill, { x: round(x), y: round(y), width: round(cell), height: round(2 * cell) });
  set(clay, { width: round(cell), height: round(2 * cell) });
  set(bond, { "stroke-width": round(seam), d: `M0 0H${cell}M0 ${cell}H${cell}M0 0V${cell}M${cell / 2} ${cell}V${2 * cell}` });
}

function drawPictures(me) {
  const { marks } = me;
  const { gap, top, left, right, sheet, thick, brick } = scaleOf(me);
  box(marks.q, left, top + thick + gap, thick, sheet);
  box(marks.k_left, left + thick + gap, top, sheet, thick);
  box(marks.wall, left + thick + gap, top + thick + gap, sheet, sheet);
  lay(marks.patterns.wall, Math.max(brick, 3), left + thick + gap, top + thick + gap);
  marks.wall.classList.toggle("fine", brick < 3);
  box(marks.never, right, top, sheet, sheet);
  box(marks.v, right + sheet + gap, top, thick, sheet);
  box(marks.k_right, right, top + sheet + gap, sheet, thick);
  box(marks.block, right + sheet + gap, top + sheet + gap, Math.max(thick, 2), Math.max(thick, 2));
}

function drawBar(me) {
  const { marks, view: { bar, tall, width }, numbers: n, scene } = me;
  const cuts = [0, n.sheet, n.sheet + n.projections, n.total].map((x) => (x / n.total) * width);
  PARTS_OF.forEach((name, i) => {
    box(marks[name], cuts[i], bar, cuts[i + 1] - cuts[i], tall);
    marks[name].style.display = scene.told ? "" : "none";
  });
  box(marks.whole, 0, bar, width, tall);
  for (const [name, at] of [["course", 0], ["grey", 0]]) lay(marks.patterns[name], tall / 2, at, bar);
  const { gap, top, left, sheet, thick } = scaleOf(me);
  const [x, foot, end] = [left + thick + gap, top + thick + gap + sheet, scene.told ? cuts[1] : width];
  const start = me.view.narrow ? me.view.stats.top + 4 * me.view.stats.step : foot + 3;
  set(marks.funnel, { d: me.view.narrow ? "" : `M${round(x)} ${round(start)}H${round(x + sheet)}L${round(end)} ${bar - 2}H0Z` });
  const seen = scene.told && n.measured;
  const y = bar + tall + 11 * me.view.unit;
  set(marks.counted, { d: scene.told ? `M${round(cuts[1])} ${y - 5}l5 5l-5 5l-5 -5Z` : "" });
  set(marks.spread, { d: seen ? `M${round(n.measured.low * width)} ${y}H${round(n.measured.high * width)}` : "" });
  set(marks.clock, { cx: seen ? round(n.measured.share * width) : -99, cy: y, r: 4 });
}

function drawAxis(me) {
  const { marks, view: { x, time, unit: u }, scene } = me;
  set(marks.track, { d: `M${x.from} ${time}H${x.to}` });
  const at = [2 ** ENDS.low, scene.head * scene.wider ** 2, ...(scene.told ? [scene.crossings.ffn, scene.crossings.half] : []), 2 ** ENDS.high];
  const inside = at.filter((n) => Math.log2(n) >= ENDS.low && Math.log2(n) <= ENDS.high);
  set(marks.ticks, { d: inside.map((n) => `M${round(x.px(Math.log2(n)))} ${time - 6 * u}v${12 * u}`).join("") });
}
