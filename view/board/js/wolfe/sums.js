// Frank and Wolfe's path, replayed: the engine sends the weights after every step; between two
// steps they go straight from one to the next, as the algorithm itself does.

const stepAt = ({ weights }, at) => weights.length ** at; // the rail is logarithmic
const railAt = ({ weights }, step) => (weights.length > 1 ? Math.log(step) / Math.log(weights.length) : 1);

// Where the path is at `at` of its rail, from 0 to 1.
function wolfe(scene, { at }) {
  const { weights, places, own } = scene;
  const step = stepAt(scene, at);
  const before = Math.min(Math.floor(step + 1e-9), weights.length);
  const share = Math.max(step - before, 0);
  const after = weights[Math.min(before, weights.length - 1)];
  const alpha = weights[before - 1].map((a, i) => blend(a, after[i], share));
  return { step, before, share, alpha, mean: meanOf(places, alpha), left: gapOf(places, own, alpha), least: scene.least[before - 1] };
}

const meanOf = (places, alpha) => [0, 1].map((c) => alpha.reduce((sum, a, i) => sum + a * places[i][c], 0));

function gapOf(places, own, alpha) {
  const [x, y] = meanOf(places, alpha);
  return Math.hypot(places[own][0] - x, places[own][1] - y);
}

// How far the mean is from the word, beside what the engine had after the same step.
function farthestWolfe(scene, state) {
  const { before, share, left } = wolfe(scene, state);
  return share < 1e-9 ? Math.abs(left - scene.lengths[before - 1]) : null;
}
