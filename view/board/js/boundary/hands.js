// Hands: the chosen point, centres and axes of the clouds, both ends of the guess. A press takes
// what is nearest; any point that is pressed becomes the chosen one.

const CIRCLES = [0, 1, 2];
const PLAY = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>`;
const PLUS = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M8 2.5v11M2.5 8h11"/></svg>`;
const MINUS = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M2.5 8h11"/></svg>`;
const SWAP = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3"/></svg>`;
const BACKTO = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M13 8a5 5 0 1 1-1.6-3.7"/><path d="M13.6 1.6v4.2H9.4z"/></svg>`;
const DRAWN = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M2 12L14 4"/><circle cx="2.6" cy="11.6" r="2.2"/><circle cx="13.4" cy="4.4" r="2.2"/></svg>`;

const mayGuess = (me) => me.scene.asks && !me.scene.told;
const shareOf = (me, side) => me.state[side] ?? me.draft?.[side] ?? null;
const heightOf = (me, share) => blend(me.scene.box[2], me.scene.box[3], share);
const SIDES = ["left", "right"];

const POINT = {
  name: "point", mark: "circle", term: "point",
  at: ({ state, view }) => view.at(state.points[2 * state.chosen], state.points[2 * state.chosen + 1]),
  drag: (me, px, py) => ({ points: placed(me.state.points, me.state.chosen, ...me.view.back(px, py)) }),
  step(me, steps, key) {
    const { points, kinds, chosen } = me.state;
    if (!(key in ARROWS)) return { chosen: clamp(chosen + clamp(steps, -999, 999) / (Math.abs(steps) === 10 ? 10 : 1), 0, kinds.length - 1) };
    const upright = key === "ArrowUp" || key === "ArrowDown";
    return { points: placed(points, chosen, points[2 * chosen] + (upright ? 0 : 0.1 * steps), points[2 * chosen + 1] + (upright ? 0.1 * steps : 0)) };
  },
  away: dropPoint,
  range: ({ state }) => ({ now: state.chosen + 1, min: 1, max: state.kinds.length }),
};

const centreHand = (k) => ({
  name: `mean${k}`, mark: "ring", term: `mu_${k}`,
  at: ({ numbers: n, view }) => (k < n.K ? view.at(...n.closed.means[k].at) : null),
  drag: (me, px, py) => shifted(me, k, me.view.back(px, py)),
  step(me, steps, key) {
    const by = clamp(0.1 * steps, -9, 9);
    const upright = key === "ArrowUp" || key === "ArrowDown";
    const [x, y] = me.numbers.closed.means[k].at;
    return shifted(me, k, [x + (upright ? 0 : by), y + (upright ? by : 0)]);
  },
  range: ({ numbers: n }) => ({ now: k < n.K ? fine(n.closed.means[k].at[0]) : 0, min: -99, max: 99 }),
});

// A cloud goes as a whole, no further than all of it can.
function shifted(me, k, [x, y]) {
  const { at } = me.numbers.closed.means[k];
  const { box: [low, high, bottom, top] } = me.scene;
  const own = me.numbers.rows.filter((row) => row.k === k);
  const dx = clamp(x - at[0], low - Math.min(...own.map((r) => r.x)), high - Math.max(...own.map((r) => r.x)));
  const dy = clamp(y - at[1], bottom - Math.min(...own.map((r) => r.y)), top - Math.max(...own.map((r) => r.y)));
  return { points: mapped(me, me.state.points, k, at, (p) => p, [at[0] + dx, at[1] + dy]) };
}

// An end of an axis; the drag maps the cloud as it was when it was taken.
const axisHand = (k, which) => ({
  name: `${which}${k}`, mark: "frame",
  at: ({ numbers: n, view, ends }) => (k < n.K ? view.at(...ends[k][which].map((v, i) => v + n.closed.means[k].at[i])) : null),
  grip: (me) => (me.grip = { from: me.state.points, at: me.numbers.closed.means[k].at, axis: me.ends[k][which] }),
  drag(me, px, py) {
    const { from, at, axis: old } = me.grip;
    const [x, y] = me.view.back(px, py);
    return { points: mapped(me, from, k, at, stretched(old, [x - at[0], y - at[1]])) };
  },
  step(me, steps, key) {
    const upright = key === "ArrowUp" || key === "ArrowDown";
    const some = clamp(steps, -10, 10);
    const [a, b] = me.ends[k][which];
    const [turn, grow] = [upright ? 0 : -0.05 * some, upright ? 1.05 ** some : 1];
    const fresh = [grow * (a * Math.cos(turn) - b * Math.sin(turn)), grow * (a * Math.sin(turn) + b * Math.cos(turn))];
    return { points: mapped(me, me.state.points, k, me.numbers.closed.means[k].at, stretched([a, b], fresh)) };
  },
  range: ({ ends }) => ({ now: ends[k] ? fine(Math.hypot(...ends[k][which])) : 0, min: 0, max: 99 }),
});

const guessHand = (side) => ({
  name: side, mark: "circle", identity: "prediction", slow: true, fixed: (me) => !mayGuess(me),
  at: (me) => (shareOf(me, side) === null || !me.scene.asks ? null : [side === "left" ? 12 : me.view.width - 12, me.view.at(0, heightOf(me, shareOf(me, side)))[1]]),
  drag: (me, px, py) => drafted(me, side, (me.view.back(px, py)[1] - me.scene.box[2]) / (me.scene.box[3] - me.scene.box[2])),
  step: (me, steps) => drafted(me, side, shareOf(me, side) + clamp(0.02 * steps, -9, 9)),
  drop: (me) => ({ left: shareOf(me, "left"), right: shareOf(me, "right") }),
  away: (me) => ((me.draft = null), { left: null, right: null }),
  range: (me) => ({ now: fine(shareOf(me, side) ?? 0.5), min: 0, max: 1 }),
});

// The guess counts once an end of it has been let go.
function drafted(me, side, share) {
  me.draft = { left: shareOf(me, "left") ?? 0.5, right: shareOf(me, "right") ?? 0.5, [side]: clamp(fine(share), 0, 1) };
  return { left: null, right: null };
}

const HANDS = [
  ...CIRCLES.flatMap((k) => [axisHand(k, "long"), axisHand(k, "short")]), ...CIRCLES.map(centreHand), POINT, ...SIDES.map(guessHand),
];

// What a press at (px, py) takes: the nearest point or hand, a point rather than the rest.
function aim(me, px, py) {
  const far = ([x, y], less) => Math.hypot(x - px, y - py) - less;
  const { points, kinds } = me.state;
  const spots = Array.from(kinds, (_, i) => ({ i, name: "point", away: far(me.view.at(points[2 * i], points[2 * i + 1]), 0) }));
  const hands = me.handles.filter(({ spec }) => spec.name !== "point" && spec.at(me)).map(({ spec }) => ({ name: spec.name, away: far(spec.at(me), spec.identity ? 8 : 2) }));
  return [...spots, ...hands].reduce((best, one) => (one.away < best.away ? one : best));
}

function wirePicture(me, picture) {
  const place = (event) => {
    const { left, top } = picture.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  picture.addEventListener("pointerdown", (event) => {
    const near = event.target.closest(".spot, .handle");
    if (!near || event.button !== 0 || !me.numbers) return;
    event.stopPropagation();
    const { name, i } = aim(me, ...place(event));
    if (name === "point" && isHeld(me, "point")) return;
    if (name === "point" && i !== me.state.chosen) {
      me.state = { ...me.state, chosen: i };
      schedule(me);
    }
    const { element } = me.handles.find(({ spec }) => spec.name === name);
    element.focus({ preventScroll: true });
    element.grab(event);
  }, true);
  picture.addEventListener("dblclick", (event) => {
    const [px, py] = place(event);
    if (event.target.closest(".spot, .handle") || py < me.view.top) return;
    press(me, addPoint(me, ...me.view.back(px, py)));
  });
}

function press(me, changed) {
  if (!changed || isHeld(me, "point")) return;
  take(me, "point");
  move(me, changed);
  commit(me);
}

function replay(me) {
  me.replay = me.still ? null : { since: performance.now() };
  me.touched = true;
  schedule(me);
}

function guess(me) {
  if (!mayGuess(me)) return;
  me.draft ??= { left: me.state.left ?? 0.5, right: me.state.right ?? 0.5 };
  schedule(me);
  placeHandles(me);
  me.handles.find(({ spec }) => spec.name === "left").element.focus();
}

const besides = ({ state: { points, chosen } }) => [points[2 * chosen] + 0.6, points[2 * chosen + 1] + 0.6];
const again = (me) => {
  take(me, "point");
  glide(me, { ...openBoundary(me.scene), left: me.state.left, right: me.state.right }, 0.6);
};

const KNOBS = [
  { name: "replay", primary: true, icon: PLAY, key: " ", press: replay },
  { name: "add", icon: PLUS, key: "+", moves: ["point"], off: (me) => !me.state || !mayGain(me, Number(me.state.kinds[me.state.chosen])), press: (me) => press(me, addPoint(me, ...besides(me))) },
  { name: "drop", icon: MINUS, moves: ["point"], off: (me) => !mayLose(me), press: (me) => press(me, dropPoint(me)) },
  { name: "relabel", icon: SWAP, key: "x", moves: ["point"], off: (me) => !mayLose(me), press: (me) => press(me, relabel(me)) },
  { name: "again", icon: BACKTO, moves: ["point"], press: again },
  { name: "plant", icon: DRAWN, key: "p", moves: ["left", "right"], off: (me) => !mayGuess(me), gone: (me) => !me.scene.asks, press: guess },
];
