// The law's mathematics, as in engine/diffusion/roads.py: the exact guess on a line, the σ family
// for every step, and the roads; the fan's from their own starts, the hand's from the reader's.

// What a scene brings as text and lists, as typed arrays; kept for as long as the scene is the same.
const opened = { digest: "" };
function open(scene) {
  if (opened.digest === scene.digest) return opened;
  const bytes = Uint8Array.from(atob(scene.noise), (c) => c.charCodeAt(0));
  const noise = new Int16Array(bytes.buffer);
  const T = scene.log_alpha_bar.length - 1;
  const sums = scene.starts.map((_, road) => {
    const sum = new Float64Array(T + 1);
    for (let t = 0; t < T; t += 1) sum[t + 1] = sum[t] + noise[road * T + t] * scene.noise_scale;
    return sum;
  });
  let from = 0;
  const lists = scene.steps.map((steps) => scene.times.slice(from, (from += steps + 1)));
  return Object.assign(opened, { digest: scene.digest, T, sums, lists, kept: new Map() });
}

// κ, λ, σ of each step along `times`; and for the guess ᾱ_t and the bells of the mixture at t.
function folded({ log_alpha_bar: table, modes }, times, eta) {
  return times.slice(0, -1).map((t, k) => {
    const s = times[k + 1];
    const [lt, ls] = [table[t], table[s]];
    const ratio = Math.expm1(2 * ls) / Math.expm1(2 * lt);
    const step = -Math.expm1(2 * (lt - ls));
    const kappa = Math.sqrt(Math.abs(ratio * ((1 - eta) * (1 + eta) + eta ** 2 * Math.exp(2 * (lt - ls)) * ratio)));
    const sigma = eta * Math.sqrt(Math.abs(step * ratio));
    return { t, s, kappa, sigma, lam: Math.exp(ls) - Math.exp(lt) * kappa, root: Math.sqrt(t - s), bells: bellsAt(modes, lt) };
  });
}

function bellsAt({ weights, means, sds }, log) {
  const a = Math.exp(log);
  const b2 = -Math.expm1(2 * log);
  return weights.map((w, i) => {
    const v = a * a * sds[i] ** 2 + b2;
    return { place: a * means[i], mean: means[i], gain: (a * sds[i] ** 2) / v, half: 0.5 / v, log: Math.log(w) - Math.log(v) / 2 };
  });
}

// E[x_0 | x_t] of the mixture.
function guessOf(bells, x) {
  let peak = -Infinity;
  for (const bell of bells) peak = Math.max(peak, (bell.now = bell.log - bell.half * (x - bell.place) ** 2));
  let [all, sum] = [0, 0];
  for (const bell of bells) {
    const weight = Math.exp(bell.now - peak);
    all += weight;
    sum += weight * (bell.mean + bell.gain * (x - bell.place));
  }
  return sum / all;
}

// One road: x at every time of the list.
function walk(steps, start, sums) {
  const road = new Float64Array(steps.length + 1);
  let x = (road[0] = start);
  for (let k = 0; k < steps.length; k += 1) {
    const { t, s, kappa, lam, sigma, root, bells } = steps[k];
    x = kappa * x + lam * guessOf(bells, x);
    if (sigma) x += (sigma * (sums[t] - sums[s])) / root;
    road[k + 1] = x;
  }
  return road;
}

// Something computed from few values, kept while they are the same.
function once(kept, name, id, make) {
  if (kept.get(name)?.id !== id) kept.set(name, { id, value: make() });
  return kept.get(name).value;
}

// Every S between two stops counts as the nearer one: the knob, and a glide, pass through all.
const stopOf = (scene, S) => scene.steps.reduce((best, stop, i) => (Math.abs(Math.log(stop / S)) < Math.abs(Math.log(scene.steps[best] / S)) ? i : best), 0);

function fan(scene, { eta, S, start }) {
  const { kept, lists, sums } = open(scene);
  const stop = stopOf(scene, S);
  const times = lists[stop];
  const own = (name, value) => once(kept, `${name} steps`, `${stop}/${value}`, () => folded(scene, times, value));
  const all = (name, value) => once(kept, name, `${stop}/${value}`, () => scene.starts.map((x, i) => walk(own(name, value), x, sums[i])));
  const mine = (name, value) => once(kept, `${name} hand`, `${stop}/${value}/${start}`, () => sums.slice(0, scene.hand).map((sum) => walk(own(name, value), start, sum)));
  return {
    stop, times, eta, steps: own("now", eta), roads: all("now", eta), hand: mine("now", eta),
    shaken: all("shaken", 1), shakenHand: mine("shaken", 1),
  };
}

// The step that leads to a time nearest to t, on the hand's first road, term by term.
function termsAt(scene, { steps, hand, eta }, t) {
  const k = steps.reduce((best, { s }, i) => (Math.abs(s - t) < Math.abs(steps[best].s - t) ? i : best), 0);
  const step = steps[k];
  const [x, next] = [hand[0][k], hand[0][k + 1]];
  const [lt, ls] = [scene.log_alpha_bar[step.t], scene.log_alpha_bar[step.s]];
  const guess = guessOf(step.bells, x);
  const sums = open(scene).sums[0];
  const beta = Math.sqrt(-Math.expm1(2 * lt));
  return {
    t: step.t, s: step.s, k, x, next, guess, eta, alpha: Math.exp(ls), root: step.kappa * beta, sigma: step.sigma,
    z: (sums[step.t] - sums[step.s]) / step.root, noise: (x - Math.exp(lt) * guess) / beta,
  };
}

// The largest difference to where the engine's roads end, null where it walked others.
function farthest(scene, state, { roads, hand }) {
  const { engine } = scene;
  if (!engine || ["eta", "S", "start"].some((name) => engine[name] !== state[name])) return null;
  const ends = [...roads, ...hand].map((road) => road.at(-1));
  return Math.max(...ends.map((end, i) => Math.abs(end - engine.ends[i])));
}

// The crowd's histogram for any η: between two measured ones blended.
function crowdAt({ etas, ends }, stop, eta) {
  const above = Math.max(1, etas.findIndex((one) => one >= eta));
  const share = (eta - etas[above - 1]) / (etas[above] - etas[above - 1]);
  return ends[above - 1][stop].map((count, i) => blend(count, ends[above][stop][i], share));
}
