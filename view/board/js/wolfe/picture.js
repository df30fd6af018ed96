// The marks: the plane of the words on the left, their weights as bars on the right, the rail of
// steps below.

const ROOM = 1.2; // how much wider the plane is than the words
const SEEN = 0.004; // a smaller weight is not drawn
const NAMED = 0.04; // nor is a word named in the picture that weighs less

function layoutWolfe(width) {
  const u = unit();
  const narrow = width < 520 * u;
  const half = narrow ? Math.min(width / 2 - 8 * u, 130 * u) : 128 * u;
  const centre = narrow ? [width / 2, half + 6 * u] : [half + 40 * u, half + 6 * u];
  const foot = centre[1] + half;
  const list = narrow
    ? { left: 6 * u, right: width - 6 * u, top: foot + 18 * u, foot: foot + 176 * u }
    : { left: centre[0] + half + 60 * u, right: width - 6 * u, top: 10 * u, foot: foot - 4 * u };
  const rail = (narrow ? list.foot : foot) + 34 * u;
  return {
    width, narrow, unit: u, height: rail + 34 * u, centre, half, list, rail: { y: rail, x: axis(0, 1, 18 * u, width - 18 * u) },
    frame: { left: 0, right: narrow ? width : list.left },
  };
}

const tint = (k) => `var(--c${(k + 2 * Math.floor(k / 10)) % 10})`; // as in pages/unargmaxable/experiments/band.py
const onPaper = ({ scene, view: { centre, half } }, [x, y]) => {
  const scale = half / (ROOM * Math.max(...scene.places.flat().map(Math.abs)));
  return [centre[0] + scale * x, centre[1] - scale * y];
};

function buildWolfe(me) {
  const { view: { rail, unit: u }, layers, scene } = me;
  const mark = (tag, name, more = {}) => shape(tag, { class: name, ...more });
  const tinted = (tag, name) => scene.words.map((k) => {
    const one = mark(tag, name);
    one.style.setProperty("--identity", tint(k));
    return one;
  });
  const marks = (me.marks = {
    dots: tinted("circle", "dot"), threads: tinted("path", "thread"), crowd: tinted("circle", "weight"), trail: mark("path", "trail"), gap: mark("path", "gap"),
    own: mark("path", "own", { d: "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0M-4 -4L4 4M4 -4L-4 4" }), mean: mark("path", "mean", { d: "M0 -8L8 0L0 8L-8 0Z" }),
    rail: mark("path", "rail", { d: `M${rail.x.from} ${rail.y}H${rail.x.to}` }), done: mark("path", "done"),
    ticks: railTicks(me), rows: scene.words.map((k) => barOf(me, k)),
  });
  layers.marks.append(marks.trail, ...marks.threads, ...marks.dots, ...marks.crowd, marks.gap, marks.own, marks.mean, marks.rail, marks.done, ...marks.ticks, ...marks.rows.map(({ group }) => group));
  me.drawn = scene.of;
  me.said = { now: label(me, "now"), ...Object.fromEntries(scene.words.map((k) => [`w${k}`, label(me, `w${k}`)])) };
}

// 1, 2, 5, 10, … under the rail.
function railTicks({ scene, view: { rail, unit: u } }) {
  const all = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter((step) => step <= scene.weights.length);
  return all.map((step) => {
    const text = shape("text", { class: "tick", x: round(rail.x.px(railAt(scene, step))), y: rail.y + 25 * u });
    text.textContent = String(step);
    return text;
  });
}

function barOf(me, k) {
  const row = { group: shape("g", { class: "row" }), name: shape("text", { class: "name" }), bar: shape("rect", { class: "amount", rx: 2 }), value: shape("text", { class: "value" }) };
  row.group.append(row.name, row.bar, row.value);
  row.group.style.setProperty("--identity", tint(k));
  return row;
}

function drawWolfe(me) {
  if (me.drawn !== me.scene.of) {
    me.layers.marks.replaceChildren();
    me.parts.labels.replaceChildren();
    me.shown = {};
    buildWolfe(me);
  }
  const { marks, scene, view: { rail, unit: u }, numbers: n, state } = me;
  const [mx, my] = onPaper(me, n.mean);
  scene.places.forEach((place, i) => {
    const [x, y] = onPaper(me, place);
    const used = n.alpha[i] > SEEN;
    set(marks.dots[i], { cx: round(x), cy: round(y), r: 3 * u });
    set(marks.crowd[i], { cx: round(x), cy: round(y), r: used ? round((4 + 17 * Math.sqrt(n.alpha[i])) * u) : 0 });
    set(marks.threads[i], { d: used ? path([[x, y], [mx, my]]) : "" });
  });
  const own = onPaper(me, scene.places[scene.own]);
  set(marks.trail, { d: path([...scene.weights.slice(0, n.before).map((alpha) => onPaper(me, meanOf(scene.places, alpha))), [mx, my]]) });
  set(marks.gap, { d: path([own, [mx, my]]) });
  set(marks.own, { transform: `translate(${round(own[0])} ${round(own[1])}) scale(${u})` });
  set(marks.mean, { transform: `translate(${round(mx)} ${round(my)}) scale(${u})` });
  set(marks.done, { d: `M${rail.x.from} ${rail.y}H${round(rail.x.px(state.at))}` });
  drawBars(me);
}

// The weights, in the order in which they end.
function drawBars(me) {
  const { marks, scene, view: { list, narrow, unit: u }, numbers: n, words } = me;
  const last = scene.weights.at(-1);
  const order = scene.words.map((_, i) => i).filter((i) => i !== scene.own).sort((a, b) => last[b] - last[a]).slice(0, narrow ? 6 : 10);
  const high = Math.min(24 * u, (list.foot - list.top) / order.length);
  const [from, to] = [list.left + 74 * u, list.right - 52 * u];
  marks.rows.forEach((row, i) => {
    const rank = order.indexOf(i);
    row.group.style.display = rank < 0 ? "none" : "";
    if (rank < 0) return;
    set(row.group, { transform: `translate(0 ${round(list.top + (rank + 0.5) * high)})` });
    set(row.name, { x: list.left, y: 4.3 * u });
    set(row.value, { x: list.right, y: 4.3 * u });
    set(row.bar, { x: from, y: round(-high * 0.28), width: round(Math.max(0, (to - from) * n.alpha[i])), height: round(high * 0.56) });
    row.name.textContent = words?.labels[`w${scene.words[i]}`] ?? "";
    row.value.textContent = figure(Number(n.alpha[i].toFixed(3)), "weight", words?.lang);
    row.group.classList.toggle("idle", n.alpha[i] <= SEEN);
  });
}

// The word in question, and those that weigh; how far the mean still is, over the rail.
function placeWolfe(me) {
  const { said, words, scene, numbers: n, line: { numbers }, view: { rail, unit: u } } = me;
  if (!words || !numbers) return;
  write(said.now, words.labels.now, numbers, words);
  const { wide, high } = sizeOf(me, said.now);
  stand(said.now, clamp(rail.x.px(me.state.at) - wide / 2, 0, me.view.width - wide), rail.y - high - 13 * u);
  const wants = [];
  scene.words.forEach((k, i) => {
    const seen = i === scene.own || n.alpha[i] > NAMED;
    said[`w${k}`].style.opacity = seen ? 1 : 0;
    said[`w${k}`].textContent = words.labels[`w${k}`];
    said[`w${k}`].classList.toggle("first", i === scene.own);
    const [x, y] = onPaper(me, scene.places[i]);
    const size = sizeOf(me, said[`w${k}`]);
    const off = (10 + 15 * Math.sqrt(n.alpha[i])) * u;
    const spots = [[x, y - off], [x, y + off + size.high], [x + off + size.wide / 2, y + size.high / 2], [x - off - size.wide / 2, y + size.high / 2]];
    if (seen) wants.push({ element: said[`w${k}`], spots, heavy: i === scene.own ? 2 : n.alpha[i] });
  });
  layLabels(me, wants.sort((a, b) => b.heavy - a.heavy), []);
}
