// Hands on the words: each pin, the hidden state's arrow, and what the buttons do.

const GO = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>`;
const MORE = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M8 3v10M3 8h10"/></svg>`;
const LESS = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M3 8h10"/></svg>`;
const AGAIN = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M13 8a5 5 0 1 1-1.6-3.7"/><path d="M13.6 1.6v4.2H9.4z"/></svg>`;
const MOST = 20;
const FEWEST = 2;
const tenths = (x) => Math.round(x * 10) / 10;
const hundredths = (x) => Math.round(x * 100) / 100;
const wrapped = (angle) => tenths(((((angle + 180) % 360) + 360) % 360) - 180);

const pinOf = (me, k) => me.numbers.all.find((one) => one.k === k);
const pxOf = ({ view: { centre, scale } }, x, y) => [centre[0] + scale * x, centre[1] - scale * y];
const planeOf = ({ view: { centre, scale } }, px, py) => [(px - centre[0]) / scale, (centre[1] - py) / scale];

// A word at the nearest place that may be, in hundredths.
function placed({ reach }, x, y) {
  const whole = [Math.round(x), Math.round(y)];
  if (Math.hypot(...whole) <= reach) return whole;
  const part = Math.min(1, reach / Math.hypot(x, y));
  return [Math.trunc(x * part), Math.trunc(y * part)];
}

function movePin(me, k, x, y) {
  const [px, py] = placed(me.scene, x, y);
  me.chosen = k;
  const pins = me.numbers.all.map((one) => (one.k === k ? { k, x: px, y: py } : one));
  return { pins: textOf(me.scene, pins) };
}

function pinHandle(k) {
  return {
    name: `w${k}`, term: `w${k}`, mark: "circle", fixed: (me) => isHeld(me, "pins"),
    at: (me) => {
      const pin = pinOf(me, k);
      return pin ? pxOf(me, pin.x / 100, pin.y / 100) : null;
    },
    drag(me, px, py) {
      me.ghost ??= { ...pinOf(me, k) };
      const [x, y] = planeOf(me, px, py);
      return movePin(me, k, 100 * x, 100 * y);
    },
    drop: (me) => ((me.ghost = null), {}),
    step(me, steps, key) {
      const { x, y } = pinOf(me, k);
      if (key === "Home") return movePin(me, k, 0, 0);
      if (key === "End") return movePin(me, k, 1e3 * (x || 1), 1e3 * y);
      if (key.startsWith("Page")) return movePin(me, k, x * (1 + steps / 100), y * (1 + steps / 100));
      const by = 2 * steps;
      return key === "ArrowLeft" || key === "ArrowRight" ? movePin(me, k, x + by, y) : movePin(me, k, x, y + by);
    },
    away: (me) => without(me, k),
    range: (me) => ({ now: Math.round(pinOf(me, k).sector), min: 0, max: 360 }),
  };
}

const HANDLES = [
  {
    name: "h", term: "h", mark: "circle",
    at: (me) => pxOf(me, ...me.numbers.h),
    drag(me, px, py) {
      const [x, y] = planeOf(me, px, py);
      const length = Math.hypot(x, y);
      return length < 0.02 ? { length: 0 } : { angle: Math.atan2(y, x) * DEGREES, length };
    },
    step(me, steps, key) {
      if (key === "Home" || key === "End") return { length: key === "Home" ? 0 : me.scene.longest };
      if (key === "ArrowUp" || key === "ArrowDown") return { length: me.state.length + 0.05 * steps };
      return { angle: me.state.angle - 3 * steps };
    },
    range: (me) => ({ now: Math.round(me.state.angle), min: -180, max: 180 }),
  },
  ...Array.from({ length: MOST }, (_, k) => pinHandle(k)),
];

function without(me, k) {
  if (me.numbers.all.length <= FEWEST) return null;
  me.chosen = null;
  return { pins: textOf(me.scene, me.numbers.all.filter((one) => one.k !== k)) };
}

const free = (me) => Array.from({ length: MOST }, (_, k) => k).find((k) => !pinOf(me, k));

function add(me) {
  const k = free(me);
  if (k === undefined) return;
  const [x, y] = me.scene.spots[k];
  take(me, "pins");
  me.chosen = k;
  move(me, { pins: textOf(me.scene, [...me.numbers.all, { k, x, y }]) });
  commit(me);
}

function remove(me) {
  const k = me.chosen ?? me.numbers.all.at(-1).k;
  const changed = without(me, k);
  if (!changed) return;
  take(me, "pins");
  move(me, changed);
  commit(me);
}

// h goes once around; where nothing may move it goes on to the next word's sector.
function turnOnce(me) {
  take(me, "h");
  if (!me.still) return glide(me, { angle: me.state.angle + 360 }, 3.8);
  const middles = me.numbers.all.filter(({ sector }) => sector > 0).map(({ from, sector }) => from * DEGREES + sector / 2);
  const ahead = middles.map((angle) => (((angle - me.state.angle) % 360) + 360) % 360).filter((by) => by > 0.2);
  move(me, { angle: me.state.angle + (ahead.length ? Math.min(...ahead) : 0) });
  commit(me);
}

function reset(me) {
  take(me, "pins");
  me.chosen = null;
  move(me, LAW.open(me.scene));
  commit(me);
}

// A press anywhere on the disc or its rim points h there.
function pointAt(me, event) {
  if (isHeld(me, "h") || !me.scene) return;
  const { left, top } = me.parts.picture.getBoundingClientRect();
  const [x, y] = planeOf(me, event.clientX - left, event.clientY - top);
  const length = Math.hypot(x, y);
  take(me, "h");
  const rim = length > me.scene.longest;
  move(me, { angle: Math.atan2(y, x) * DEGREES, length: rim ? me.state.length : length });
  commit(me);
}

const BUTTONS = [
  { name: "turn", primary: true, icon: GO, key: " ", moves: ["h"], press: turnOnce },
  { name: "add", icon: MORE, moves: ["pins"], off: (me) => !me.numbers || me.numbers.all.length >= MOST, press: add },
  { name: "remove", icon: LESS, moves: ["pins"], off: (me) => !me.numbers || me.numbers.all.length <= FEWEST, press: remove },
  { name: "again", icon: AGAIN, moves: ["h", "pins"], press: reset },
];
