// A line to draw as a guess: faint and level until the hand has been there; once the answer is
// told it stands beside it, and the guess stays as a ghost.

const mounted = new WeakMap();
const PARTS = {
  plot: ".plot", lines: ".plot .lines", band: ".plot .band", truth: ".plot .truth", drawn: ".plot .drawn",
  knot: ".knot", reset: ".reset", point: ".point", gap: ".gap", hint: ".hint", isDrawn: ".is-drawn", isTruth: ".is-truth",
};

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".easel");
  let me = mounted.get(parentElement);
  if (me?.root !== root) {
    me = mount(root);
    mounted.set(parentElement, me);
  }
  me.send = setStateValue;
  shade(root);
  if (data) receive(me, data);
  return () => {
    clearTimeout(me.waiting);
    mounted.delete(parentElement);
  };
}

function mount(root) {
  const parts = {};
  for (const [name, where] of Object.entries(PARTS)) parts[name] = root.querySelector(where);
  const me = { root, parts, values: null, waiting: 0 };
  wirePlot(me);
  parts.reset.addEventListener("click", () => {
    me.values = [...me.start];
    me.touched = false;
    drawCurve(me);
    tell(me, null);
  });
  return me;
}

function receive(me, data) {
  const { name, words, held, origin, start, drawn } = data;
  me.root.dataset.instrument = name;
  Object.assign(me, { words, told: data.answer, data, last: start.length - 1, fixed: 0, low: 0, high: 1 });
  me.scale = scaleOf(data.up, data.log);
  me.truth = data.answer?.map((value) => Math.min(Math.max(me.scale.share(value), -0.02), 1.02));
  if (me.origin !== origin) {
    Object.assign(me, { origin, start, values: [...(drawn ?? start)], touched: Boolean(drawn) });
    me.chosen = Math.round(me.last / 2);
    me.sent = JSON.stringify(me.values);
  }
  write(me);
  hold(me, held);
  drawCurve(me);
  me.root.dataset.state = "ready";
}

function write({ root, parts, words, data, last }) {
  root.lang = words.lang;
  root.setAttribute("aria-label", words.name);
  parts.plot.setAttribute("aria-label", words.name);
  parts.plot.setAttribute("aria-valuemin", data.up[0]);
  parts.plot.setAttribute("aria-valuemax", data.up[1]);
  parts.plot.setAttribute("aria-readonly", Boolean(data.answer));
  parts.plot.firstElementChild.setAttribute("viewBox", `0 0 ${last} 1`);
  parts.lines.setAttribute("d", [0, 0.25, 0.5, 0.75, 1].map((k) => `M0 ${k}H${last}M${k * last} 0V1`).join(""));
  parts.reset.textContent = words.reset;
  parts.reset.hidden = Boolean(data.answer);
  parts.isDrawn.textContent = words.guess;
  parts.isTruth.textContent = words.answer;
  parts.hint.textContent = data.answer ? "" : words.hint;
  root.querySelector(".told").hidden = !data.answer;
  root.querySelector(".up-name").textContent = words.y;
  const [high, low] = root.querySelector(".up").children;
  [low.textContent, high.textContent] = data.y;
  const [left, middle, right] = root.querySelector(".across").children;
  [left.textContent, right.textContent] = data.x;
  middle.textContent = words.x;
}

const pathOf = (values) => values.map((value, k) => `${k ? "L" : "M"}${k} ${1 - value}`).join("");

function drawCurve(me) {
  const { parts, values, chosen, words, data, truth } = me;
  const ghost = Boolean(truth);
  me.root.classList.toggle("ghost", ghost);
  me.root.classList.toggle("touched", me.touched);
  parts.drawn.setAttribute("d", me.touched || !ghost ? pathOf(values) : "");
  parts.truth.setAttribute("d", truth ? pathOf(truth) : "");
  const back = truth ? [...truth.entries()].reverse().map(([k, value]) => `L${k} ${1 - value}`).join("") : "";
  parts.band.setAttribute("d", truth && me.touched ? `${pathOf(values)}${back}Z` : "");
  parts.knot.style.setProperty("--x", chosen / me.last);
  parts.knot.style.setProperty("--y", values[chosen]);
  const across = data.across[0] + ((data.across[1] - data.across[0]) * chosen) / me.last;
  const texts = { x: said(across, 0, words.lang), y: said(me.scale.value(values[chosen]), data.digits, words.lang) };
  const text = filled(words.point, texts);
  parts.point.textContent = ghost ? "" : text;
  parts.plot.setAttribute("aria-valuenow", me.scale.value(values[chosen]));
  parts.plot.setAttribute("aria-valuetext", text);
  parts.gap.textContent = data.answer && me.touched ? filled(words.gap, { gap: said(apart(me), data.digits, words.lang) }) : "";
}

// The mean distance to the answer, in the units of y.
function apart({ values, scale, data }) {
  const all = values.map((share, k) => Math.abs(scale.value(share) - data.answer[k]));
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}
