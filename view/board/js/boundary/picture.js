// Where everything stands: a legend over the plane, the plane as wide as the stage.

const FORMS = [
  (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  (x, y, r) => `M${x - 0.9 * r} ${y - 0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
  (x, y, r) => `M${x} ${y - 1.15 * r}l${1.15 * r} ${2 * r}h${-2.3 * r}z`,
];

function layoutBoundary(width) {
  const u = unit();
  const narrow = width < 520 * u;
  const top = Math.round((narrow ? 66 : 27) * u);
  const [low, high, bottom, roof] = [-5, 17, -5.4, 6];
  const k = width / (high - low);
  const tall = Math.round(Math.max((roof - bottom) * k, 250));
  const middle = top + tall / 2;
  const at = (x, y) => [(x - low) * k, middle - (y - (roof + bottom) / 2) * k];
  const back = (px, py) => [low + px / k, (roof + bottom) / 2 - (py - middle) / k];
  const height = top + tall;
  const frame = { left: low, right: high, bottom: back(0, height)[1], top: back(0, top)[1] };
  return { width, narrow, unit: u, top, height, k, at, back, frame: { ...frame, left: low, right: high }, r: narrow ? 3.6 : 4.8 * u };
}

function buildBoundary(me) {
  const { view, layers } = me;
  const mark = (name, attributes = {}) => shape("path", { class: name, ...attributes });
  me.ends = [];
  me.inks = null;
  const marks = (me.marks = {
    plane: shape("rect", { class: "plane", x: 0, y: view.top, width: view.width, height: view.height - view.top, rx: 8 }),
    pooled: mark("pooled", { "data-term": "sigma" }), ellipses: CIRCLES.map((k) => mark(`ellipse kind${k}`, { "data-term": `mu_${k}` })),
    prints: mark("prints"), mle: mark("mle", { "data-term": "mle" }), closed: mark("closed", { "data-term": "w" }), answer: mark("answer"), guess: mark("guess"),
    arc: mark("arc"), road: mark("road"), ghost: mark("ghost"), spots: shape("g", { class: "spots" }), badges: shape("g", { class: "badges" }),
    closedName: shape("text", { class: "along closed-name" }), mleName: shape("text", { class: "along mle-name" }),
  });
  for (const name of ["mle", "closed"]) lights(marks[name], marks[name].dataset.term, me.line);
  const cut = shape("clipPath", { id: "plane" }, shape("rect", { x: 0, y: view.top, width: view.width, height: view.height - view.top, rx: 8 }));
  const { plane, pooled, ellipses, prints, mle, closed, answer, guess: drawn, arc, road, ghost, spots, badges, closedName, mleName } = marks;
  layers.marks.append(shape("defs", {}, cut), plane, shape("g", { "clip-path": "url(#plane)" }, prints, pooled, ...ellipses, mle, closed, answer, drawn, arc, road, ghost, spots, closedName, mleName), badges);
  if (!me.wired) wirePicture(me, me.parts.picture);
  me.wired = true;
  buildPaper(me);
  me.said = Object.fromEntries(["legend", "sigma", "angle", "ask", "note"].map((name) => [name, label(me, name)]));
}

// An ellipse of half axes (long, short) about a place, in pixels.
function ellipseAt(view, centre, { long, short, angle }) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [a, b] = [1, -1].map((way) => view.at(centre[0] + way * long * c, centre[1] + way * long * s).map(round));
  const turn = round((-angle * 180) / Math.PI);
  const radii = `${round(long * view.k)} ${round(short * view.k)} ${turn}`;
  return `M${a}A${radii} 0 1 ${b}A${radii} 0 1 ${a}`;
}

// The ends of a cloud's axes that the hands hold: of two the one nearest to where they were.
function endsOf(me, k, { long, short, angle }) {
  const all = [0, 1, 2, 3].map((i) => {
    const length = i % 2 ? short : long;
    return [length * Math.cos(angle + (i * Math.PI) / 2), length * Math.sin(angle + (i * Math.PI) / 2)];
  });
  const before = me.ends[k];
  const near = (goal, list) => list.reduce((best, one) => (Math.hypot(one[0] - goal[0], one[1] - goal[1]) < Math.hypot(best[0] - goal[0], best[1] - goal[1]) ? one : best));
  const first = before ? near(before.long, all) : all[2];
  const rest = [1, 3].map((step) => all[(all.indexOf(first) + step) % 4]);
  return { long: first, short: before ? near(before.short, rest) : rest[1] };
}

function drawClouds(me) {
  const { view, marks, numbers: n, state } = me;
  CIRCLES.forEach((k) => {
    const own = n.rows.filter((row) => row.k === k);
    marks.ellipses[k].style.display = own.length ? "" : "none";
    if (!own.length) return;
    const axes = axesOf(within(own.map((row) => ({ ...row, k: 0 })), [n.closed.means[k]]));
    me.ends[k] = endsOf(me, k, axes);
    set(marks.ellipses[k], { d: ellipseAt(view, n.closed.means[k].at, axes) });
  });
  const pooled = axesOf(n.closed.S);
  set(marks.pooled, { d: n.closed.means.map(({ at }) => ellipseAt(view, at, pooled)).join("") });
  const more = n.rows.length - marks.spots.children.length;
  for (let i = 0; i < more; i += 1) marks.spots.append(shape("g", { class: "spot" }, shape("circle", { class: "reach", r: 11 }), shape("path")));
  for (let i = 0; i < -more; i += 1) marks.spots.lastChild.remove();
  n.rows.forEach(({ x, y, k }, i) => {
    const spot = marks.spots.children[i];
    const [px, py] = view.at(x, y);
    set(spot, { transform: `translate(${round(px)} ${round(py)})`, class: `spot kind${k}${i === state.chosen ? " chosen" : ""}` });
    set(spot.lastChild, { d: FORMS[k](0, 0, i === state.chosen ? view.r * 1.35 : view.r) });
  });
}

const lineOf = (view, segments) => segments.map((ends) => path(ends.map((p) => view.at(...p)))).join("");
