// Where everything stands: time runs from left (noise) to right (data), a crowd's histogram at
// either end; the chain of four over it, two knobs below.

const RISE = 3.1; // how far from 0 the picture reaches

function layoutFan(width) {
  const u = unit();
  const k = (pixels) => Math.round(pixels * u);
  const narrow = width < k(520);
  const [top, foot] = narrow ? [k(108), k(340)] : [k(56), k(306)];
  const [left, right] = narrow ? [k(34), k(58)] : [k(72), k(104)];
  const times = foot + k(17);
  const knob = times + k(narrow ? 34 : 30);
  const half = Math.round(width * 0.475);
  const rails = narrow
    ? { eta: [k(116), width - k(16), knob], S: [k(116), width - k(16), knob + k(52)] }
    : { eta: [k(118), half, knob], S: [half + k(118), width - k(20), knob] };
  return {
    width, narrow, unit: u, height: rails.S[2] + k(29), top, foot, times, rails,
    wall: { left, right: width - right }, deep: { left: left - 4, right: right - 6 },
    y: axis(-RISE, RISE, foot, top), frame: { left: 0, right: width },
    eta: axis(0, 1, rails.eta[0], rails.eta[1]), S: axis(0, 1, rails.S[0], rails.S[1]),
  };
}

// Time and S are axes of the scene: T may be another one, and the knob stops where it is measured.
const timeOf = ({ view: { wall }, scene }) => {
  const T = scene.log_alpha_bar.length - 1;
  return { px: (t) => blend(wall.right, wall.left, t / T), value: (px) => clamp(((px - wall.right) / (wall.left - wall.right)) * T, 0, T) };
};
const share = (scene, S) => Math.log(S) / Math.log(scene.steps.at(-1));
const pxOfS = (me, S) => me.view.S.px(share(me.scene, S));
const sAt = (me, px) => me.scene.steps.at(-1) ** clamp(me.view.S.value(px), 0, 1);

function buildFan(me) {
  const { view, layers, scene } = me;
  const { rails, wall, top, foot, unit: u } = view;
  const text = (name, attributes) => shape("text", { class: name, ...attributes });
  const knob = (x, y) => shape("text", { class: "knob", x, y }, shape("tspan"), shape("tspan", { class: "value", dx: "0.4em" }));
  const shades = [0, 0.2, 0.4, 0.6, 0.8, 1].map((offset) => shape("stop", { offset }));
  const gradient = shape("linearGradient", { id: "shake" }, ...shades);
  const rail = ([from, to, y], fill) => shape("rect", { class: "track", x: from - 3, y: y - 3 * u, width: to - from + 6, height: 6 * u, rx: 3 * u, fill });
  const zone = ([from, to, y], name, down) => shape("rect", { class: `zone ${name}`, x: from - 12, y: y + u * (down ? 9 : -13), width: to - from + 24, height: u * (down ? 20 : 24) });
  const ticks = scene.steps.filter((S) => Number.isInteger(Math.log10(S)));
  const term = (name, identity) => shape("path", { class: `term ${name}`, "data-term": name, "data-identity": identity });
  me.inks = null;
  const marks = (me.marks = {
    shades,
    cursor: shape("path", { class: "cursor" }), guess: shape("path", { class: "guess", "data-term": "x_0_hat", "data-identity": "model" }),
    alpha: term("x_0_hat", "model"), root: term("epsilon_hat", "model"), sigma: term("z", "noise"),
    at: shape("circle", { class: "at", r: 4, "data-term": "x_s" }), answer: shape("path", { class: "answer", d: "M0 -7L6 0L0 7L-6 0Z" }), band: shape("path", { class: "band" }),
    etaName: knob(0, rails.eta[2] + 4 * u), SName: knob(view.narrow ? 0 : rails.eta[1] + 28 * u, rails.S[2] + 4 * u),
    tenths: [0, 1].map((eta) => text("tick", { x: view.eta.px(eta), y: rails.eta[2] + 24 * u })), stops: ticks.map((S) => [S, text("tick", { x: pxOfS(me, S), y: rails.S[2] + 24 * u })]),
    times: (view.narrow ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]).map((part) => [part, text("time", { x: part === 1 ? 0 : part ? timeOf(me).px(part * (scene.log_alpha_bar.length - 1)) : view.width, y: view.times, "text-anchor": part === 1 ? "start" : part ? "middle" : "end" })]),
  });
  for (const name of ["guess", "alpha", "root", "sigma", "at"]) lights(marks[name], marks[name].dataset.term, me.line);
  const zones = { plot: shape("rect", { class: "zone plot", x: wall.left, y: top, width: wall.right - wall.left, height: foot - top }), eta: zone(rails.eta, "eta"), S: zone(rails.S, "S"), flag: zone(rails.S, "flag", true) };
  layers.marks.append(
    shape("defs", {}, gradient), zones.plot, marks.cursor, marks.guess, marks.alpha, marks.root, marks.sigma, marks.at,
    rail(rails.eta, "url(#shake)"), rail(rails.S, "var(--rule)"), zones.eta, zones.S, zones.flag, marks.band, marks.answer,
    marks.etaName, marks.SName, ...marks.tenths, ...marks.stops.map(([, tick]) => tick), ...marks.times.map(([, time]) => time),
  );
  wireZones(me, zones);
  buildPaper(me);
  buildChain(me);
  buildStrip(me);
  me.said = Object.fromEntries(["drag", "shaken", "calm", "flag", "truth"].map((name) => [name, label(me, name)]));
}
