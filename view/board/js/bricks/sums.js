// What a layer multiplies at length n, in either order of attention; see engine/attention/cost.py.

const ENDS = { low: 4, high: 16 }; // of log₂ n
const SIZE = 4; // bytes of a number, float32

const lengthOf = ({ log }) => Math.round(2 ** log);
// between whole lengths while it glides, so that nothing jumps
const smooth = ({ log }) => (Number.isInteger(Math.round(1e9 * 2 ** log) / 1e9) ? lengthOf({ log }) : 2 ** log);

// The nearest state that may be: a whole length on the axis, the flag on the bar.
function holdBricks(scene, { log, flag }) {
  const n = clamp(Math.round(2 ** clamp(log, ENDS.low, ENDS.high)), 2 ** ENDS.low, 2 ** ENDS.high);
  return { log: Math.log2(n), n, flag: flag === null || flag === undefined ? null : inFlag(scene, flag) };
}

// A guess is a factor of speed, two digits after the point.
const inFlag = ({ most }, flag) => clamp(Math.round(100 * flag) / 100, 1, most);

function bricks(scene, state) {
  const { width, heads, head, wider, per_token, depth, vocabulary } = scene;
  const n = smooth(state);
  const wide = head * wider;
  const projections = per_token.projections * n;
  const ffn = per_token.ffn * n;
  const sheet = 2 * n * n * width;
  const linear = 2 * n * heads * wide * wide;
  const total = projections + ffn + sheet;
  const other = projections + ffn + linear;
  const last = n * width * vocabulary;
  return {
    n, wide, projections, ffn, sheet, linear, total, dense: projections + ffn,
    share: sheet / total, free: total / (projections + ffn), core: sheet / linear, layer: total / other,
    model: (depth * total + last) / (depth * other + last),
    numbers: { left: n * n, right: wide * wide },
    bytes: { left: SIZE * heads * n * n, right: SIZE * heads * wide * wide },
    measured: nearest(scene, n),
  };
}

// The measured length that is nearest to n, on the axis; none beyond a quarter of an octave past
// the last, or where this layer was not measured.
function nearest({ measured }, n) {
  if (!measured) return null;
  const far = measured.lengths.map((at) => Math.abs(Math.log2(at / n)));
  const k = far.indexOf(Math.min(...far));
  if (far[k] > 0.51) return null;
  const of = (values) => values[k];
  return { n: measured.lengths[k], naive: of(measured.naive), fused: of(measured.fused), linear: of(measured.linear), share: of(measured.share), low: of(measured.low), high: of(measured.high), noisy: of(measured.noisy) };
}

// The largest difference to the engine's numbers as a share of them, null where they are of
// another length.
function farthestBricks({ engine }, state, mine) {
  if (!engine || engine.n !== state.n) return null;
  const names = ["projections", "ffn", "sheet", "linear", "core", "layer", "model", "free"];
  return Math.max(...names.map((name) => Math.abs(engine[name] / mine[name] - 1)));
}

// "0.403 G": three digits and the thousands' letter.
const LETTERS = ["", " k", " M", " G", " T", " P"];
function short(x, base = 1000, letters = LETTERS) {
  let k = 0;
  let value = x;
  while (value >= 999.5 && k < letters.length - 1) [value, k] = [value / base, k + 1];
  const digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${k === 0 && Number.isInteger(x) ? x : value.toFixed(digits)}${letters[k]}`;
}
const BYTES = [" B", " kB", " MB", " GB", " TB"];
const inBytes = (x) => short(x, 1000, BYTES);
const inTime = (seconds) => (seconds < 0.001 ? `${(1e6 * seconds).toFixed(0)} µs` : seconds < 1 ? `${(1e3 * seconds).toFixed(seconds < 0.01 ? 2 : 0)} ms` : `${seconds.toFixed(2)} s`);
const thousands = (n) => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");
const inBricks = (x) => (x < 1 ? x.toFixed(2) : x < 9999.5 ? thousands(x) : short(x));
const times = (x) => (x < 0.995 ? x.toFixed(2) : x < 99.5 ? x.toFixed(2) : thousands(x));
const percent = (x) => `${(100 * x).toFixed(x < 0.0995 || x > 0.995 ? 1 : 0)}%`;
