// The law of the step: three undetermined coefficients in the reader's hand. σ and κ are one place
// in a plane, where the second constraint is a quarter circle; λ is a place on a rail. With the
// family switched on, κ and λ follow σ and the crowd cannot drift.

const tiny = 0.02;
const digits = (x) => (Math.abs(x) < 5e-4 ? "0" : x.toFixed(3).replace("-", "−"));
const isFamily = (me) => me.state.mode === "family";

// Where a hand in the plane leads: freely, or along the circle.
function toPlane(me, sigma, u) {
  const { b_s, b_t } = me.scene;
  if (!isFamily(me)) return { sigma, kappa: u / b_t };
  return { sigma: b_s * Math.cos(clamp(Math.atan2(Math.max(u, 0), Math.max(sigma, 0)), 0, Math.PI / 2)) };
}

function onKnob(me, steps, key) {
  const { numbers: n, scene: { b_s } } = me;
  const by = clamp(steps, -99, 99) * 1.5 * tiny * b_s;
  const upright = key === "ArrowUp" || key === "ArrowDown";
  if (isFamily(me)) return { sigma: n.sigma + (upright ? -by : by) };
  return toPlane(me, n.sigma + (upright ? 0 : by), n.u + (upright ? by : 0));
}

// A button leads to a member of the family, or out of it.
function leadTo(me, values) {
  take(me, "button");
  if (values.mode) me.state.mode = values.mode;
  glide(me, values, 0.7);
}

const member = (me, { sigma, u }) => ({ sigma, kappa: u / me.scene.b_t, lam: me.scene.a_s - (u / me.scene.b_t) * me.scene.a_t });

const LAW = {
  choice: { name: "mode", options: ["hand", "family"] },
  leg: (state) => state.mode,
  handles: [
    {
      name: "knob", mark: "circle", hint: true,
      at: (me) => [planeOf(me).sigma.px(me.numbers.sigma), planeOf(me).u.px(me.numbers.u)],
      drag: (me, px, py) => toPlane(me, planeOf(me).sigma.value(px), planeOf(me).u.value(py)),
      step: onKnob,
      range: (me) => ({ now: Math.round(1000 * me.numbers.sigma) / 1000, min: 0, max: Math.round(1000 * OUT.sigma * me.scene.b_s) / 1000 }),
    },
    {
      name: "lam", mark: "square", fixed: isFamily,
      at: (me) => [me.view.rail, me.view.lam.px(clamp(me.numbers.lam, LAM.low, LAM.high))],
      drag: (me, px, py) => ({ lam: me.view.lam.value(py) }),
      step: (me, steps) => ({ lam: me.numbers.lam + clamp(steps, -99, 99) * 1.5 * tiny }),
      range: (me) => ({ now: Math.round(1000 * me.numbers.lam) / 1000, min: LAM.low, max: LAM.high }),
    },
  ],
  buttons: [
    { name: "ddim", moves: ["knob", "lam"], press: (me) => leadTo(me, member(me, { sigma: 0, u: me.scene.b_s })) },
    { name: "ddpm", moves: ["knob", "lam"], press: (me) => leadTo(me, member(me, me.scene.eta1)) },
    { name: "wild", moves: ["knob", "lam", "mode"], press: (me) => leadTo(me, { mode: "hand", sigma: 1.2 * me.scene.b_s }) },
  ],
  open: openStep,
  hold: holdStep,
  greet: () => ({}),
  numbers: step,
  compare: (scene, state) => farthestStep(scene, state, step(scene, state)),
  layout: layoutStep,
  build: buildStep,

  draw(me) {
    const { numbers: n, root } = me;
    root.classList.toggle("on", n.both);
    root.dataset.lamps = `${Number(n.on.b)}${Number(n.on.a)}`;
    drawPlane(me);
    drawCrowd(me);
  },

  said({ numbers: n, scene }) {
    const { engine } = scene;
    return {
      kappa: digits(n.kappa), lam: digits(n.lam), sigma: digits(n.sigma), a: digits(n.a), b: digits(n.b), a_s: digits(scene.a_s), b_s: digits(scene.b_s),
      is_a: n.on.a ? "=" : "≠", is_b: n.on.b ? "=" : "≠", lamp_a: n.on.a ? "✓" : "✗", lamp_b: n.on.b ? "✓" : "✗",
      mean: digits(n.made.mean), variance: digits(n.made.variance), mean_s: digits(n.wanted.mean), variance_s: digits(n.wanted.variance),
      t: scene.t, s: scene.s, count: String(engine?.count ?? ""),
    };
  },
  write(me) {
    for (const name of ["sigma", "kappa", "lam", "ddim", "ddpm", "sigma_beta", "zone", "wanted", "dots"]) write(me.said[name], me.words.labels[name], { t: me.scene.t, s: me.scene.s, count: String(me.scene.engine?.count ?? "") }, me.words);
  },
  label: placeStep,
};

function placeStep(me) {
  const { said, words, line: { numbers }, view, numbers: n, scene, marks } = me;
  if (!words || !numbers) return;
  const { plane, rail, crowd, from, to, unit: u } = view;
  const { sigma, u: up } = planeOf(me);
  for (const name of ["beta", "alpha", "before", "made"]) write(said[name], words.labels[name], numbers, words);
  said.beta.dataset.on = n.on.b;
  said.alpha.dataset.on = n.on.a;
  const put = (name, x, y, part = 0.5) => {
    const { wide, high } = sizeOf(me, said[name]);
    stand(said[name], clamp(x - wide * part, 0, Math.max(0, view.width - wide)), y - high / 2);
  };
  put("beta", plane.left - 26 * u, 13 * u, 0);
  put("alpha", plane.left - 26 * u + (view.narrow ? 0 : sizeOf(me, said.beta).wide + 12 * u), view.narrow ? 44 * u : 13 * u, 0);
  put("kappa", plane.left - 6 * u, plane.top - 12 * u, 0.5);
  put("sigma", plane.right, plane.foot + 14 * u, 1);
  put("lam", rail, plane.top - 12 * u);
  const room = plane.right - sigma.px(scene.b_s);
  said.zone.style.width = `${room - 8 * u}px`;
  put("zone", plane.right - 4 * u, plane.foot - 70 * u, 1);
  put("ddim", plane.left + 9 * u, up.px(scene.b_s) - 11 * u, 0);
  put("ddpm", sigma.px(scene.eta1.sigma) - 9 * u, up.px(scene.eta1.u) + 10 * u, 1);
  const out = scene.beta > scene.b_s;
  put("sigma_beta", clamp(sigma.px(scene.beta), plane.left, plane.right) - 9 * u, out ? plane.foot - 12 * u : up.px(Math.sqrt(scene.b_s ** 2 - scene.beta ** 2)) + 8 * u, 1);
  said.sigma_beta.style.opacity = Math.abs(scene.beta - scene.eta1.sigma) < 0.06 * scene.b_s && !out ? 0 : 1;
  marks.beta.style.opacity = said.sigma_beta.style.opacity;
  put("before", from, crowd.top - 12 * u);
  put("wanted", to + 4 * u, crowd.top - 12 * u, 0);
  put("made", to + 4 * u, crowd.foot + 13 * u, 0);
  put("dots", crowd.right, crowd.foot - 10 * u, 1);
  said.dots.style.opacity = marks.dots.style.display === "none" ? 0 : 1;
}
