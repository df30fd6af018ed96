// The marks of the step: on the left the plane of σ and κβ̄_t with its quarter circle, the rail of
// λ beside it; on the right the crowd at t, its roads, and the crowd at s.

const TALL = 3; // how far from 0 the crowd is drawn
const POINTS = 121;

function layoutStep(width) {
  const u = unit();
  const k = (pixels) => Math.round(pixels * u);
  const narrow = width < k(640);
  const size = narrow ? Math.min(width - k(110), k(250)) : k(238);
  const top = k(narrow ? 148 : 64);
  const plane = { left: k(34), right: k(34) + size, top, foot: top + size };
  const rail = plane.right + k(narrow ? 44 : 52);
  const crowd = narrow
    ? { left: k(54), right: width - k(8), top: plane.foot + k(74), foot: plane.foot + k(284) }
    : { left: rail + k(118), right: width - k(6), top, foot: plane.foot };
  const wide = crowd.right - crowd.left;
  return {
    width, narrow, unit: u, height: crowd.foot + k(26), plane, rail, crowd, from: crowd.left, to: crowd.left + Math.round(wide * 0.5),
    y: axis(-TALL, TALL, crowd.foot, crowd.top), lam: axis(LAM.low, LAM.high, plane.foot, plane.top), frame: { left: 0, right: width },
  };
}

// The plane is as wide as the bound of σ asks for.
const planeOf = ({ view: { plane }, scene: { b_s } }) => ({
  sigma: axis(0, OUT.sigma * b_s, plane.left, plane.right),
  u: axis(0, OUT.u * b_s, plane.foot, plane.top),
});

function buildStep(me) {
  const { view: { plane, rail, crowd, unit: u }, layers, scene } = me;
  const mark = (name, attributes = {}) => shape("path", { class: name, ...attributes });
  const hatch = shape("pattern", { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, shape("path", { d: "M0 0V7", class: "hatch" }));
  const marks = (me.marks = {
    zone: shape("rect", { class: "zone", fill: "url(#hatch)" }), axes: mark("axes"), circle: mark("circle", { "data-term": "beta" }), gap: mark("gap"),
    ddim: mark("spot", { d: "M0 -6L6 5H-6Z" }), ddpm: mark("spot", { d: "M-5 -5H5V5H-5Z" }), beta: mark("spot", { d: "M0 -6L6 0L0 6L-6 0Z" }),
    rail: mark("axes", { d: `M${rail} ${plane.top}V${plane.foot}` }), notch: mark("notch", { "data-term": "alpha" }), lamGap: mark("gap"),
    before: mark("before"), roads: mark("roads"), made: mark("made"), wanted: mark("wanted"), dots: shape("g", { class: "dots" }),
    lines: mark("axes", { d: `M${me.view.from} ${crowd.top}V${crowd.foot}M${me.view.to} ${crowd.top}V${crowd.foot}` }),
  });
  for (const name of ["circle", "notch"]) lights(marks[name], marks[name].dataset.term, me.line);
  marks.dots.append(...scene.places.map(() => shape("circle", { r: round(2 * u) })));
  const { zone, axes, circle, gap, ddim, ddpm, beta, rail: line, notch, lamGap, before, roads, made, wanted, dots, lines } = marks;
  layers.marks.append(shape("defs", {}, hatch), zone, axes, circle, gap, ddim, ddpm, beta, line, lamGap, notch, before, roads, made, wanted, dots, lines);
  const names = ["beta", "alpha", "sigma", "kappa", "lam", "zone", "ddim", "ddpm", "sigma_beta", "before", "wanted", "made", "dots"];
  me.said = Object.fromEntries(names.map((name) => [name, label(me, name)]));
}

function drawPlane(me) {
  const { marks, scene: { b_s, eta1, beta }, view: { plane, rail, lam }, numbers: n } = me;
  const { sigma, u } = planeOf(me);
  const [right, top] = [sigma.px(b_s), u.px(b_s)];
  set(marks.axes, { d: `M${plane.left} ${plane.top}V${plane.foot}H${plane.right}` });
  set(marks.zone, { x: right, y: plane.top, width: plane.right - right, height: plane.foot - plane.top });
  const radius = [round(right - plane.left), round(plane.foot - top)];
  set(marks.circle, { d: `M${plane.left} ${round(top)}A${radius} 0 0 1 ${round(right)} ${plane.foot}` });
  const at = (mark, x, y) => set(mark, { transform: `translate(${round(x)} ${round(y)}) scale(${me.view.unit})` });
  at(marks.ddim, plane.left, top);
  at(marks.ddpm, sigma.px(eta1.sigma), u.px(eta1.u));
  const inside = beta <= b_s;
  at(marks.beta, clamp(sigma.px(beta), plane.left, plane.right), inside ? u.px(Math.sqrt(b_s * b_s - beta * beta)) : plane.foot);
  marks.beta.classList.toggle("out", !inside);
  // from the hand to the nearest place on the circle, and on the rail
  const length = Math.hypot(n.u, n.sigma) || 1;
  const [x, y] = [sigma.px(n.sigma), u.px(n.u)];
  set(marks.gap, { d: n.on.b ? "" : `M${round(x)} ${round(y)}L${round(sigma.px((n.sigma / length) * b_s))} ${round(u.px((n.u / length) * b_s))}` });
  set(marks.notch, { transform: `translate(${rail} ${round(lam.px(clamp(n.needed, lam.low, lam.high)))}) scale(${me.view.unit})`, d: "M-15 0H15" });
  set(marks.lamGap, { d: n.on.a ? "" : `M${rail} ${round(lam.px(n.lam))}V${round(lam.px(clamp(n.needed, lam.low, lam.high)))}` });
}

function drawCrowd(me) {
  const { marks, scene, view: { y, from, to, crowd }, numbers: n } = me;
  const places = Array.from({ length: POINTS }, (_, i) => y.low + ((y.high - y.low) * i) / (POINTS - 1));
  const curve = (a, b) => places.map((x) => densityAt(scene.modes, a, b, x));
  const [wanted, made, before] = [curve(scene.a_s, scene.b_s), curve(n.a, n.b), curve(scene.a_t, scene.b_t)];
  const scale = (crowd.right - to - 6) / Math.max(...wanted, Math.min(Math.max(...made), 2.5 * Math.max(...wanted)));
  const side = (values, x, by) => path(values.map((value, i) => [x + Math.min(value * by, crowd.right - to), y.px(places[i])]));
  set(marks.wanted, { d: side(wanted, to, scale) });
  set(marks.made, { d: `${side(made, to, scale)}L${to} ${crowd.top}L${to} ${crowd.foot}Z` });
  set(marks.before, { d: `${side(before, from, -Math.min(scale, 40 / Math.max(...before)))}L${from} ${crowd.top}L${from} ${crowd.foot}Z` });
  const inside = (x) => round(clamp(y.px(x), crowd.top, crowd.foot));
  set(marks.roads, { d: roadsOf(scene, n).map(([a, b]) => `M${from} ${inside(a)}L${to} ${inside(b)}`).join("") });
  const same = farthestStep(scene, me.state, n) !== null;
  marks.dots.style.display = same ? "" : "none";
  if (same) [...marks.dots.children].forEach((dot, i) => set(dot, { cx: round(to + Math.min(scene.engine.histogram[i] * scale, crowd.right - to)), cy: round(y.px(scene.places[i])) }));
}
