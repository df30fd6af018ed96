// The law of the bells: what may be dragged, what the buttons do, and where everything stands.
// x_t and x_0 are places on a line, s < t two times; with x_0 "away" the data speak for it.

const STEP = 0.05;
const rounded = (x) => Math.round(x * 100) / 100;
const PENNANT = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M4 1.5V15"/><path d="M4.8 2H13.5L11 5.5L13.5 9H4.8Z"/></svg>`;
const BACK = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M12 2.5v11L3 8z"/></svg>`;
const AGAIN = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M13 8a5 5 0 1 1-1.6-3.7"/><path d="M13.6 1.6v4.2H9.4z"/></svg>`;

const known = (me) => me.state.start === "known";
const mayPlant = (me) => me.scene.asks && !me.scene.told;
const flagOf = (me) => me.state.flag ?? me.draft ?? null;

const onLine = (name, y) => ({
  at: (me) => [me.view.x.px(me.state[name]), me.view.y[y]],
  drag: (me, px) => ({ [name]: me.view.x.value(px) }),
  step: (me, steps) => ({ [name]: me.state[name] + clamp(STEP * steps, -99, 99) }),
  range: (me) => ({ now: rounded(me.state[name]), min: -me.scene.reach, max: me.scene.reach }),
});

const inTime = (name, ends) => ({
  at: (me) => [timeOf(me).px(me.state[name]), me.view.y.time],
  drag: (me, px) => ({ [name]: clamp(Math.round(timeOf(me).value(px)), ...ends(me)) }),
  step: (me, steps) => ({ [name]: clamp(me.state[name] + (Math.abs(steps) === 10 ? 5 : 1) * steps, ...ends(me)) }),
  range: (me) => ({ now: Math.round(me.state[name]), min: ends(me)[0], max: ends(me)[1] }),
});

const LAW = {
  choice: { name: "start", options: ["known", "away"] },
  leg: (state) => state.start,
  handles: [
    { name: "xt", term: "x_t", identity: "noise", mark: "square", hint: true, ...onLine("xt", "xt") },
    { name: "x0", term: "x_0", identity: "data", mark: "circle", hint: true, ...hidden(onLine("x0", "x0"), known) },
    { name: "s", term: "s", identity: "model", mark: "ring", ...inTime("s", (me) => [0, Math.round(me.state.t) - 1]) },
    { name: "t", term: "t", identity: "noise", mark: "frame", ...inTime("t", (me) => [Math.round(me.state.s) + 1, me.scene.log_alpha_bar.length - 1]) },
    {
      name: "flag", identity: "prediction", mark: "flag", slow: true, fixed: (me) => !mayPlant(me),
      at: (me) => (flagOf(me) === null || !me.scene.asks ? null : [me.view.x.px(flagOf(me)), me.view.y.base]),
      drag: (me, px) => (me.draft = rounded(clamp(me.view.x.value(px), -me.scene.reach, me.scene.reach)), { flag: null }),
      step: (me, steps) => (me.draft = rounded(clamp(flagOf(me) + STEP * steps, -me.scene.reach, me.scene.reach)), { flag: null }),
      drop: (me) => ({ flag: flagOf(me) }),
      away: (me) => ((me.draft = null), { flag: null }),
      range: (me) => ({ now: flagOf(me), min: -me.scene.reach, max: me.scene.reach }),
    },
  ],
  buttons: [
    { name: "step", primary: true, icon: BACK, key: " ", moves: ["xt", "t", "s"], off: (me) => me.state.s === 0, press: stepBack },
    { name: "close", moves: ["s"], id: (me) => (me.state.t - me.state.s > 1 ? "close" : "open"), press: closeUp },
    { name: "again", icon: AGAIN, moves: ["xt", "x0", "t", "s"], press: (me) => glide(me, { ...LAW.open(me.scene), start: me.state.start, flag: me.state.flag }, 0.6) },
    { name: "plant", icon: PENNANT, key: "p", moves: ["flag"], off: (me) => !mayPlant(me), gone: (me) => !me.scene.asks, press: plant },
  ],

  open: ({ start }) => ({ t: start.t, s: start.s, xt: start.xt, x0: start.x0, start: "known", flag: null, walked: 0 }),
  hold({ log_alpha_bar, reach }, { t, s, xt, x0, start, flag, walked }) {
    const T = log_alpha_bar.length - 1;
    const late = clamp(Math.round(t), 1, T);
    const inside = (x) => clamp(rounded(x), -reach, reach);
    return {
      t: late, s: clamp(Math.round(s), 0, late - 1), xt: inside(xt), x0: inside(x0),
      start: start === "away" ? "away" : "known", flag: flag === null ? null : inside(flag), walked: Math.round(walked),
    };
  },
  greet: ({ xt }) => ({ xt: xt - 1.4 }),
  numbers: bells,
  compare: (scene, state) => farthest(scene.engine, state, bells(scene, state)),
  layout: layoutBells,
  build: buildBells,

  draw(me) {
    const { numbers: n, view: { x, y, top } } = me;
    me.mix = toward(me, me.mix ?? Number(!known(me)), Number(!known(me)), 0.05);
    const share = ease(me.mix);
    const all = y.base - top;
    const tallest = Math.max(...["likelihood", "prior", "product"].map((name) => tallness(n[name])));
    const truth = truthOf(n, x);
    const later = Math.max(tallness(n.approx), tallness(n.likelihood), ...truth.values.values());
    const scale = Math.exp(blend(Math.log(all / tallest), Math.log(all / later), share));
    me.top = { truth: Math.max(...truth.values.values()) };
    const green = { mean: blend(n.product.mean, n.approx.mean, share), sd: blend(n.product.sd, n.approx.sd, share) };
    me.peaks = { scale, green };
    me.root.style.setProperty("--away", share);
    drawBell(me, "likelihood", n.likelihood, scale);
    drawBell(me, "prior", n.prior, scale);
    drawBell(me, "product", green, scale);
    drawTruth(me, truth, scale);
    drawStrings(me, n);
    drawTime(me);
    const { marks } = me;
    set(marks.peak, { transform: `translate(${round(x.px(green.mean))} ${y.base})` });
    const end = clamp(n.likelihood.mean, x.low, x.high);
    const foot = y.base - normal(end, drawn(n.likelihood)) * scale - 6;
    set(marks.likelihoodWay, { d: wayOf(x.px(me.state.xt), y.xt + 14, x.px(end), Math.max(foot, y.xt + 34)) });
    set(marks.priorWay, { d: wayOf(x.px(me.state.x0), y.x0 - 14, x.px(clamp(n.prior.mean, x.low, x.high)), y.base + 8) });
    set(marks.guessWay, { d: wayOf(x.px(n.guess.mean), y.knot - 12, x.px(n.approx.mean), y.base + 22) });
    drawAnswer(me);
  },

  said(me) {
    const { numbers: n, state, scene } = me;
    const widths = Object.fromEntries(["prior", "likelihood", "product", "guess", "approx", "truth"].flatMap((name) => [[`${name}_mean`, plain(n[name].mean)], [`${name}_sd`, n[name].sd < 10 ? fine(n[name].sd, 2) : plain(n[name].sd)]]));
    const top = n.weights.indexOf(Math.max(...n.weights));
    return {
      ...widths, t: Math.round(state.t), s: Math.round(state.s), T: scene.log_alpha_bar.length - 1, xt: state.xt, x0: state.x0,
      c_xt: fine(n.kappa, 3), c_x0: fine(n.lam, 3), count: scene.points.length, heaviest: scene.points[top], share: 100 * n.weights[top],
      flag: flagOf(me), gap: flagOf(me) === null ? null : Math.abs(flagOf(me) - n.approx.mean), chance: fine(n.chance, 2),
    };
  },
  write(me) {
    const { words, said } = me;
    me.marks.from.textContent = "0";
    me.marks.to.textContent = fill(words.at.T, { T: me.scene.log_alpha_bar.length - 1 }, words.lang);
    for (const name of ["drag_xt", "drag_x0"]) write(said[name], words.labels[name], {}, words);
    for (const name of ["prior", "likelihood", "truth"]) {
      write(said[name], words.labels[name], {}, words);
      if (me.view.narrow && said[name].offsetWidth > 80) write(said[name], `{p_${name}}`, {}, words);
    }
  },
  label: placeLabels,
};

// A number with so many digits that the first two are seen.
function fine(value, digits) {
  const more = value > 0 && value < 0.0995 ? Math.min(6, 1 - Math.floor(Math.log10(value))) : digits;
  return value.toFixed(Math.max(digits, more)).replace("-", "−");
}

// Two digits after the point, fewer where there are many before it.
function plain(value) {
  const large = Math.abs(value);
  return value.toFixed(large < 9.995 ? 2 : large < 99.95 ? 1 : 0).replace("-", "−");
}

function hidden(spec, there) {
  return { ...spec, at: (me) => (there(me) ? spec.at(me) : null) };
}
