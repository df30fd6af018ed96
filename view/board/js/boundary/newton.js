// The rival: maximum likelihood by Newton's method from zero, the last class held at zero.

const MOST = 30;
const TOLERANCE = 1e-10;

const wholeOf = (free) => [...free, [0, 0, 0]];

function slopes(rows, free) {
  const F = free.length;
  const size = 3 * F;
  const g = new Float64Array(size);
  const H = Array.from({ length: size }, () => new Float64Array(size));
  let loss = 0;
  for (const { x, y, k } of rows) {
    const row = [x, y, 1];
    const z = logitsAt(free, x, y);
    const top = Math.max(0, ...z);
    const e = z.map((v) => Math.exp(v - top));
    const sum = e.reduce((s, v) => s + v, Math.exp(-top));
    loss += top + Math.log(sum) - (k < F ? z[k] : 0);
    for (let a = 0; a < F; a += 1) {
      const p = e[a] / sum;
      for (let i = 0; i < 3; i += 1) {
        g[3 * a + i] += (p - (k === a ? 1 : 0)) * row[i];
        for (let b = 0; b < F; b += 1) {
          const q = p * ((a === b ? 1 : 0) - e[b] / sum);
          for (let j = 0; j < 3; j += 1) H[3 * a + i][3 * b + j] += q * row[i] * row[j];
        }
      }
    }
  }
  const n = rows.length;
  return { loss: loss / n, g: g.map((v) => v / n), H: H.map((line) => line.map((v) => v / n)) };
}

// By Cholesky; null where the matrix is not clearly positive.
function solve(H, g) {
  const n = g.length;
  const L = H.map((line) => Float64Array.from(line));
  for (let j = 0; j < n; j += 1) {
    for (let k = 0; k < j; k += 1) for (let i = j; i < n; i += 1) L[i][j] -= L[i][k] * L[j][k];
    if (!(L[j][j] > 0)) return null;
    const root = Math.sqrt(L[j][j]);
    for (let i = j; i < n; i += 1) L[i][j] /= root;
  }
  const x = Float64Array.from(g);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] -= L[i][k] * x[k];
    x[i] /= L[i][i];
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] -= L[k][i] * x[k];
    x[i] /= L[i][i];
  }
  return x;
}

// Whether every point has its own class strictly first: then no maximum exists.
const ranks = (rows, theta) => rows.every(({ x, y, k }) => {
  const z = logitsAt(theta, x, y);
  return z.every((v, j) => j === k || v < z[k]);
});

// Every step from zero to the end; {theta, loss, length}. A step that does not improve is halved.
function newton(rows, K) {
  let free = Array.from({ length: K - 1 }, () => [0, 0, 0]);
  let now = slopes(rows, free);
  const path = [{ theta: wholeOf(free), loss: now.loss, length: 0 }];
  let separated = false;
  while (path.length <= MOST && Math.hypot(...now.g) >= TOLERANCE) {
    const move = solve(now.H, now.g);
    if (!move) break;
    const moved = (share) => free.map((line, a) => line.map((v, i) => v - share * move[3 * a + i]));
    let [next, then] = [free, now];
    for (let k = 0; k < 30; k += 1) {
      const tried = moved(0.5 ** k);
      const at = slopes(rows, tried);
      if (at.loss <= now.loss) {
        [next, then] = [tried, at];
        break;
      }
    }
    if (next === free) break;
    [free, now] = [next, then];
    path.push({ theta: wholeOf(free), loss: now.loss, length: Math.hypot(...free.flatMap(([a, b]) => [a, b])) });
    separated ||= ranks(rows, path.at(-1).theta);
  }
  return { path, separated, theta: path.at(-1).theta };
}
