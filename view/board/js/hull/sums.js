// The law's mathematics, as in engine/unargmaxable/hull.py: the band around the words, each word's
// sector of directions, its cell of hidden states, and how far it stands out of the others' band.

const TURN = 2 * Math.PI;
const DEGREES = 180 / Math.PI;
const FAR = 1e5; // the cells' box: no corner of a cell is looked for further out
const NOTHING = 1e-9; // a cell with less area is empty

// Pins travel as text, "14.2504~0.31.-120~…": whose they are, then number and place of each word.
function pinsOf(scene, text) {
  if (!isOf(scene, text)) return scene.spots.slice(0, scene.count).map(([x, y], k) => ({ k, x, y }));
  return text.split("~").slice(1).map((pin) => {
    const [k, x, y] = pin.split(".").map(Number);
    return { k, x, y };
  });
}

const isOf = (scene, text) => text.split("~")[0] === scene.of && text.includes("~");
const textOf = (scene, pins) => [scene.of, ...[...pins].sort((a, b) => a.k - b.k).map(({ k, x, y }) => `${k}.${x}.${y}`)].join("~");

const cross = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
const same = (a, b) => a.x === b.x && a.y === b.y;

// The corners of the band, against the clock, each place once; whole numbers, so it is exact.
function bandOf(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y).filter((p, i, all) => !i || !same(p, all[i - 1]));
  if (sorted.length < 3) return sorted;
  const half = (list) => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && cross(chain.at(-2), chain.at(-1), p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

// The directions between the outward normals of a corner's two edges.
function sectorsOf(band) {
  const normal = (a, b) => Math.atan2(a.x - b.x, b.y - a.y);
  return band.map((p, i) => {
    if (band.length === 1) return { p, from: 0, width: TURN };
    const [before, after] = [band.at(i - 1), band[(i + 1) % band.length]];
    const from = normal(before, p);
    return { p, from, width: (normal(p, after) - from + 2 * TURN) % TURN };
  });
}

// How far p, outside the band, is from it.
function distanceTo(p, band) {
  if (band.length === 1) return Math.hypot(p.x - band[0].x, p.y - band[0].y);
  return Math.min(...band.map((a, i) => {
    const b = band[(i + 1) % band.length];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const share = clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0, 1);
    return Math.hypot(a.x + share * dx - p.x, a.y + share * dy - p.y);
  }));
}

// What of a polygon lies where (ax, ay)·h >= c.
function clipped(polygon, ax, ay, c) {
  const over = ([x, y]) => ax * x + ay * y - c;
  return polygon.flatMap((p, i) => {
    const q = polygon[(i + 1) % polygon.length];
    const [u, v] = [over(p), over(q)];
    const kept = u >= 0 ? [p] : [];
    if (u >= 0 === v >= 0) return kept;
    const share = u / (u - v);
    return [...kept, [p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])]];
  });
}

const areaOf = (polygon) => Math.abs(polygon.reduce((sum, [x, y], i) => {
  const [u, v] = polygon[(i + 1) % polygon.length];
  return sum + x * v - u * y;
}, 0)) / 2;

// All hidden states at which a word does not lose, with its bias.
function cellOf(one, all) {
  let cell = [[-FAR, -FAR], [FAR, -FAR], [FAR, FAR], [-FAR, FAR]];
  for (const other of all) {
    if (other === one) continue;
    const [ax, ay, c] = [(one.x - other.x) / 100, (one.y - other.y) / 100, other.b - one.b];
    if (!ax && !ay) cell = c >= 0 ? [] : cell;
    else cell = clipped(cell, ax, ay, c);
    if (!cell.length) break;
  }
  return areaOf(cell) > NOTHING ? cell : [];
}

// The distance of a cell from h = 0.
function reachOf(cell) {
  const points = cell.map(([x, y]) => ({ x, y }));
  const sides = points.map((p, i) => cross(p, points[(i + 1) % points.length], { x: 0, y: 0 }));
  if (sides.every((side) => side >= 0)) return 0;
  return distanceTo({ x: 0, y: 0 }, points);
}

// What depends on the pins alone, kept while they stay.
const kept = { id: "", value: null };
function geometry(scene, text) {
  const id = `${text}/${scene.of}/${scene.bias}`;
  if (kept.id === id) return kept.value;
  const all = pinsOf(scene, text).map((pin) => ({ ...pin, b: scene.bias ? scene.biases[pin.k] / 100 : 0 }));
  const band = bandOf(all);
  const sectors = sectorsOf(band);
  for (const one of all) {
    const twins = all.filter((other) => other !== one && same(other, one));
    const wins = twins.every((other) => other.b < one.b);
    const sector = wins ? sectors.find(({ p }) => same(p, one)) : null;
    one.cell = scene.bias ? cellOf(one, all) : null;
    one.mute = scene.bias ? !one.cell.length : !sector;
    Object.assign(one, sector && !one.mute ? { sector: sector.width * DEGREES, from: sector.from } : { sector: 0, from: 0 });
    const corner = !twins.length && band.some((p) => same(p, one));
    one.margin = corner ? distanceTo(one, bandOf(all.filter((other) => other !== one))) / 100 : 0;
    one.reach = one.mute ? null : scene.bias ? reachOf(one.cell) : 0;
  }
  const free = sectors.filter(({ p }) => !all.some((one) => same(p, one) && one.sector > 0));
  Object.assign(kept, { id, value: { all, band, free } });
  return kept.value;
}

function hull(scene, state) {
  const { all, band, free } = geometry(scene, state.pins);
  const turn = state.angle / DEGREES;
  const h = [state.length * Math.cos(turn), state.length * Math.sin(turn)];
  for (const one of all) one.score = (one.x * h[0] + one.y * h[1]) / 100 + one.b;
  const order = [...all].sort((a, b) => b.score - a.score || a.k - b.k);
  return { all, band, free, h, order, first: order[0], second: order[1], lead: order[0].score - order[1].score };
}

// The largest difference to the engine's numbers, null where they are of another state.
function farthestHull(scene, state) {
  const { engine } = scene;
  const { all } = hull(scene, state);
  if (!engine || engine.bias !== scene.bias || engine.pins !== textOf(scene, all)) return null;
  if (engine.angle !== state.angle || engine.length !== state.length) return null;
  const far = all.map((one, i) => {
    if (one.mute !== engine.mute[i]) return Infinity;
    const gaps = ["score", "sector", "margin"].map((name) => Math.abs(one[name] - engine[name][i]));
    return Math.max(...gaps, one.mute ? 0 : Math.abs(one.reach - engine.reach[i]));
  });
  return Math.max(...far);
}
