// The plot of a falling curve: what is drawn, also where it rises; the one in use stays beside
// it, thin and dashed.

const mounted = new WeakMap();
const PARTS = {
  plot: ".plot", reference: ".plot .reference", drawn: ".plot .drawn", rising: ".rising", knot: ".knot",
  reset: ".reset", isDrawn: ".is-drawn", isReference: ".is-reference", point: ".point", hint: ".hint",
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
  const me = { root, parts, values: null, chosen: 16, last: 32, fixed: 1, waiting: 0 };
  wirePlot(me);
  parts.reset.addEventListener("click", () => {
    me.values = [...me.start];
    drawCurve(me);
    commit(me);
  });
  return me;
}

function receive(me, { name, words, held, origin, start, reference, edge, drawn }) {
  me.root.dataset.instrument = name;
  me.words = words;
  Object.assign(me, { low: edge, high: 1 - edge });
  if (me.origin !== origin) {
    Object.assign(me, { origin, start, values: [...(drawn ?? start)] });
    me.sent = JSON.stringify(me.values);
  }
  me.parts.reference.setAttribute("d", pathOf(reference));
  write(me);
  hold(me, held);
  drawCurve(me);
  me.root.dataset.state = "ready";
}

function write({ root, parts, words }) {
  root.lang = words.lang;
  root.setAttribute("aria-label", words.name);
  parts.plot.setAttribute("aria-label", words.name);
  parts.reset.textContent = words.reset;
  parts.isDrawn.textContent = words.drawn;
  parts.isReference.textContent = words.reference;
  parts.hint.textContent = words.hint;
  const sides = [[".up", [1, words.up, 0]], [".across", [0, words.across, 1]]];
  for (const [side, [first, symbol, last]] of sides) {
    const [one, middle, two] = root.querySelector(side).children;
    one.textContent = first;
    two.textContent = last;
    middle.replaceChildren(formula(symbol));
  }
}

const pathOf = (values) => values.map((value, k) => `${k ? "L" : "M"}${k} ${1 - value}`).join("");

function drawCurve(me) {
  const { parts, values, chosen, words } = me;
  const rising = values.map((value, k) => (k && value >= values[k - 1] ? `M${k - 1} ${1 - values[k - 1]}L${k} ${1 - value}` : ""));
  parts.drawn.setAttribute("d", pathOf(values));
  parts.rising.setAttribute("d", rising.join(""));
  parts.knot.style.setProperty("--x", chosen / me.last);
  parts.knot.style.setProperty("--y", values[chosen]);
  const text = fill(words.point, { share: chosen / me.last, knot: values[chosen] }, words.lang);
  parts.point.textContent = text;
  parts.plot.setAttribute("aria-valuenow", values[chosen]);
  parts.plot.setAttribute("aria-valuetext", text);
}
