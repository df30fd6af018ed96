// The law of the shaft: one knob, the std of the weights; two rivers of gradient that come down a
// building. What flows straight down the skip path and what arrives by every way are never mixed.

const DROP = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>`;

const LAW = {
  leg: (state) => state.told,
  handles: [
    {
      name: "std", mark: "circle", hint: true, term: "std",
      at: (me) => [railOf(me).px(Math.log(me.state.std)), me.view.rail.y],
      drag: (me, px) => ({ std: Math.exp(railOf(me).value(px)) }),
      step: (me, steps) => ({ std: me.state.std * Math.exp(0.03 * clamp(steps, -999, 999)) }),
      range: (me) => ({ now: Number(me.state.std.toPrecision(3)), min: me.scene.stds[0], max: me.scene.stds.at(-1) }),
    },
  ],
  buttons: [
    { name: "sweep", primary: true, icon: DROP, key: " ", moves: ["std"], press: sweep },
    { name: "bert", moves: ["std"], press: (me) => toMark(me, 0) },
    { name: "xavier", moves: ["std"], press: (me) => toMark(me, 1) },
  ],
  open: ({ start, told }) => ({ std: start, told: told ? "told" : "asked" }),
  hold: holdShaft,
  greet: (state, { stds }) => ({ std: Math.max(stds[0], state.std / 1.6) }),
  numbers: shaft,
  compare: farthestShaft,
  layout: layoutShaft,
  build: buildShaft,
  draw: drawShaft,
  said({ numbers: n, state, scene }) {
    const asked = state.told === "asked";
    return {
      std: state.std.toPrecision(3).replace(/(\.\d*?)0+$/, "$1"), skip: brief(n.left), total: asked ? "?" : brief(n.arrives), mean: brief(n.mean), before: brief(scene.skip[scene.bert][0]),
      floors: String(scene.floors), dry: n.dry === null ? "" : String(n.dry), half: String(scene.floors / 2), middle: brief(n.skip[scene.floors / 2]),
    };
  },
  write(me) {
    me.gridded = null;
    schedule(me);
  },
  label: placeShaft,
};

function toMark(me, k) {
  take(me, "std");
  glide(me, { std: me.scene.marks[k] }, 0.8);
}

// From one end of the scale to the other; where nothing may move, on to the next measured std.
function sweep(me) {
  take(me, "std");
  const { stds } = me.scene;
  const next = stds.find((one) => one > me.state.std * 1.001) ?? stds[0];
  if (!me.still) me.state.std = stds[0];
  glide(me, { std: me.still ? next : stds.at(-1) }, 3.6);
}

function placeShaft(me) {
  const { said, words, view: { house, beds, signal, top, foot, chart, narrow, unit: u }, numbers: n, state } = me;
  if (!words) return;
  const told = me.line.numbers ?? {};
  for (const [name, element] of Object.entries(said)) write(element, words.labels[name], told, words);
  const put = (name, x, y, share = 0.5) => {
    const { wide, high } = sizeOf(me, said[name]);
    stand(said[name], clamp(x - share * wide, 0, me.view.width - wide), y - high);
  };
  const middle = ([from, to]) => (from + to) / 2;
  put("floor", house.left - 4 * u, top - 8 * u, 1);
  put("signal", middle(signal), top - 8 * u);
  put("straight", middle(beds[0]), top - 8 * u);
  put("every", middle(beds[1]), top - 8 * u);
  put("chart", narrow ? chart.left : (chart.left + chart.right) / 2, chart.top - 8 * u, narrow ? 0 : 0.5);
  put("left", middle(beds[0]), foot + 24 * u);
  put("arrives", middle(beds[1]), foot + 24 * u);
  const asked = state.told === "asked";
  put("hidden", middle(beds[1]), (top + foot) / 2 + 14 * u);
  said.hidden.style.opacity = Number(asked);
  put("dry", middle(beds[0]), upright(me).px(Math.max(n.dry ?? 0, 1)) - 2 * u);
  said.dry.style.opacity = Number(n.dry !== null && n.dry > 1);
  placeNames(me, asked);
}

// The names of both curves beside them, where there is room.
function placeNames(me, asked) {
  const { said, numbers: n, view: { chart, unit: u }, scene } = me;
  const [x, y] = [scaleOf(me), beside(me)];
  const spot = (values, floor) => clamp(x.px(Math.log10(values[floor])), chart.left, chart.right);
  const at = (name, values, floor, share, gap) => {
    const { wide, high } = sizeOf(me, said[name]);
    stand(said[name], clamp(spot(values, floor) + gap - share * wide, chart.left, chart.right - wide), y.px(floor) - high / 2);
  };
  at("is_skip", n.skip, Math.round(0.58 * scene.floors), 1, -9 * u);
  at("is_total", n.total, Math.round(0.25 * scene.floors), 1, -9 * u);
  said.is_total.style.opacity = Number(!asked);
}
