// The law of Frank and Wolfe: one hand, on a rail of steps; played, it goes from the first to the
// last. Everything else follows from the weights that the engine found.

const PLAY = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>`;
const STORY = 4; // seconds from the first step to the last

function play(me) {
  take(me, "button");
  if (me.state.at >= 1) me.state.at = 0;
  glide(me, { at: 1 }, STORY * (1 - me.state.at));
}

// One step of the algorithm, or ten, from the whole step where the hand is.
function onSteps(me, steps) {
  const { scene, numbers: n } = me;
  const whole = Math.round(n.step) + clamp(steps, -scene.weights.length, scene.weights.length);
  return { at: railAt(scene, clamp(whole, 1, scene.weights.length)) };
}

const LAW = {
  leg: (state) => state.leg,
  handles: [
    {
      name: "film", mark: "circle", hint: true,
      at: (me) => [me.view.rail.x.px(me.state.at), me.view.rail.y],
      drag: (me, px) => ({ at: me.view.rail.x.value(px) }),
      step: onSteps,
      // let go, it rests on a whole step
      drop: (me) => ({ at: railAt(me.scene, Math.round(me.numbers.step)) }),
      range: (me) => ({ now: Math.floor(me.numbers.step + 1e-9), min: 1, max: me.scene.weights.length }),
    },
  ],
  buttons: [{ name: "play", key: " ", primary: true, icon: PLAY, moves: ["film"], press: play }],
  open: ({ mute }) => ({ at: 1, leg: mute ? "mute" : "wins" }),
  hold: ({ mute }, { at }) => ({ at: clamp(at, 0, 1), leg: mute ? "mute" : "wins" }),
  greet: () => ({ at: 0 }),
  greeting: STORY,
  numbers: wolfe,
  compare: farthestWolfe,
  layout: layoutWolfe,
  build: buildWolfe,
  draw: drawWolfe,

  said(me) {
    const { numbers: n, scene, words } = me;
    const fixed = (x, digits) => Number(x.toFixed(digits)).toLocaleString(words?.lang, { minimumFractionDigits: digits, useGrouping: false });
    const small = (x) => (x >= 1e-3 || x === 0 ? fixed(x, 3) : x.toExponential(0).replace("-", "−"));
    const heavy = scene.words.map((k, i) => [k, n.alpha[i]]).filter(([, a]) => a > SEEN).sort((a, b) => b[1] - a[1]).slice(0, 5);
    return {
      step: String(Math.floor(n.step + 1e-9)), steps: String(scene.weights.length), left: small(n.left), least: fixed(n.least, 3),
      word: words?.labels[`w${scene.words[scene.own]}`] ?? "", mixed: heavy.map(([k, a]) => `${words?.labels[`w${k}`] ?? ""} ${fixed(a, 3)}`).join(" · "),
    };
  },
  write() {},
  label: placeWolfe,
};
