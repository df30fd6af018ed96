// What the buttons and the flag do, and where the labels go.

// One step back: x_s is drawn from the green bell with the seed's own noise, and becomes x_t.
function stepBack(me) {
  take(me, "step");
  const { state, scene, numbers } = me;
  if (state.s === 0) return;
  const { mean, sd } = known(me) ? numbers.product : numbers.approx;
  const z = scene.noise[state.walked % scene.noise.length];
  const gap = state.t - state.s;
  const to = { xt: clamp(mean + sd * z, -scene.reach, scene.reach), t: state.s, s: Math.max(0, state.s - gap), walked: state.walked + 1 };
  glide(me, to, 0.9);
}

// The pair closes to t − 1, or opens again as wide as it was.
function closeUp(me) {
  take(me, "s");
  const { t, s } = me.state;
  if (t - s > 1) me.wide = t - s;
  glide(me, { s: t - s > 1 ? t - 1 : Math.max(0, t - (me.wide ?? Math.ceil(t / 5))) }, 1.6);
}

// The flag first stands at hand; it counts once it has been dragged and let go.
function plant(me) {
  if (!mayPlant(me)) return;
  me.draft ??= me.state.flag ?? 0;
  schedule(me);
  placeHandles(me);
  me.handles.find(({ spec }) => spec.name === "flag").element.focus();
}

function plantAt(me, event) {
  if (!mayPlant(me)) return;
  const { left } = me.parts.picture.getBoundingClientRect();
  move(me, { flag: me.view.x.value(event.clientX - left) });
  commit(me);
}

// Once it is told: a diamond where the mean lands without x_0, and the gap to the flag.
function drawAnswer(me) {
  const { marks, view: { x, y }, numbers, scene, state } = me;
  marks.answer.style.display = scene.told ? "" : "none";
  set(marks.answer, { transform: `translate(${round(x.px(numbers.approx.mean))} ${y.base})` });
  const both = scene.told && state.flag !== null;
  set(marks.band, { d: both ? `M${round(x.px(state.flag))} ${y.base}H${round(x.px(numbers.approx.mean))}` : "" });
}

function placeLabels(me) {
  const { said, words, view: { x, y, narrow, width }, numbers: n, line: { numbers }, state } = me;
  if (!words) return;
  const away = !known(me);
  for (const [name, top] of [["xt", y.xt - 21], ["xs", y.base - 25], ["x0", y.x0 - 19]]) {
    write(said[name], words.labels[name], numbers, words);
    stand(said[name], 0, top);
  }
  write(said.strings, words.labels[away ? "pulled" : "strings"], numbers, words);
  write(said.product, words.labels[away ? "approx" : "product"], numbers, words);
  const strings = sizeOf(me, said.strings);
  stand(said.strings, clamp(x.px(n.guess.mean) - strings.wide / 2, 0, Math.max(0, width - strings.wide)), y.said - strings.high / 2);
  hint(me, said.drag_xt, x.px(state.xt), y.xt);
  const under = sizeOf(me, said.drag_x0);
  stand(said.drag_x0, x.px(state.x0) - under.wide / 2, y.x0 + 17);
  said.drag_x0.hidden = away;
  const bells = { product: me.peaks.green, [away ? "truth" : "prior"]: n[away ? "truth" : "prior"], likelihood: n.likelihood };
  for (const name of ["prior", "truth"]) said[name].style.opacity = Number(name in bells);
  const wants = Object.entries(bells).map(([name, bell]) => ({ element: said[name], spots: spotsOf(me, name, bell) }));
  layLabels(me, wants, [...takenBy(me), ...Object.values(bells).flatMap((bell) => edgeOf(me, bell))]);
}

// The hand on x_t, and the switch over the picture.
function takenBy(me) {
  const { view: { x, y, narrow }, state } = me;
  const hand = { x: x.px(state.xt) - 30, y: y.xt - 18, wide: 60, high: 36 };
  return [hand, ...wayBoxes(me), ...(narrow ? [] : [me.over])];
}

// The way from x_t down to the orange bell, roughly.
function wayBoxes(me) {
  const { x, y } = me.view;
  const [from, to] = [x.px(me.state.xt), x.px(clamp(me.numbers.likelihood.mean, x.low, x.high))];
  const [high, low] = [y.xt + 14, y.base - tallness(me.numbers.likelihood) * me.peaks.scale - 8];
  return [0.1, 0.3, 0.5, 0.7, 0.9].map((k) => ({ x: blend(from, to, k * k * (3 - 2 * k)) - 4, y: blend(high, low, k) - 5, wide: 8, high: 10, weight: 3 }));
}

const ALONG = Array.from({ length: 23 }, (_, i) => (i - 11) / 4);

// The edge of a bell as a chain of small boxes that no label should lie on.
function edgeOf(me, bell) {
  const { x, y } = me.view;
  const { mean, sd } = drawn(bell);
  const tall = tallness(bell) * me.peaks.scale;
  return ALONG.map((k) => ({ x: x.px(mean + k * sd) - 4, y: y.base - tall * Math.exp((-k * k) / 2) - 4, wide: 8, high: 8, weight: 3 }));
}

// Over the peak or beside it; on the shoulders, outside first; further out.
function spotsOf(me, name, bell) {
  const { x, y } = me.view;
  const { wide, high } = sizeOf(me, me.said[name]);
  const tall = (name === "truth" ? me.top.truth : tallness(bell)) * me.peaks.scale;
  const centre = x.px(clamp(bell.mean, x.low, x.high));
  const foot = (k) => y.base - tall * Math.exp((-k * k) / 2) + high / 2 - 4;
  const beside = (k) => Math.max(k * bell.sd * x.scale, 4) + wide / 2 + 10;
  const side = Math.sign(centre - x.px(me.peaks.green.mean)) || (me.numbers.likelihood.mean > bell.mean ? -1 : 1);
  const both = (k) => [[centre + side * beside(k), foot(k)], [centre - side * beside(k), foot(k)]];
  const above = [centre, y.base - tall - 5];
  const corners = [side, -side].map((way) => [centre + way * (wide / 2 + 14), y.base - tall - 3]);
  const shoulders = [0.8, 1.1, 1.5, 2].flatMap(both);
  const spots = { product: [above, ...corners, ...shoulders], truth: [...shoulders, above] }[name] ?? [...corners, above, ...shoulders];
  return spots.map(([px, py]) => [px, clamp(py, y.xt + 9 + high, y.base - 4)]);
}

function hint(me, element, px, py) {
  const { wide, high } = sizeOf(me, element);
  const left = px - 34 - wide;
  stand(element, left > 60 ? left : px + 34, py - high / 2);
}
