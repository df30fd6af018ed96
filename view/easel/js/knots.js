// The knots under the hand: a drag paints the values it passes, the arrows choose a knot and move
// it. There are `me.last` + 1 of them, from `me.low` to `me.high`; the first `me.fixed` stay. Once
// `me.told`, nothing moves.

const within = ({ low, high }, value) => Math.round(Math.min(Math.max(value, low), high) * 1e4) / 1e4;

function wirePlot(me) {
  const { plot } = me.parts;
  let last = null;
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !me.values || me.told) return;
    plot.setPointerCapture(event.pointerId);
    last = placeUnder(me, event);
    paintKnots(me, last, last);
  });
  plot.addEventListener("pointermove", (event) => {
    if (!last) return;
    const place = placeUnder(me, event);
    paintKnots(me, last, place);
    last = place;
  });
  const lift = () => {
    if (last) commit(me);
    last = null;
  };
  plot.addEventListener("pointerup", lift);
  plot.addEventListener("pointercancel", lift);
  plot.addEventListener("keydown", (event) => plotKey(me, event));
  plot.addEventListener("blur", () => me.waiting && commit(me));
}

// Where the pointer is: `k` along the knots, a real number, and the value there.
function placeUnder({ parts: { plot }, last }, { clientX, clientY }) {
  const { left, top, width, height } = plot.getBoundingClientRect();
  const k = Math.min(Math.max((clientX - left) / width, 0), 1) * last;
  return { k, value: 1 - (clientY - top) / height };
}

// Every knot between two places lies on their straight line; the nearest takes the value itself.
function paintKnots(me, from, to) {
  const [a, b] = from.k <= to.k ? [from, to] : [to, from];
  for (let k = Math.ceil(a.k); k <= Math.floor(b.k); k += 1) {
    const share = b.k > a.k ? (k - a.k) / (b.k - a.k) : 1;
    setKnot(me, k, a.value + (b.value - a.value) * share);
  }
  const near = Math.round(to.k);
  if (Math.abs(near - to.k) < 0.3 || from === to) setKnot(me, near, to.value);
  me.chosen = near;
  drawCurve(me);
}

function setKnot(me, k, value) {
  me.touched = true;
  if (k >= me.fixed) me.values[k] = within(me, value);
}

function plotKey(me, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !me.values || me.told) return;
  const along = { ArrowRight: 1, ArrowLeft: -1, Home: -me.last, End: me.last }[event.key];
  const fine = event.shiftKey ? 0.001 : 0.01;
  const up = { ArrowUp: fine, ArrowDown: -fine, PageUp: 0.1, PageDown: -0.1 }[event.key];
  if (!along && !up) return;
  if (along) me.chosen = Math.min(Math.max(me.chosen + along, 0), me.last);
  if (up) setKnot(me, me.chosen, me.values[me.chosen] + up);
  drawCurve(me);
  if (up) commitSoon(me);
  event.preventDefault();
  event.stopPropagation();
}

function commit(me) {
  clearTimeout(me.waiting);
  me.waiting = 0;
  tell(me, me.values);
}

// Python hears of the drawing, or with null that there is none any more.
function tell(me, values) {
  const text = JSON.stringify(values);
  if (text === me.sent) return;
  me.sent = text;
  me.send("drawn", { start: me.origin, value: values });
}

function commitSoon(me) {
  clearTimeout(me.waiting);
  me.waiting = setTimeout(() => commit(me), 500);
}
