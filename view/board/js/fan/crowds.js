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
