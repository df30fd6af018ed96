// What the buttons and the flag do, and where the labels go.

// One step back: x_s is drawn from the green bell with the seed's own noise, and becomes x_t.
function stepBack(me) {
  const { state, scene, numbers } = me;
  const { mean, sd } = known(me) ? numbers.product : numbers.approx;
  const z = scene.noise[state.walked % scene.noise.length];
  const gap = state.t - state.s;
  take(me, "step");
  if (state.s === 0) return;
  const to = { xt: clamp(mean + sd * z, -scene.reach, scene.reach), t: state.s, s: Math.max(0, state.s - gap), walked: state.walked + 1 };
  glide(me, to, 0.9);
}

// The pair closes to t − 1, or opens again as wide as it was.
function closeUp(me) {
  const { t, s } = me.state;
  take(me, "s");
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
  const { said, words, view: { x, y, narrow, width }, numbers: n, line, state } = me;
  const numbers = line.numbers;
  if (!words) return;
  for (const [name, top] of [["xt", y.xt - 21], ["xs", y.base - 25], ["x0", y.x0 - 19]]) {
    write(said[name], words.labels[name], numbers, words);
    stand(said[name], 0, top);
  }
  write(said.strings, words.labels[known(me) ? "strings" : "pulled"], numbers, words);
  const strings = sizeOf(me, said.strings);
  stand(said.strings, clamp(x.px(n.guess.mean) - strings.wide / 2, 0, Math.max(0, width - strings.wide)), y.said - strings.high / 2);
  const [tx, ox] = [x.px(state.xt), x.px(state.x0)];
  hint(me, said.drag_xt, tx, y.xt);
  hint(me, said.drag_x0, ox, y.x0);
  const hand = { x: tx - 50, y: y.xt - 16, wide: 80, high: 34 };
  const { choice } = me.parts;
  const over = narrow ? [] : [{ x: choice.offsetLeft - 6, y: choice.offsetTop - 4, wide: choice.offsetWidth + 12, high: choice.offsetHeight + 8 }];
  const away = !known(me);
  const wants = [["product", me.peaks.green], ...(away ? [["truth", n.truth]] : [["prior", n.prior]]), ["likelihood", n.likelihood]];
  for (const name of ["prior", "truth"]) said[name].style.opacity = Number(wants.some(([one]) => one === name));
  layLabels(me, wants.map(([name, bell]) => ({ element: said[name], spots: spotsOf(me, name, bell) })), [hand, ...over]);
}

// Over the peak; on the shoulders, left and right; further out.
function spotsOf(me, name, bell) {
  const { x, y } = me.view;
  const { wide, high } = sizeOf(me, me.said[name]);
  const tall = tallness(bell) * me.peaks.scale;
  const centre = x.px(bell.mean);
  const foot = (k) => y.base - tall * Math.exp((-k * k) / 2) - 4;
  const beside = (k) => Math.max(k * bell.sd * x.scale, 4) + wide / 2 + 14;
  const shoulders = [1.1, 1.6, 0.7, 2.2].flatMap((k) => [[centre - beside(k), foot(k) + high / 2], [centre + beside(k), foot(k) + high / 2]]);
  const above = [centre, y.base - tall - 5];
  const spots = name === "product" ? [above, ...shoulders] : centre < x.px(me.peaks.green.mean) ? [shoulders[0], above, ...shoulders] : [shoulders[1], above, ...shoulders];
  return spots.map(([px, py]) => [px, clamp(py, y.xt + 9 + high, y.base - 4)]);
}

function hint(me, element, px, py) {
  const { wide, high } = sizeOf(me, element);
  const left = px - 34 - wide;
  stand(element, left > 60 ? left : px + 34, py - high / 2);
}
