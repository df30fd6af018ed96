// The law's mathematics, as in engine/diffusion/bayes.py: two clues about x_s and their product;
// and with x_0 taken away the weights of the data, the guess, the truth and the bell in its place.

const NODES = Array.from({ length: 129 }, (_, i) => (i - 64) / 8);
const PULL = NODES.map((z) => Math.exp((-z * z) / 2));
const TOTAL = PULL.reduce((sum, w) => sum + w, 0);

// log ᾱ at a real t: between whole ones, while the picture glides, on a straight line.
function logAt(table, t) {
  const below = Math.min(Math.floor(t), table.length - 2);
  return blend(table[below], table[below + 1], t - below);
}

const normal = (x, { mean, sd }) => Math.exp((-(((x - mean) / sd) ** 2)) / 2) / (sd * Math.sqrt(2 * Math.PI));

// p(D_i | x_t) for each of the data.
function weigh(points, xt, a, b2) {
  const exponents = points.map((d) => -((xt - a * d) ** 2) / (2 * b2));
  const peak = Math.max(...exponents);
  const raw = exponents.map((e) => Math.exp(e - peak));
  const sum = raw.reduce((all, w) => all + w, 0);
  return raw.map((w) => w / sum);
}

// Mean and standard deviation of x_0 given x_t.
function guessAt(points, weights) {
  const mean = weights.reduce((sum, w, i) => sum + w * points[i], 0);
  const variance = weights.reduce((sum, w, i) => sum + w * (points[i] - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(variance) };
}

// E Var(x_0 | x_t) over p(x_t): the trapezoid rule on each point's noise.
function spread(points, a, b2) {
  const b = Math.sqrt(b2);
  const one = (d) => NODES.reduce((sum, z, i) => sum + PULL[i] * guessAt(points, weigh(points, a * d + b * z, a, b2)).sd ** 2, 0);
  return points.reduce((sum, d) => sum + one(d), 0) / TOTAL / points.length;
}

let lastSpread = { id: "", value: 0 };
function spreadOnce(points, a, b2) {
  const id = `${points}/${a}`;
  if (lastSpread.id !== id) lastSpread = { id, value: spread(points, a, b2) };
  return lastSpread.value;
}

function bells({ log_alpha_bar: table, points, variance }, { t, s, xt, x0 }) {
  const [lt, ls] = [logAt(table, t), logAt(table, s)];
  const [a, bt2, bs2, step] = [Math.exp(lt), -Math.expm1(2 * lt), Math.abs(Math.expm1(2 * ls)), lt - ls];
  const beta2 = -Math.expm1(2 * step);
  const kappa = (Math.exp(step) * bs2) / bt2;
  const lam = (Math.exp(ls) * beta2) / bt2;
  const sigma2 = (bs2 * beta2) / bt2;
  const weights = weigh(points, xt, a, bt2);
  const guess = guessAt(points, weights);
  const chosen = { lower: () => sigma2, upper: () => beta2, optimal: () => sigma2 + lam ** 2 * spreadOnce(points, a, bt2) }[variance]();
  const mean = kappa * xt + lam * guess.mean;
  return {
    kappa, lam, weights, guess,
    prior: { mean: Math.exp(ls) * x0, sd: Math.sqrt(bs2) },
    likelihood: { mean: xt * Math.exp(-step), sd: Math.sqrt(Math.expm1(-2 * step)) },
    product: { mean: kappa * xt + lam * x0, sd: Math.sqrt(sigma2) },
    approx: { mean, sd: Math.sqrt(chosen) },
    truth: { mean, sd: Math.sqrt(sigma2 + (lam * guess.sd) ** 2) },
    parts: points.map((d) => ({ mean: kappa * xt + lam * d, sd: Math.sqrt(sigma2) })),
    chance: points.reduce((sum, d) => sum + normal(xt, { mean: a * d, sd: Math.sqrt(bt2) }), 0) / points.length,
  };
}

// The largest difference to the engine's numbers, null where they are of another state.
function farthest(engine, state, mine) {
  if (!engine || ["t", "s", "xt", "x0"].some((name) => engine[name] !== state[name])) return null;
  const both = [[engine.kappa, mine.kappa], [engine.lam, mine.lam]];
  for (const name of ["prior", "likelihood", "product", "guess", "approx", "truth"]) {
    both.push([engine[name].mean, mine[name].mean], [engine[name].sd, mine[name].sd]);
  }
  mine.weights.forEach((w, i) => both.push([engine.weights[i], w]));
  const density = (x, one) => (one.sd > 0 ? normal(x, one) : 0);
  ["prior", "likelihood", "product", "approx"].forEach((name, k) =>
    engine.grid.forEach((x, i) => both.push([engine.density[k][i], density(x, mine[name])])));
  engine.grid.forEach((x, i) =>
    both.push([engine.density[4][i], mine.parts.reduce((sum, part, j) => sum + mine.weights[j] * density(x, part), 0)]));
  return Math.max(...both.map(([theirs, ours]) => Math.abs(theirs - ours)));
}
