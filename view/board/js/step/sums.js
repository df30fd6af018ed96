// What a step x_s = κ x_t + λ x_0 + σ z does to a crowd of Gaussians: its share a of the data and
// its noise b, what both should be, and the densities that follow.

const HALF = Math.sqrt(2 * Math.PI);
const SNAP = 0.02; // how near to a constraint a hand is drawn onto it
const OUT = { sigma: 1.34, u: 1.22 }; // how far the plane goes, in units of the bound
const LAM = { low: -0.4, high: 1.3 };
const TIGHT = 1e-9;

// The nearest state that may be: within the plane, on a constraint where that is near, and on both
// where the family is asked for.
function holdStep(scene, { kappa, lam, sigma, mode, t, s }) {
  const { a_t, a_s, b_t, b_s } = scene;
  const family = mode === "family";
  if (t !== scene.t || s !== scene.s) return { ...openStep(scene), mode: family ? "family" : "hand" };
  let width = clamp(sigma, 0, family ? b_s : OUT.sigma * b_s);
  let u = clamp(kappa * b_t, 0, OUT.u * b_s);
  if (width < SNAP * b_s) width = 0;
  const near = width <= b_s && Math.abs(Math.hypot(u, width) - b_s) < SNAP * b_s;
  if (family || near) u = Math.sqrt(Math.max(0, b_s * b_s - width * width));
  const k = u / b_t;
  const needed = a_s - k * a_t;
  const l = clamp(lam, LAM.low, LAM.high);
  return { kappa: k, lam: family || Math.abs(l - needed) < SNAP ? needed : l, sigma: width, mode: family ? "family" : "hand", t, s };
}

// Another pair of times begins with DDIM.
function openStep({ a_t, a_s, b_t, b_s, t, s }) {
  const kappa = b_s / b_t;
  return { sigma: 0, kappa, lam: a_s - kappa * a_t, mode: "hand", t, s };
}

function step(scene, state) {
  const { a_t, a_s, b_t, b_s } = scene;
  const { kappa, lam, sigma } = state.mode === "family" ? holdStep(scene, state) : state;
  const [a, b] = [kappa * a_t + lam, Math.hypot(kappa * b_t, sigma)];
  const on = { a: Math.abs(a - a_s) < TIGHT, b: Math.abs(b - b_s) < TIGHT };
  return {
    kappa, lam, sigma, u: kappa * b_t, a, b, on, both: on.a && on.b, room: sigma <= b_s, needed: a_s - kappa * a_t,
    made: momentsOf(scene.modes, a, b), wanted: momentsOf(scene.modes, a_s, b_s),
  };
}

function momentsOf({ weights, means, sds }, a, b) {
  const mean = means.reduce((sum, m, i) => sum + weights[i] * m, 0);
  const square = means.reduce((sum, m, i) => sum + weights[i] * (m * m + sds[i] * sds[i]), 0);
  return { mean: a * mean, variance: a * a * (square - mean * mean) + b * b };
}

function densityAt({ weights, means, sds }, a, b, x) {
  return means.reduce((sum, m, i) => {
    const spread = Math.max(Math.hypot(a * sds[i], b), 1e-3);
    return sum + (weights[i] * Math.exp(-(((x - a * m) / spread) ** 2) / 2)) / (spread * HALF);
  }, 0);
}

// A few of the crowd, each with noises of its own: where they are at t, and where the step leads.
function roadsOf({ a_t, b_t, x0, epsilon, z }, { kappa, lam, sigma }) {
  return x0.map((x, i) => {
    const from = a_t * x + b_t * epsilon[i];
    return [from, kappa * from + lam * x + sigma * z[i]];
  });
}

// The largest difference to the engine's numbers, null where they are of another step.
function farthestStep({ engine }, state, mine) {
  if (!engine || ["kappa", "lam", "sigma"].some((name) => Math.abs(engine[name] - state[name]) > TIGHT)) return null;
  const both = [[engine.shared[0], mine.a], [engine.shared[1], mine.b]];
  both.push([engine.made[0], mine.made.mean], [engine.made[1], mine.made.variance]);
  both.push([engine.needed[0], mine.wanted.mean], [engine.needed[1], mine.wanted.variance]);
  return Math.max(...both.map(([theirs, ours]) => Math.abs(theirs - ours)));
}
