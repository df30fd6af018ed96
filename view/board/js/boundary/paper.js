// The probability field behind: each class's colour as strong as the closed form is sure of it,
// none where it cannot decide. Small pixels on a canvas, smoothed by the browser.

const GRAIN = 4;

function inkOf(me) {
  const dark = me.root.classList.contains("dark");
  if (me.inks?.dark === dark) return me.inks;
  const style = getComputedStyle(me.root);
  const hex = (name) => [1, 3, 5].map((i) => parseInt(style.getPropertyValue(name).trim().slice(i, i + 2), 16));
  me.inks = { dark, kinds: [hex("--data"), hex("--noise"), hex("--third")], model: style.getPropertyValue("--model").trim() };
  return me.inks;
}

function buildPaper(me) {
  me.paper ??= make("canvas", { class: "paper", "aria-hidden": "true" });
  if (!me.paper.isConnected) me.parts.stage.prepend(me.paper);
  const { width, height, top } = me.view;
  Object.assign(me.paper, { width: Math.ceil(width / GRAIN), height: Math.ceil((height - top) / GRAIN) });
  Object.assign(me.paper.style, { top: `${top}px`, width: `${width}px`, height: `${height - top}px` });
}

// p of each class at every small pixel → colour and strength.
function drawField(canvas, theta, inks, back) {
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const { width, height } = canvas;
  const image = pen.createImageData(width, height);
  const K = theta.length;
  const z = new Float64Array(K);
  for (let j = 0, at = 0; j < height; j += 1) {
    for (let i = 0; i < width; i += 1, at += 4) {
      const [x, y] = back(i + 0.5, j + 0.5);
      let top = -Infinity;
      for (let k = 0; k < K; k += 1) {
        z[k] = theta[k][0] * x + theta[k][1] * y + theta[k][2];
        if (z[k] > top) top = z[k];
      }
      let [sum, best, first] = [0, 0, 0];
      for (let k = 0; k < K; k += 1) {
        const e = Math.exp(z[k] - top);
        sum += e;
        if (e > best) [best, first] = [e, k];
      }
      const sure = (K * (best / sum) - 1) / (K - 1);
      const ink = inks.kinds[first];
      image.data[at] = ink[0];
      image.data[at + 1] = ink[1];
      image.data[at + 2] = ink[2];
      image.data[at + 3] = 255 * (inks.dark ? 0.34 : 0.36) * sure;
    }
  }
  pen.putImageData(image, 0, 0);
}

const drawPaper = (me) => drawField(me.paper, me.numbers.closed.theta, inkOf(me), (i, j) => me.view.back(i * GRAIN, me.view.top + j * GRAIN));

// The part of the line between classes a and b inside `frame` where no third class is ahead.
function segmentOf(theta, a, b, frame) {
  const [nx, ny, c] = normalOf(theta, a, b);
  const square = nx * nx + ny * ny;
  if (!(square > 1e-24)) return null;
  const length = Math.sqrt(square);
  const from = [(-c * nx) / square, (-c * ny) / square];
  const way = [ny / length, -nx / length];
  let [low, high] = [-1e6, 1e6];
  const cut = (slope, rest) => {
    if (Math.abs(slope) < 1e-12) rest < 0 && ([low, high] = [1, 0]);
    else if (slope > 0) low = Math.max(low, -rest / slope);
    else high = Math.min(high, -rest / slope);
  };
  const { left, right, bottom, top } = frame;
  cut(way[0], from[0] - left);
  cut(-way[0], right - from[0]);
  cut(way[1], from[1] - bottom);
  cut(-way[1], top - from[1]);
  theta.forEach((_, k) => {
    if (k === a || k === b) return;
    const n = normalOf(theta, a, k);
    cut(dot(n, way), dot(n, from) + n[2]);
  });
  if (low >= high) return null;
  return [low, high].map((t) => [from[0] + t * way[0], from[1] + t * way[1]]).sort((p, q) => p[0] - q[0]);
}
const segmentsOf = (theta, frame) => pairsOf(theta.length).map(([a, b]) => segmentOf(theta, a, b, frame)).filter(Boolean);
