// The law of the boundary: points of two or three classes, the closed form solid, maximum
// likelihood dashed with its footprints; all of it anew at every frame.

let kept = { id: "", numbers: null };

function boundary({ classes: K }, { points, kinds, chosen }) {
  const id = `${K}/${kinds}/${chosen}/${points}`;
  if (kept.id === id) return kept.numbers;
  const rows = rowsOf(points, kinds);
  const [closed, rival, far] = [closedForm(rows, K), newton(rows, K), measured(rows, chosen, K)];
  const without = [closedForm(far.rest, K).theta, newton(far.rest, K).theta];
  const numbers = {
    K, rows, closed, rival, far, angle: between(closed.theta, rival.theta),
    turned: [between(closed.theta, without[0]), between(rival.theta, without[1])],
    loss: [logLoss(rows, closed.theta), rival.path.at(-1).loss],
  };
  kept = { id, numbers };
  return numbers;
}

// The closed form with the chosen point 15 σ away.
function farOf({ K, rows, far: { from, unit } }, chosen) {
  const [x, y] = from.map((v, i) => fine(v + FAREST * unit[i]));
  return { x, y, theta: closedForm(rows.map((row, i) => (i === chosen ? { ...row, x, y } : row)), K).theta };
}

// The largest difference to the engine, in logits at the points; null where it is of other points.
function farthestBoundary({ engine }, state, mine) {
  if (!engine || engine.kinds !== state.kinds || engine.chosen !== state.chosen || engine.points.some((v, i) => v !== state.points[i])) return null;
  const logits = (theta) => mine.rows.flatMap(({ x, y }) => {
    const z = logitsAt(theta, x, y);
    return z.map((v) => v - z[0]);
  });
  const apart = (one, other) => Math.max(...logits(one).map((v, i) => Math.abs(v - logits(other)[i])));
  const both = [apart(engine.closed, mine.closed.theta), Math.abs(engine.distance - mine.far.sigma), Math.abs(engine.loss - mine.loss[0])];
  if (engine.separated !== mine.rival.separated) return Infinity;
  if (!mine.rival.separated) both.push(apart(engine.mle, mine.rival.theta), Math.abs(engine.angle - mine.angle));
  return Math.max(...both);
}

const little = (x, unit, digits) => (x < 0.01 ? `<0.01${unit}` : `${x.toFixed(digits)}${unit}`);
const kindOf = (me, k) => me.words?.labels[`kind${k}`] ?? "";

const LAW = {
  leaps: ["chosen"],
  leg: (state) => (new Set(state.kinds).size > 2 ? "three" : "two"),
  handles: HANDS,
  buttons: KNOBS,
  open: openBoundary,
  hold: holdBoundary,
  stale: (scene, state) => state.base !== scene.base,
  put: presetOf,
  greet: ({ points }, { home, chosen }) => ({ points: placed(points, chosen, ...home) }),
  greeting: 1.6,
  numbers: boundary,
  compare: (scene, state) => farthestBoundary(scene, state, boundary(scene, state)),
  layout: layoutBoundary,
  build: buildBoundary,

  draw(me) {
    drawPaper(me);
    drawClouds(me);
    drawLines(me);
    drawFar(me);
    drawGuess(me);
    drawNames(me);
    const { numbers: n, root } = me;
    root.dataset.separated = n.rival.separated;
    root.dataset.angle = n.angle;
    me.line.boundary = { scene: me.scene, state: me.state, numbers: n };
    publish(me.line, "boundary_id", kept.id);
  },

  said(me) {
    const { numbers: n, state, scene } = me;
    const last = n.rival.path.length - 1;
    const row = chosenRow(me);
    const axes = Object.fromEntries(CIRCLES.flatMap((k) => (k < n.K && me.ends[k] ? [[`long${k}`, Math.hypot(...me.ends[k].long)], [`short${k}`, Math.hypot(...me.ends[k].short)]] : [[`long${k}`, 0], [`short${k}`, 0]])));
    const means = Object.fromEntries(CIRCLES.map((k) => [`mean${k}`, k < n.K ? `(${n.closed.means[k].at.map((v) => v.toFixed(1)).join(", ")})`.replaceAll("-", "−") : ""]));
    return {
      angle: `${n.angle.toFixed(1)}°`, distance: n.far.sigma.toFixed(1), turned_closed: little(n.turned[0], "°", 1), turned_mle: n.rival.separated ? "–" : little(n.turned[1], "°", 1),
      loss_closed: n.loss[0].toFixed(3), loss_mle: n.loss[1] < 5e-4 ? "→ 0" : n.loss[1].toFixed(3), steps: n.rival.separated ? "∞" : String(last), last: String(last),
      length: n.rival.path.at(-1).length.toPrecision(3), count: n.rows.length, kind: kindOf(me, row.k), place: `(${row.x.toFixed(2)}, ${row.y.toFixed(2)})`.replaceAll("-", "−"),
      left: shareOf(me, "left") === null ? "–" : `${Math.round(100 * shareOf(me, "left"))}%`, right: shareOf(me, "right") === null ? "–" : `${Math.round(100 * shareOf(me, "right"))}%`,
      ...axes, ...means, ending: me.words ? fill(me.words.at[n.rival.separated ? "separated" : "converged"], { steps: String(last), length: n.rival.path.at(-1).length.toPrecision(3) }, me.words.lang) : "",
    };
  },
  write(me) {
    const legend = me.said.legend;
    const item = (mark, name) => make("span", { class: `item ${mark}` }, make("i"), me.words.labels[name]);
    const kinds = CIRCLES.slice(0, me.scene.classes).map((k) => item(`kind${k}`, `kind${k}`));
    legend.replaceChildren(...kinds, item("closed", "closed"), item("mle", "mle"), item("prints", "prints"), ...(me.scene.classes > 2 ? [] : [make("span", { class: "item right" }, me.words.labels.field)]));
    me.legendOf = me.scene.classes;
    me.marks.closedName.textContent = me.words.labels.closed;
    me.marks.mleName.textContent = me.words.labels.mle;
    write(me.said.ask, me.words.labels.ask, {}, me.words);
  },
  label(me) {
    if (!me.words || !me.line.numbers) return;
    if (me.legendOf !== me.scene.classes) LAW.write(me);
    placeBoundaryLabels(me);
  },
};
