// Both lines, the footprints of the iteration, the angle between; the far point's road; the guess.

const PACE = 0.42; // seconds a step of the replay, less where there are many

// The weights the dashed line shows: at rest the last ones, in a replay those on the way.
function rivalNow(me) {
  const { path: steps, theta } = me.numbers.rival;
  if (!me.replay) return { theta, at: steps.length - 1 };
  const at = 1 + (performance.now() - me.replay.since) / 1000 / Math.min(PACE, 3.8 / steps.length);
  if (at >= steps.length - 1) {
    me.replay = null;
    return { theta, at: steps.length - 1 };
  }
  me.settling = true;
  const [i, part] = [Math.floor(at), ease(at % 1)];
  return { theta: steps[i].theta.map((line, k) => line.map((v, j) => blend(v, steps[i + 1].theta[k][j], part))), at };
}

function drawLines(me) {
  const { view, marks, numbers: n } = me;
  const now = rivalNow(me);
  me.mle = segmentsOf(now.theta, view.frame);
  me.closedLines = segmentsOf(n.closed.theta, view.frame);
  set(marks.closed, { d: lineOf(view, me.closedLines) });
  set(marks.mle, { d: lineOf(view, me.mle) });
  const prints = n.rival.path.slice(1, Math.floor(now.at) + 1).map(({ theta }) => segmentsOf(theta, view.frame));
  set(marks.prints, { d: prints.map((segments) => lineOf(view, segments)).join("") });
  marks.prints.classList.toggle("moving", Boolean(me.replay));
  drawBadges(me, n.K === 2 ? prints.map((segments) => segments[0]) : []);
  drawArc(me);
}

// Numbers on the footprints: the first, the second and the last, or the newest in a replay.
function drawBadges(me, prints) {
  const { view, marks } = me;
  const shown = [...new Set([1, 2, prints.length])].filter((i) => prints[i - 1]);
  marks.badges.replaceChildren(...shown.map((i, j) => {
    const [from, to] = prints[i - 1].map((p) => view.at(...p));
    const share = 0.86 - 0.055 * j;
    const [x, y] = [blend(from[0], to[0], share), blend(from[1], to[1], share)];
    const first = i === 1 ? " first" : i === prints.length ? " last" : "";
    return shape("g", { class: `badge-mark${first}`, transform: `translate(${round(x)} ${round(y)})` }, shape("circle", { r: 8 }), shape("text", { y: 4 }, String(i)));
  }));
}

// The angle between two lines, where they cross within sight.
function drawArc(me) {
  const { view, marks, numbers: n, said } = me;
  const [one, other] = [me.closedLines[0], me.mle[0]];
  const wide = n.K === 2 && one && other && n.angle > 2 && !me.replay ? arcOf(view, one, other, n) : null;
  set(marks.arc, { d: wide?.d ?? "" });
  me.arcAt = wide?.middle ?? null;
  said.angle.style.opacity = Number(Boolean(wide));
}

function arcOf(view, one, other, n) {
  const [a, b] = [normalOf(n.closed.theta, 1, 0), normalOf(n.rival.theta, 1, 0)];
  const det = a[0] * b[1] - a[1] * b[0];
  const cross = [(a[1] * b[2] - b[1] * a[2]) / det, (b[0] * a[2] - a[0] * b[2]) / det];
  const [cx, cy] = view.at(...cross);
  const radius = 0.58 * (view.width - cx);
  if (cx < 0 || radius < 60) return null;
  const toward = (line) => Math.atan2(view.at(...line[1])[1] - cy, view.at(...line[1])[0] - cx);
  const [from, to] = [toward(other), toward(one)];
  const on = (angle, r = radius) => [cx + r * Math.cos(angle), cy + r * Math.sin(angle)];
  const [p, q, middle] = [on(from), on(to), on((from + to) / 2, radius + 8)];
  return { d: `M${p.map(round)}A${round(radius)} ${round(radius)} 0 0 ${Number(to > from)} ${q.map(round)}`, middle };
}

// The chosen point; the numbers may be a frame behind the state, which has one more.
const chosenRow = ({ numbers: n, state }) => n.rows[state.chosen] ?? n.rows.at(-1);

// The way of the chosen point from its class, and where it will be asked about.
function drawFar(me) {
  const { view, marks, numbers: n, state, scene } = me;
  const row = chosenRow(me);
  const [from, to] = [view.at(...n.far.from), view.at(row.x, row.y)];
  const far = n.far.sigma > 3.5;
  const bend = [(from[0] + to[0]) / 2, Math.min(from[1], to[1]) - 0.06 * Math.abs(to[0] - from[0])];
  set(marks.road, { d: far ? `M${from.map(round)}Q${bend.map(round)} ${to.map(round)}` : "", class: `road kind${row.k}` });
  const goal = farOf(n, state.chosen);
  me.goal = view.at(goal.x, goal.y);
  me.answer = scene.told ? segmentsOf(goal.theta, view.frame) : [];
  const asked = scene.asks && n.far.sigma < FAREST - 0.5;
  set(marks.ghost, { d: asked ? FORMS[row.k](...me.goal.map(round), view.r * 1.35) : "", class: `ghost kind${row.k}` });
  me.said.ask.style.opacity = Number(asked && !scene.told);
}

function drawGuess(me) {
  const { marks, view, scene } = me;
  const heights = SIDES.map((side) => shareOf(me, side));
  const there = scene.asks && !heights.includes(null);
  const y = heights.map((share) => round(view.at(0, heightOf(me, share))[1]));
  set(marks.guess, { d: there ? `M0 ${y[0]}L${view.width} ${y[1]}` : "" });
  set(marks.answer, { d: there || me.replay ? lineOf(view, me.answer) : "" });
}

// Names along the lines, right of where they part.
function drawNames(me) {
  const { marks, view, numbers: n } = me;
  const along = (text, line, share, dy) => {
    text.style.display = line && n.K === 2 && !view.narrow ? "" : "none";
    if (!line || n.K > 2) return;
    const [p, q] = line.map((end) => view.at(...end));
    const turn = (Math.atan2(q[1] - p[1], q[0] - p[0]) * 180) / Math.PI;
    set(text, { transform: `translate(${round(blend(p[0], q[0], share))} ${round(blend(p[1], q[1], share))}) rotate(${round(turn)})`, dy });
  };
  const over = n.angle > 2 && me.closedLines[0] && me.mle[0] && me.closedLines[0][1][1] < me.mle[0][1][1];
  along(marks.closedName, me.closedLines[0], 0.7, over ? 18 : -8);
  along(marks.mleName, me.mle[0], 0.66, over ? -8 : 18);
}

function placeBoundaryLabels(me) {
  const { said, words, line: { numbers }, view, numbers: n, state } = me;
  const inside = (element, x, y) => {
    const { wide, high } = sizeOf(me, element);
    stand(element, clamp(x, 2, Math.max(2, view.width - wide - 2)), clamp(y - high / 2, view.top + 2, view.height - high - 2));
  };
  stand(said.legend, 0, 0);
  write(said.sigma, words.labels.sigma, numbers, words);
  const row = chosenRow(me);
  const [x, y] = view.at(row.x, row.y);
  inside(said.sigma, x + 16, y - 14);
  write(said.angle, words.labels.angle, numbers, words);
  if (me.arcAt) inside(said.angle, me.arcAt[0], me.arcAt[1]);
  inside(said.ask, me.goal[0] - sizeOf(me, said.ask).wide / 2, me.goal[1] - (view.narrow ? 36 : 18));
  const note = n.rival.separated ? "separated" : n.closed.rho > 0 ? "shrunk" : "";
  said.note.style.opacity = Number(Boolean(note));
  if (note) write(said.note, words.labels[note], { ...numbers, rho: n.closed.rho.toFixed(3) }, words);
  inside(said.note, 8, view.height - 16);
}
