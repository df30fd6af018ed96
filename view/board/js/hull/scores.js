// The list beside the picture, best word on top, and every word's name where there is room.

const HIGHEST = 24; // pixels of a line of the list

function drawScores(me) {
  const { marks, numbers: n, view: { list, unit: u }, words } = me;
  const step = Math.min(HIGHEST * u, (list.foot - list.top) / n.order.length);
  const most = Math.max(1e-9, ...n.all.map(({ x, y, b }) => (Math.hypot(x, y) / 100) * me.state.length + Math.abs(b)));
  set(marks.axis, { d: `M${round(list.axis)} ${round(list.top)}V${round(list.top + step * n.order.length)}` });
  marks.rows.forEach((row, k) => {
    const rank = n.order.findIndex((one) => one.k === k);
    row.group.style.display = rank < 0 ? "none" : "";
    if (rank < 0) return (row.y = null);
    const one = n.order[rank];
    const goal = list.top + (rank + 0.5) * step;
    row.y = row.y === null || me.still || !words ? goal : row.y + (goal - row.y) * 0.3;
    if (Math.abs(goal - row.y) < 0.5) row.y = goal;
    else me.settling = true;
    const end = clamp((one.score / most) * list.half, -list.half, list.half);
    const thick = Math.min(12 * u, step * 0.56);
    row.group.classList.toggle("mute", one.mute);
    row.group.classList.toggle("first", rank === 0);
    set(row.group, { transform: `translate(0 ${round(row.y)})` });
    set(row.back, { x: list.left, y: -step / 2 + 0.5, width: list.right - list.left, height: step - 1 });
    set(row.bar, { x: round(list.axis + Math.min(0, end)), y: -thick / 2, width: round(Math.abs(end)), height: thick });
    set(row.name, { x: list.left + 7 * u, y: 4.3 * u });
    set(row.value, { x: list.right - 5 * u, y: 4.3 * u });
    row.name.textContent = words?.handles[`w${k}`].label ?? "";
    row.value.textContent = rank === 0 || me.line.lit === `w${k}` ? figure(one.score, "score", words?.lang) : "";
  });
}

function placeHull(me) {
  const { said, words, view, numbers: n, line: { lit } } = me;
  if (!words) return;
  const { centre, outer, unit: u } = view;
  const wants = [];
  for (let k = 0; k < MOST; k += 1) {
    const one = n.all.find((pin) => pin.k === k);
    const element = said[`w${k}`];
    const seen = one && (one.sector > 0 || one === n.first || one === n.second || lit === `w${k}` || me.chosen === k || !one.mute);
    element.style.opacity = seen ? 1 : 0;
    if (!seen) continue;
    element.classList.toggle("first", one === n.first);
    element.classList.toggle("mute", one.mute);
    element.style.setProperty("--identity", colourOf(k));
    wants.push({ element, spots: one.sector > 0 ? rimSpots(me, one, element) : pinSpots(me, one, element), heavy: one.sector });
  }
  wants.sort((a, b) => b.heavy - a.heavy);
  const pins = n.all.map(({ x, y }) => pxOf(me, x / 100, y / 100)).map(([x, y]) => ({ x: x - 7, y: y - 7, wide: 14, high: 14, weight: 3 }));
  const [hx, hy] = pxOf(me, ...n.h);
  layLabels(me, wants, [...pins, { x: hx - 13, y: hy - 13, wide: 26, high: 26, weight: 3 }]);
}

// Outside the rim, at the sector's middle or a little beside it.
function rimSpots(me, { from, sector }, element) {
  const { centre, outer, unit: u } = me.view;
  const { wide, high } = sizeOf(me, element);
  return [0, 0.25, -0.25, 0.5, -0.5].map((part) => {
    const angle = from + (sector / DEGREES) * (0.5 + part * 0.8);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const r = outer + 5 * u;
    return [centre[0] + r * c + (wide / 2) * c, centre[1] - r * s - (high / 2) * s + high / 2];
  });
}

function pinSpots(me, { x, y }, element) {
  const { wide, high } = sizeOf(me, element);
  const [px, py] = pxOf(me, x / 100, y / 100);
  return [[px + wide / 2 + 10, py + high / 2], [px - wide / 2 - 10, py + high / 2], [px, py - 8], [px, py + high + 8]];
}
