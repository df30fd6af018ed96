// The closed form, as in engine/logistic_regression: class means, the covariance within classes
// with 1/n, and weights by solving; singular ones are shrunk by Ledoit and Wolf's ρ.

const SINGULAR = 1e-12;
const dot = (a, b) => a[0] * b[0] + a[1] * b[1];

// [{x, y, k}, …] of a flat list of places and a word of class digits.
function rowsOf(points, kinds) {
  return Array.from(kinds, (kind, i) => ({ x: points[2 * i], y: points[2 * i + 1], k: Number(kind) }));
}

function meansOf(rows, K) {
  const sums = Array.from({ length: K }, () => [0, 0, 0]);
  for (const { x, y, k } of rows) {
    sums[k][0] += x;
    sums[k][1] += y;
    sums[k][2] += 1;
  }
  return sums.map(([x, y, n]) => ({ at: [x / n, y / n], n }));
}

// [xx, xy, yy] of the offsets from the class means.
function within(rows, means) {
  const S = [0, 0, 0];
  for (const { x, y, k } of rows) {
    const [dx, dy] = [x - means[k].at[0], y - means[k].at[1]];
    S[0] += dx * dx;
    S[1] += dx * dy;
    S[2] += dy * dy;
  }
  return S.map((s) => s / rows.length);
}

const solve2 = ([a, b, c], [x, y]) => {
  const det = a * c - b * b;
  return [(c * x - b * y) / det, (a * y - b * x) / det];
};

function spreadOf(rows) {
  const n = rows.length;
  const [mx, my] = [rows.reduce((s, r) => s + r.x, 0) / n, rows.reduce((s, r) => s + r.y, 0) / n];
  return [rows.reduce((s, r) => s + (r.x - mx) ** 2, 0) / n, rows.reduce((s, r) => s + (r.y - my) ** 2, 0) / n];
}

function shrinkage(rows, means, S) {
  const [tx, ty] = spreadOf(rows);
  const [a, b, c] = S;
  if (a > SINGULAR * tx && c > SINGULAR * ty && 1 - (b * b) / (a * c) > SINGULAR) return 0;
  const square = a * a + 2 * b * b + c * c;
  const away = square - (a + c) ** 2 / 2;
  if (!(away > 0)) return 1;
  const fourth = rows.reduce((s, { x, y, k }) => s + ((x - means[k].at[0]) ** 2 + (y - means[k].at[1]) ** 2) ** 2, 0);
  return Math.min(1, (fourth / rows.length - square) / rows.length / away);
}

// Weights [w_x, w_y, b] of each class; the covariance they stand on; ρ.
function closedForm(rows, K) {
  const means = meansOf(rows, K);
  const S = within(rows, means);
  const rho = shrinkage(rows, means, S);
  const m = (S[0] + S[2]) / 2;
  const used = [(1 - rho) * S[0] + rho * m, (1 - rho) * S[1], (1 - rho) * S[2] + rho * m];
  const theta = means.map(({ at, n }) => {
    const w = solve2(used, at);
    return [...w, Math.log(n / rows.length) - dot(w, at) / 2];
  });
  return { theta, means, S, rho };
}

const logitsAt = (theta, x, y) => theta.map(([a, b, c]) => a * x + b * y + c);

function logLoss(rows, theta) {
  const one = ({ x, y, k }) => {
    const z = logitsAt(theta, x, y);
    const top = Math.max(...z);
    return top + Math.log(z.reduce((s, v) => s + Math.exp(v - top), 0)) - z[k];
  };
  return rows.reduce((s, row) => s + one(row), 0) / rows.length;
}

// Degrees between two lines given by their normals; of several pairs of classes the largest.
const degrees = (u, v) => (Math.atan2(Math.abs(u[0] * v[1] - u[1] * v[0]), Math.abs(dot(u, v))) * 180) / Math.PI;
const normalOf = (theta, a, b) => [theta[a][0] - theta[b][0], theta[a][1] - theta[b][1], theta[a][2] - theta[b][2]];
const pairsOf = (K) => (K === 2 ? [[1, 0]] : [[1, 0], [2, 0], [2, 1]]);
const between = (one, other) => Math.max(...pairsOf(one.length).map(([a, b]) => degrees(normalOf(one, a, b), normalOf(other, a, b))));

// Axes of a covariance: half lengths (long, short) and the angle of the long one.
function axesOf([a, b, c]) {
  const middle = (a + c) / 2;
  const root = Math.hypot((a - c) / 2, b);
  return { long: Math.sqrt(middle + root), short: Math.sqrt(Math.max(middle - root, 0)), angle: Math.atan2(2 * b, a - c) / 2 };
}

// The chosen point as the other points measure it: their class centre, one σ in its direction.
function measured(rows, chosen, K) {
  const rest = rows.filter((_, i) => i !== chosen);
  const means = meansOf(rest, K);
  const S = within(rest, means);
  const from = means[rows[chosen].k].at;
  const away = [rows[chosen].x - from[0], rows[chosen].y - from[1]];
  const flat = !(S[0] * S[2] - S[1] * S[1] > SINGULAR * (S[0] + S[2]) ** 2);
  const sigma = flat ? Math.hypot(...away) / (Math.sqrt((S[0] + S[2]) / 2) || 1) : Math.sqrt(dot(away, solve2(S, away)));
  return { rest, from, sigma, unit: sigma > 0 ? away.map((v) => v / sigma) : [0, 0] };
}
