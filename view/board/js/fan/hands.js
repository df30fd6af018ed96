// Hands on the fan: both knobs, the start of the reader's road, the moment looked at, the flag.

const PENNANT = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M4 1.5V15"/><path d="M4.8 2H13.5L11 5.5L13.5 9H4.8Z"/></svg>`;
const GO = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>`;
const hundredths = (x) => Math.round(x * 100) / 100;
const near = (x) => (x < 0.025 ? 0 : x > 0.975 ? 1 : hundredths(x));

const mayPlant = (me) => me.scene.asks && !me.scene.told;
const flagOf = (me) => me.state.flag ?? me.draft ?? null;
const asFlag = (scene, S) => Math.round(clamp(S, 1, scene.steps.at(-1)));
const toEta = (eta) => ({ eta: near(clamp(eta, 0, 1)), link: "out" });
const toStop = (scene, i) => ({ S: scene.steps[clamp(i, 0, scene.steps.length - 1)] });
const momentOf = (me) => clamp(me.moment ?? Math.round((me.scene.log_alpha_bar.length - 1) * 0.4), 0, me.scene.log_alpha_bar.length - 1);

const HANDLES = [
  {
    name: "start", term: "x_s", mark: "circle", hint: true,
    at: (me) => [timeOf(me).px(me.numbers.times[0]), me.view.y.px(me.state.start)],
    drag: (me, px, py) => ({ start: me.view.y.value(py) }),
    step: (me, steps) => ({ start: me.state.start + clamp(0.05 * steps, -99, 99) }),
    range: ({ state, scene }) => ({ now: state.start, min: -scene.farthest, max: scene.farthest }),
  },
  {
    name: "eta", term: "z", mark: "ring",
    at: (me) => [me.view.eta.px(me.state.eta), me.view.rails.eta[2]],
    drag: (me, px) => toEta(me.view.eta.value(px)),
    step: (me, steps) => toEta(me.state.eta + clamp(0.05 * steps, -9, 9)),
    range: ({ state }) => ({ now: hundredths(state.eta), min: 0, max: 1 }),
  },
  {
    name: "S", mark: "ring",
    at: (me) => [pxOfS(me, me.state.S), me.view.rails.S[2]],
    drag: (me, px) => toStop(me.scene, stopOf(me.scene, sAt(me, px))),
    step: (me, steps) => toStop(me.scene, stopOf(me.scene, me.state.S) + clamp(Math.abs(steps) === 10 ? steps / 2 : steps, -99, 99)),
    range: ({ state, scene }) => ({ now: scene.steps[stopOf(scene, state.S)], min: scene.steps[0], max: scene.steps.at(-1) }),
  },
  {
    name: "moment", mark: "ring",
    at: (me) => [timeOf(me).px(me.terms.s), me.view.foot],
    drag: (me, px) => look(me, timeOf(me).value(px)),
    step: (me, steps, key) => look(me, lookOn(me, key === "ArrowRight" || key === "ArrowDown" || key === "Home" ? Math.abs(steps) : -Math.abs(steps))),
    range: (me) => ({ now: me.terms.s, min: 0, max: me.scene.log_alpha_bar.length - 2 }),
  },
  {
    name: "flag", identity: "prediction", mark: "flag", slow: true, fixed: (me) => !mayPlant(me),
    at: (me) => (flagOf(me) === null || !me.scene.asks ? null : [pxOfS(me, flagOf(me)), me.view.rails.S[2]]),
    drag: (me, px) => ((me.draft = asFlag(me.scene, sAt(me, px))), { flag: null }),
    step: (me, steps) => ((me.draft = asFlag(me.scene, flagOf(me) * 1.1 ** clamp(steps, -99, 99) + Math.sign(steps) * 0.5)), { flag: null }),
    drop: (me) => ({ flag: flagOf(me) }),
    away: (me) => ((me.draft = null), { flag: null }),
    range: (me) => ({ now: flagOf(me), min: 1, max: me.scene.steps.at(-1) }),
  },
];

// Another moment of the hand's road; nobody but the formula is told.
function look(me, t) {
  me.moment = t;
  return {};
}

// The time to which the step so many further on leads.
function lookOn(me, steps) {
  const { times } = me.numbers;
  return times[clamp(me.terms.k + 1 + clamp(steps, -9999, 9999), 1, times.length - 1)];
}

const BUTTONS = [
  { name: "fold", primary: true, icon: GO, key: " ", moves: ["eta"], id: (me) => (me.state.eta > 0.5 || me.glide?.to.eta === 0 ? "fold" : "unfold"), press: play },
  { name: "plant", icon: PENNANT, key: "p", moves: ["flag"], off: (me) => !mayPlant(me), gone: (me) => !me.scene.asks, press: plant },
];

// The story: the fan folds up, or opens.
function play(me) {
  take(me, "eta");
  me.state = { ...me.state, link: "out" };
  glide(me, { eta: me.state.eta > 0.5 ? 0 : 1 }, 2.6);
}

function plant(me) {
  if (!mayPlant(me)) return;
  me.draft ??= me.state.flag ?? asFlag(me.scene, me.scene.steps.at(-1) ** 0.5);
  schedule(me);
  placeHandles(me);
  me.handles.find(({ spec }) => spec.name === "flag").element.focus();
}

// A press on a rail moves its knob there; below the S rail it plants the flag; on the picture it
// chooses the moment, as the mouse does on its way.
function wireZones(me, { plot, eta, S, flag }) {
  const x = (event) => event.clientX - me.parts.picture.getBoundingClientRect().left;
  const moved = (name, changed) => {
    if (isHeld(me, name)) return;
    take(me, name);
    move(me, changed);
    commit(me);
  };
  eta.addEventListener("click", (event) => moved("eta", toEta(me.view.eta.value(x(event)))));
  S.addEventListener("click", (event) => moved("S", toStop(me.scene, stopOf(me.scene, sAt(me, x(event))))));
  flag.addEventListener("click", (event) => mayPlant(me) && moved("flag", { flag: asFlag(me.scene, sAt(me, x(event))) }));
  for (const kind of ["pointermove", "click"]) {
    plot.addEventListener(kind, (event) => {
      look(me, timeOf(me).value(x(event)));
      schedule(me);
    });
  }
}
