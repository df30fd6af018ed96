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
