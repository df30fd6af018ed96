// What has been stored for the way back, and how far the gradient has come down. Every number is
// the engine's count, floor by floor; the hand only says how much of the way has been gone.

const TOP = 1; // where the signal has reached the loss
const END = 2; // where the gradient has come as far as it must
const LADDER = "lst";
const ASKED = "lora"; // the method whose share is the question

const sum = (values) => values.reduce((all, one) => all + one, 0);

// The nearest state that may be: a method there is, a place on the way, a flag on the bar.
function holdTower({ methods }, { method, at, flag }) {
  const known = methods.includes(method) ? method : LADDER;
  const given = flag === null || flag === undefined || Number.isNaN(Number(flag));
  return { method: known, at: Math.round(1000 * clamp(Number(at), 0, END)) / 1000, flag: given ? null : Math.round(clamp(Number(flag), 0, 100)) };
}

const isSecret = ({ told }, method) => !told && method === ASKED;

// Bytes stored by `method` once the signal stands at `up` floors: of the ground, of every floor
// and of every rung.
function stored({ kept, beside, layers }, method, up) {
  const part = (floor) => clamp(up - floor, 0, 1);
  const floors = kept[method].slice(1).map((bytes, floor) => bytes * part(floor));
  const rungs = beside[method].map((bytes, floor) => bytes * part(floor));
  const ground = kept[method][0] * clamp(up / layers, 0, 1);
  return { floors, rungs, ground, total: ground + sum(floors) + sum(rungs) };
}

// Where the gradient stands, in floors above the ground, and the lowest that it must come to; on
// the ladder it climbs down every rung, in the tower to the lowest floor that it enters.
function water({ reach, layers }, method, down) {
  const low = method === LADDER ? 0 : reach[method] > 0 ? reach[method] - 1 : layers;
  return { low, level: Math.max(layers - down, low) };
}

function tower(scene, { method, at }) {
  const { layers } = scene;
  const [up, down] = [clamp(at, 0, TOP) * layers, clamp(at - TOP, 0, END - TOP) * layers];
  const whole = Object.fromEntries(scene.methods.map((name) => [name, stored(scene, name, layers).total]));
  return {
    up, down, whole, now: stored(scene, method, up), rival: stored(scene, "full", up),
    own: water(scene, method, down), other: water(scene, "full", down),
    phase: at < TOP ? "up" : at === TOP ? "top" : method === LADDER ? "ladder" : "down",
  };
}

// The browser's sum of all floors against the engine's own: bytes, so they must be the same.
function farthestTower(scene, { method }) {
  const mine = stored(scene, method, scene.layers).total;
  return Math.abs(mine - scene.bytes[method]) / scene.bytes[method];
}

const inMega = (bytes) => (bytes / 1e6).toFixed(1);
const share = (x, digits = 1) => `${(100 * x).toFixed(digits)}%`;
const little = (x) => share(x, x > 0.9995 ? 0 : x < 0.00995 ? 2 : 1);
