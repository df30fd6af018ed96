// What is many lines is drawn on a canvas under the marks: the roads, both histograms, and behind
// them how dense the crowd stands at every moment.

function buildPaper(me) {
  me.paper ??= make("canvas", { class: "paper", "aria-hidden": "true" });
  if (!me.paper.isConnected) me.parts.stage.prepend(me.paper);
  const { width, height } = me.view;
  fit(me.paper, width, height);
  me.field = null;
}

// A canvas in pixels of the page, as fine as the screen is. It says that it will be read, which
// keeps it on the processor: many thin lines are quicker there than on a GPU that is emulated.
const penOf = (canvas) => canvas.getContext("2d", { willReadFrequently: true });

function fit(canvas, width, height) {
  const density = Math.min(window.devicePixelRatio || 1, 3);
  Object.assign(canvas, { width: Math.round(width * density), height: Math.round(height * density) });
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  penOf(canvas).setTransform(density, 0, 0, density, 0, 0);
}

// The identities' colours as the style sheet has them, [red, green, blue].
function inksOf(me) {
  const dark = me.root.classList.contains("dark");
  if (me.inks?.dark === dark) return me.inks;
  const style = getComputedStyle(me.root);
  const hex = (name) => [1, 3, 5].map((i) => parseInt(style.getPropertyValue(name).trim().slice(i, i + 2), 16));
  const ink = style.color.match(/[\d.]+/g).slice(0, 3).map(Number);
  me.field = null;
  me.inks = { dark, ink, model: hex("--model"), noise: hex("--noise"), data: hex("--data") };
  me.marks.shades.forEach((stop, i, all) => (stop.style.stopColor = colour(turned(me.inks.model, me.inks.noise, i / (all.length - 1)), 1)));
  return me.inks;
}

// From calm to shaken: the hue turns from green by a pale yellow to orange, so that no mud lies
// between.
function turned(a, b, part) {
  const [from, to] = [a, b].map(hueOf);
  const [hue, strong, light] = from.map((value, i) => blend(value, to[i], part));
  return rgbOf([hue, strong * (1 - 1.9 * part * (1 - part)), light]);
}

function hueOf(rgb) {
  const [r, g, b] = rgb.map((value) => value / 255);
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const wide = high - low || 1;
  const hue = high === r ? (g - b) / wide : high === g ? 2 + (b - r) / wide : 4 + (r - g) / wide;
  return [60 * hue, wide / (1 - Math.abs(high + low - 1) || 1), (high + low) / 2];
}

function rgbOf([hue, strong, light]) {
  const part = (n) => (n + hue / 30) % 12;
  const half = strong * Math.min(light, 1 - light);
  return [0, 8, 4].map((n) => 255 * (light - half * Math.max(-1, Math.min(part(n) - 3, 9 - part(n), 1))));
}

const colour = (rgb, alpha) => `rgb(${rgb.map(Math.round).join(" ")} / ${alpha})`;
const mixed = (a, b, part) => a.map((value, i) => blend(value, b[i], part));

function drawPaper(me) {
  const pen = penOf(me.paper);
  const inks = inksOf(me);
  const { view: { width, height, wall, top, foot }, numbers: n, scene } = me;
  const now = turned(inks.model, inks.noise, n.eta);
  me.root.style.setProperty("--now", colour(now, 1));
  pen.clearRect(0, 0, width, height);
  pen.drawImage(fieldOf(me, inks), wall.left, top, wall.right - wall.left, foot - top);
  pen.save();
  pen.beginPath();
  pen.rect(wall.left - 6, top, wall.right - wall.left + 12, foot - top);
  pen.clip();
  const calm = 1 - n.eta;
  const wide = me.view.unit * (me.root.classList.contains("lecture") ? 1.3 : 1);
  n.shaken.forEach((road, i) => i % 2 && strokeRoad(pen, me, road, colour(inks.noise, 0.26 * calm), wide));
  n.shakenHand.slice(0, 3).forEach((road) => strokeRoad(pen, me, road, colour(inks.noise, 0.85 * calm), 1.1 * wide));
  n.roads.forEach((road) => strokeRoad(pen, me, road, colour(now, 0.34 + 0.5 * calm ** 4), (1 + 0.5 * calm ** 4) * wide));
  n.hand.forEach((road, i) => strokeRoad(pen, me, road, colour(now, n.eta ? 0.85 : 1), (i ? 1.1 : 2.2) * wide));
  if (n.eta === 0) strokeRoad(pen, me, n.hand[0], colour(now, 1), 4 * wide);
  pen.restore();
  drawEnds(pen, me, inks, now);
  drawCrowds(pen, me, inks, now, crowdAt(scene, n.stop, n.eta));
}

// A road; of more points than can be told apart every second, third, … is drawn.
function strokeRoad(pen, me, road, ink, width) {
  const { y } = me.view;
  const { times } = me.numbers;
  const time = timeOf(me);
  const skip = Math.max(1, Math.floor(road.length / 250));
  pen.beginPath();
  for (let k = 0; k < road.length; k += skip) pen.lineTo(time.px(times[k]), y.px(road[k]));
  pen.lineTo(time.px(0), y.px(road.at(-1)));
  Object.assign(pen, { strokeStyle: ink, lineWidth: width, lineJoin: "round" });
  pen.stroke();
}

// Where the roads begin, and where the hand's end: a triangle without noise, squares with it.
function drawEnds(pen, me, inks, now) {
  const { view: { y, wall, unit: u }, numbers: n, scene } = me;
  const from = timeOf(me).px(n.times[0]);
  pen.fillStyle = colour(mixed(inks.ink, inks.dark ? [20, 22, 26] : [255, 255, 255], 0.35), 1);
  for (const start of scene.starts) {
    pen.beginPath();
    pen.arc(from, y.px(start), 2.4 * u, 0, 7);
    pen.fill();
  }
  pen.fillStyle = colour(inks.noise, n.eta ? 1 : 0.9);
  const shaken = n.eta ? n.hand : n.shakenHand.slice(0, 3);
  for (const road of shaken) pen.fillRect(wall.right - 3 * u, y.px(road.at(-1)) - 3 * u, 6 * u, 6 * u);
  if (n.eta) return;
  const at = y.px(n.hand[0].at(-1));
  pen.fillStyle = colour(now, 1);
  pen.beginPath();
  for (const [dx, dy] of [[0, -8], [8, 6], [-8, 6]]) pen.lineTo(wall.right + dx * u, at + dy * u);
  pen.fill();
}

// The crowd at the start, to the left of its wall; at the end, to the right of its own, with the
// crowd of η = 1 as an outline and the data's own shape over both.
function drawCrowds(pen, me, inks, now, crowd) {
  const { view: { wall, deep }, scene, numbers: { stop } } = me;
  const shaken = scene.ends.at(-1)[stop];
  const all = (counts) => counts.reduce((a, b) => a + b, 0);
  const left = (deep.left * 0.96) / Math.max(...scene.begins);
  const right = (deep.right * 0.9) / Math.max(...scene.shares);
  bars(pen, me, scene.begins, wall.left - 2, -left, deep.left, colour(now, 0.7));
  outline(pen, me, scene.begins, wall.left - 2, -left, deep.left, colour(inks.noise, 1), 1.3);
  const ends = right / all(shaken);
  bars(pen, me, crowd, wall.right + 10, ends, deep.right - 6, colour(now, 0.75));
  outline(pen, me, shaken, wall.right + 10, ends, deep.right - 6, colour(inks.noise, 1), 1.3);
  outline(pen, me, scene.shares, wall.right + 10, right, deep.right - 6, colour(inks.ink, 0.9), 1.2, [3, 2.5]);
  pen.fillStyle = colour(inks.ink, 0.35);
  for (const x of [wall.left - 1, wall.right + 9]) pen.fillRect(x, me.view.top, 1, me.view.foot - me.view.top);
}

const edgeOf = (me, i, count) => me.view.y.px(me.scene.reach * ((2 * i) / count - 1));
const seen = (me, y) => y >= me.view.top - 1 && y <= me.view.foot + 1;

function bars(pen, me, counts, wall, scale, deepest, ink) {
  pen.fillStyle = ink;
  counts.forEach((count, i) => {
    const [low, high] = [edgeOf(me, i, counts.length), edgeOf(me, i + 1, counts.length)];
    const long = clamp(count * scale, -deepest, deepest);
    if (count && seen(me, low) && seen(me, high)) pen.fillRect(Math.min(wall, wall + long), high + 0.25, Math.abs(long), Math.max(0.7, low - high - 0.5));
  });
}

function outline(pen, me, counts, wall, scale, deepest, ink, width, dash = []) {
  pen.beginPath();
  counts.forEach((count, i) => {
    const [low, high] = [edgeOf(me, i, counts.length), edgeOf(me, i + 1, counts.length)];
    if (!seen(me, low) || !seen(me, high)) return;
    const x = wall + clamp(count * scale, -deepest, deepest);
    pen.lineTo(x, low);
    pen.lineTo(x, high);
  });
  Object.assign(pen, { strokeStyle: ink, lineWidth: width, lineJoin: "miter" });
  pen.setLineDash(dash);
  pen.stroke();
  pen.setLineDash([]);
}

// How dense the true crowd stands at each moment: the same whatever the road.
function fieldOf(me, inks) {
  const { modes, log_alpha_bar: table, digest } = me.scene;
  const id = `${digest}/${inks.dark}`;
  if (me.field?.id === id) return me.field.canvas;
  const [wide, high] = [120, 96];
  const canvas = make("canvas", { width: wide, height: high });
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(wide, high);
  for (let i = 0; i < wide; i += 1) {
    const bells = bellsAt(modes, table[Math.max(1, Math.round((1 - i / (wide - 1)) * (table.length - 1)))]);
    for (let j = 0; j < high; j += 1) {
      const x = RISE * (1 - (2 * (j + 0.5)) / high);
      const density = bells.reduce((sum, { log, half, place }) => sum + Math.exp(log - half * (x - place) ** 2), 0);
      image.data.set([...inks.ink, 255 * 0.13 * Math.min(1, density) ** 0.7], 4 * (j * wide + i));
    }
  }
  pen.putImageData(image, 0, 0);
  me.field = { id, canvas };
  return canvas;
}
