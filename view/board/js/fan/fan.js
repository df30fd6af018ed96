// The law of the fan: η and S are knobs, the hand's road begins where the reader puts it. All roads
// are walked anew at every frame; the crowd was walked by the engine.

const LAW = {
  leg: (state) => (state.eta === 0 ? "folded" : "open"),
  handles: HANDLES,
  buttons: BUTTONS,
  open: ({ opening }) => ({ ...opening, flag: null, link: "out" }),
  hold(scene, { eta, S, start, flag, link }) {
    return {
      eta: clamp(hundredths(eta), 0, 1), S: scene.steps[stopOf(scene, S)], start: clamp(hundredths(start), -scene.farthest, scene.farthest),
      flag: flag === null ? null : asFlag(scene, flag), link: link === "in" && eta === 1 ? "in" : "out",
    };
  },
  greet: () => ({ eta: 1, link: "in" }),
  greeting: 2.6,
  numbers: fan,
  compare: (scene, state) => farthest(scene, state, fan(scene, state)),
  layout: layoutFan,
  build: buildFan,

  draw(me) {
    me.terms = termsAt(me.scene, me.numbers, momentOf(me));
    drawPaper(me);
    drawTerms(me);
    drawChain(me);
    drawStrip(me);
    drawAnswer(me);
    me.root.dataset.eta = hundredths(me.state.eta);
    me.root.dataset.s = me.scene.steps[me.numbers.stop];
    me.root.dataset.end = me.numbers.hand[0].at(-1);
  },

  said(me) {
    const { scene, state, numbers: { stop, hand }, terms } = me;
    const ends = hand.map((road) => road.at(-1));
    const column = (name, digits, unit = "") => ({ [`${name}_0`]: scene[name][0][stop].toFixed(digits) + unit, [`${name}_1`]: scene[name].at(-1)[stop].toFixed(digits) + unit });
    return {
      eta: String(hundredths(state.eta)), S: whole(scene.steps[stop], me), start: state.start, T: scene.log_alpha_bar.length - 1,
      w1_0: distanceOf(me, 0, stop), w1_1: distanceOf(me, -1, stop), ...column("walked", 1), ...column("upper", 0, "%"),
      floor: hides(me) ? "?" : scene.floor.toFixed(3), end: ends[0], low: Math.min(...ends), high: Math.max(...ends), flag: flagOf(me) === null ? null : String(flagOf(me)),
      t: terms.t, s: terms.s, x: fine(terms.x), alpha: fine(terms.alpha), guess: fine(terms.guess), root: fine(terms.root), noise: fine(terms.noise), sigma: fine(terms.sigma), z: fine(terms.z), next: fine(terms.next),
      part_x: fine(terms.alpha * terms.guess), part_e: signed(terms.root * terms.noise), part_z: signed(terms.sigma * terms.z),
    };
  },
  write(me) {
    const { words, marks, said } = me;
    const at = (name, numbers) => fill(words.at[name], numbers, words.lang);
    writeChain(me);
    drawChain(me);
    marks.tenths.forEach((tick, eta) => (tick.textContent = String(eta)));
    marks.stops.forEach(([S, tick]) => (tick.textContent = whole(S, me)));
    const T = me.scene.log_alpha_bar.length - 1;
    marks.times.forEach(([part, time]) => (time.textContent = at(part === 1 ? "noise" : part === 0 ? "data" : "t", { t: part * T, T })));
    marks.etaName.firstChild.textContent = words.at.eta;
    marks.SName.firstChild.textContent = words.at.S_now;
    for (const name of ["drag", "shaken"]) write(said[name], words.labels[name], {}, words);
    me.stilled = null;
  },
  label: placeLabels,
};

const whole = (x, { words }) => x.toLocaleString(words?.lang ?? "en");
const signed = (x) => `${x < -5e-4 ? "−" : "+"} ${fine(Math.abs(x))}`;
const fine = (x) => (Math.abs(x) < 5e-4 ? "0" : x.toFixed(3).replace("-", "−"));

// x_s as a stack of its three terms, at the moment looked at; what is lit stands out.
function drawTerms(me) {
  const { marks, terms, view: { y, top, foot, unit: u } } = me;
  const time = timeOf(me);
  const x = round(time.px(terms.s));
  const tops = [0, terms.alpha * terms.guess, terms.alpha * terms.guess + terms.root * terms.noise, terms.next].map((value) => round(y.px(value)));
  const stand = (mark, from, to, aside) => set(mark, { d: `M${x + aside} ${from}V${to}` });
  set(marks.cursor, { d: `M${x} ${top}V${foot}` });
  stand(marks.alpha, tops[0], tops[1], -16 * u);
  stand(marks.root, tops[1], tops[2], -12 * u);
  stand(marks.sigma, tops[2], tops[3], -8 * u);
  set(marks.guess, { d: `M${round(time.px(terms.t))} ${round(y.px(terms.x))}L${round(time.px(0))} ${round(y.px(terms.guess))}` });
  set(marks.at, { cx: x, cy: tops[3] });
}

// Once it is told: a diamond on the S axis where the crowd can no longer be told, and the gap.
function drawAnswer(me) {
  const { marks, scene, state, view: { rails, unit: u } } = me;
  const there = scene.told && scene.answer !== null;
  marks.answer.style.display = there ? "" : "none";
  set(marks.answer, { transform: `translate(${there ? round(pxOfS(me, scene.answer)) : 0} ${rails.S[2] - 14 * u}) scale(${u})` });
  const both = there && state.flag !== null;
  set(marks.band, { d: both ? `M${round(pxOfS(me, state.flag))} ${rails.S[2] - 14 * u}H${round(pxOfS(me, scene.answer))}` : "" });
}

function placeLabels(me) {
  const { said, words, line: { numbers }, view, state, scene } = me;
  if (!words || !numbers) return;
  const { unit: u } = view;
  const middle = (view.wall.left + view.wall.right) / 2;
  const { marks } = me;
  marks.etaName.lastChild.textContent = numbers.eta;
  marks.SName.lastChild.textContent = numbers.S;
  write(said.calm, words.labels[state.eta === 0 ? "calm" : "between"], numbers, words);
  const put = (name, x, y) => {
    const { wide, high } = sizeOf(me, said[name]);
    stand(said[name], clamp(x - wide / 2, 0, view.width - wide), y - high / 2);
  };
  put("shaken", middle + 10, view.top + 9 * u);
  said.shaken.style.opacity = 1;
  const calm = sizeOf(me, said.calm);
  put("calm", view.wall.left + 14 * u + calm.wide / 2, view.foot - 16 * u);
  said.calm.style.opacity = state.eta === 1 ? 0 : 1;
  const drag = sizeOf(me, said.drag);
  put("drag", timeOf(me).px(me.numbers.times[0]) + 22 * u + drag.wide / 2, view.y.px(state.start) - 14 * u);
  const flag = flagOf(me);
  said.flag.style.opacity = flag === null || !scene.asks ? 0 : 1;
  said.truth.style.opacity = scene.told && scene.answer !== null ? 1 : 0;
  const over = view.rails.S[2] - 19 * u;
  const beside = (name, S, right) => {
    const half = sizeOf(me, said[name]).wide / 2;
    put(name, pxOfS(me, S) + u * (right ? 15 : -8) + (right ? half : -half), over);
  };
  const first = scene.answer === null || flag === null || flag <= scene.answer;
  if (flag !== null) {
    write(said.flag, words.at.flag, { flag: String(flag) }, words);
    beside("flag", flag, scene.answer === null || !first);
  }
  if (scene.answer !== null) {
    write(said.truth, words.at.truth, { answer: String(scene.answer) }, words);
    beside("truth", scene.answer, first);
  }
}
