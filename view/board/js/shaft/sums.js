// What is left of the gradient at a std between those that the engine has measured: straight lines
// between logarithms, floor by floor.

const SNAP = 0.012; // how near to a marked std a hand is drawn onto it
const LEAST = 1e-12; // what is drawn of nothing

// The measured stds on both sides of `std`, and how far it is from the one to the other.
function between(stds, std) {
  let k = 0;
  while (k < stds.length - 2 && stds[k + 1] <= std) k += 1;
  const [low, high] = [Math.log(stds[k]), Math.log(stds[k + 1])];
  return [k, clamp((Math.log(std) - low) / (high - low), 0, 1)];
}

const logged = (table, [k, share]) =>
  table[k].map((value, floor) => Math.exp(blend(Math.log(Math.max(value, LEAST)), Math.log(Math.max(table[k + 1][floor], LEAST)), share)));

function shaft(scene, { std }) {
  const at = between(scene.stds, std);
  const [skip, total, variance] = [scene.skip, scene.total, scene.variance].map((table) => logged(table, at));
  const dry = skip.reduce((found, value, floor) => (value < 0.01 ? floor : found), null);
  const mean = variance.reduce((sum, one) => sum + one, 0) / variance.length;
  return { skip, total, mean, dry, left: skip[0], arrives: total[0] };
}

// The nearest state that may be: on the scale, and on a mark where that is near.
function holdShaft({ stds, marks, told }, { std }) {
  const inside = clamp(Number(std), stds[0], stds.at(-1));
  const mark = marks.find((one) => Math.abs(Math.log(inside / one)) < SNAP);
  return { std: mark ?? Number(inside.toPrecision(3)), told: told ? "told" : "asked" };
}

// The largest difference to what the engine measured at this very std; null between two of them.
function farthestShaft(scene, state) {
  const k = scene.stds.findIndex((one) => Math.abs(one - state.std) < 1e-12);
  if (k < 0) return null;
  const mine = shaft(scene, state);
  const apart = (table, own) => Math.max(...table[k].map((value, floor) => Math.abs(value - own[floor]) / Math.max(value, LEAST)));
  return Math.max(apart(scene.skip, mine.skip), apart(scene.total, mine.total));
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const raised = (k) => [...String(k)].map((digit) => RAISED[digit]).join("");
const decade = (k) => (k >= -2 && k <= 2 ? String(Number((10 ** k).toFixed(2))) : `10${raised(k)}`);

// Two digits that count, whatever the size.
function brief(x) {
  if (x >= 0.0995 && x < 99.5) return x.toFixed(x < 9.95 ? 2 : 1);
  if (x >= 0.00095 && x < 0.0995) return x.toFixed(x < 0.00995 ? 4 : 3);
  const k = Math.floor(Math.log10(x));
  return `${(x / 10 ** k).toFixed(1)}·10${raised(k)}`;
}
