// The state: where the points are and of which class, which one is chosen, and the guess. What a
// hand or a button makes of it.

const fine = (x) => Math.round(x * 1000) / 1000;
const FAREST = 15;
const LEAST = 3;

const openBoundary = ({ base, points, kinds, chosen }) => ({ base, points: [...points], kinds, chosen, left: null, right: null });

// The nearest state that may be; one of other drawn points begins anew, the guess stays.
function holdBoundary(scene, state) {
  const { left, right } = state;
  const guess = { left: left === null || left === undefined ? null : clamp(fine(left), 0, 1), right: right === null || right === undefined ? null : clamp(fine(right), 0, 1) };
  if (state.base !== scene.base || state.points.length !== 2 * state.kinds.length) return { ...openBoundary(scene), ...guess };
  const { box: [low, high, bottom, top] } = scene;
  const points = state.points.map((v, i) => (i % 2 ? clamp(fine(v), bottom, top) : clamp(fine(v), low, high)));
  return { base: scene.base, points, kinds: state.kinds, chosen: clamp(Math.round(state.chosen), 0, state.kinds.length - 1), ...guess };
}

const placed = (points, i, x, y) => points.map((v, j) => (j === 2 * i ? x : j === 2 * i + 1 ? y : v));
const countOf = (kinds, k) => [...kinds].filter((kind) => Number(kind) === k).length;
const mayLose = ({ state }) => countOf(state.kinds, Number(state.kinds[state.chosen])) > LEAST;
const mayGain = (me, k) => countOf(me.state.kinds, k) < me.scene.most;

// The points of class k under `map`, applied to their offsets from `centre`.
function mapped({ state }, from, k, centre, map, to = centre) {
  return state.points.map((v, j) => {
    const i = j >> 1;
    if (Number(state.kinds[i]) !== k) return v;
    const [x, y] = map([from[2 * i] - centre[0], from[2 * i + 1] - centre[1]]);
    return j % 2 ? to[1] + y : to[0] + x;
  });
}

// An axis of a cloud from `old` to `fresh`: turned with it and stretched along it.
function stretched(old, fresh) {
  const [a, b] = [Math.hypot(...old), Math.max(Math.hypot(...fresh), 0.15)];
  const [u, v] = [old.map((c) => c / a), Math.hypot(...fresh) > 0 ? fresh.map((c) => c / Math.hypot(...fresh)) : old.map((c) => c / a)];
  return (p) => {
    const [along, across] = [(dot(p, u) * b) / a, p[1] * u[0] - p[0] * u[1]];
    return [along * v[0] - across * v[1], along * v[1] + across * v[0]];
  };
}

function addPoint(me, x, y) {
  const { state } = me;
  const k = Number(state.kinds[state.chosen]);
  if (!mayGain(me, k)) return null;
  return { points: [...state.points, x, y], kinds: state.kinds + k, chosen: state.kinds.length };
}

function dropPoint(me) {
  const { points, kinds, chosen } = me.state;
  if (!mayLose(me)) return null;
  const without = kinds.slice(0, chosen) + kinds.slice(chosen + 1);
  return { points: points.filter((_, j) => j >> 1 !== chosen), kinds: without, chosen: Math.max(0, chosen - 1) };
}

function relabel(me) {
  const { kinds, chosen } = me.state;
  const K = me.scene.classes;
  const next = (Number(kinds[chosen]) + 1) % K;
  if (!mayLose(me) || !mayGain(me, next)) return null;
  return { kinds: kinds.slice(0, chosen) + next + kinds.slice(chosen + 1) };
}

// What Python asks for by name: the chosen point 15 σ away; classes drawn apart.
const PRESETS = {
  far(me) {
    const { from, unit } = measured(rowsOf(me.state.points, me.state.kinds), me.state.chosen, me.scene.classes);
    return { points: placed(me.state.points, me.state.chosen, from[0] + FAREST * unit[0], from[1] + FAREST * unit[1]) };
  },
  apart(me) {
    const { points, kinds } = openBoundary(me.scene);
    const far = me.scene.chosen;
    const [x, y] = me.scene.home;
    const rows = rowsOf(placed(points, far, x, y), kinds);
    const means = meansOf(rows, me.scene.classes).map(({ at }) => at);
    const middle = [0, 1].map((i) => means.reduce((s, m) => s + m[i], 0) / means.length);
    const out = rows.flatMap(({ x: px, y: py, k }) => [px, py].map((v, i) => middle[i] + 1.9 * (means[k][i] - middle[i]) + 0.6 * (v - means[k][i])));
    return { points: out, kinds, chosen: far };
  },
};
const presetOf = (me, { preset, ...values }) => (preset in PRESETS ? { ...values, ...PRESETS[preset](me) } : values);
