// Six pictures side by side: the board's points, the chosen one 0, 3 … 15 σ from its class. The
// last one waits for the guess.

const strips = new WeakMap();
const PLACES = [0, 3, 6, 9, 12, 15];

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".strip");
  let me = strips.get(parentElement);
  if (me?.root !== root) {
    me?.close();
    me = mountStrip(root);
    strips.set(parentElement, me);
  }
  shade(root);
  if (data) bringStrip(me, data);
  return () => {
    strips.delete(parentElement);
    me.close();
  };
}

function mountStrip(root) {
  const cells = PLACES.map((place) => {
    const [canvas, picture] = [make("canvas", { width: 88, height: 46, "aria-hidden": "true" }), shape("svg", { viewBox: "-5 -6 22 11.4", "aria-hidden": "true" })];
    const [name, angle] = [make("span", {}, `${place} σ`), make("span")];
    const marks = { spots: [0, 1, 2].map((k) => shape("path", { class: `kind${k}` })), mle: shape("path", { class: "mle" }), closed: shape("path", { class: "closed" }), guess: shape("path", { class: "guess" }) };
    picture.append(marks.mle, marks.closed, marks.guess, ...marks.spots);
    const cell = make("div", { class: "cell" }, make("div", { class: "window" }, canvas, picture), make("div", { class: "under" }, name, angle));
    return { place, cell, canvas, marks, angle };
  });
  root.replaceChildren(...cells.map(({ cell }) => cell));
  return { root, cells, frame: 0, close() {} };
}

function bringStrip(me, { name, words }) {
  const line = channel(name);
  me.root.lang = words.lang;
  me.root.dataset.instrument = `${name}_strip`;
  me.root.setAttribute("aria-label", words.label);
  const soon = () => {
    me.frame ||= requestAnimationFrame(() => {
      me.frame = 0;
      if (line.boundary) drawStrip(me, line.boundary);
    });
  };
  me.close();
  const heard = (what) => what === "boundary_id" && soon();
  line.listeners.add(heard);
  me.close = () => {
    line.listeners.delete(heard);
    cancelAnimationFrame(me.frame);
    me.frame = 0;
  };
  soon();
}

const FRAME = { left: -5, right: 17, bottom: -5.4, top: 6 };

function drawStrip(me, { scene, state, numbers: n }) {
  const near = me.cells.reduce((best, one) => (Math.abs(one.place - n.far.sigma) < Math.abs(best.place - n.far.sigma) ? one : best));
  for (const one of me.cells) {
    const [x, y] = n.far.from.map((v, i) => fine(v + one.place * n.far.unit[i]));
    const rows = n.rows.map((row, i) => (i === state.chosen ? { ...row, x, y } : row));
    const [closed, rival] = [closedForm(rows, n.K).theta, newton(rows, n.K).theta];
    const secret = one.place === 15 && scene.asks && !scene.told;
    drawField(one.canvas, secret ? rival.map(() => [0, 0, 0]) : closed, inkOf(me), (i, j) => [FRAME.left + i / 4, FRAME.top - (j * 11.4) / 46]);
    one.marks.spots.forEach((mark, k) => set(mark, { d: rows.map((row, i) => (row.k === k ? spotAt(row, k, i === state.chosen) : "")).join("") }));
    const line = (theta) => segmentsOf(theta, FRAME).map((ends) => path(ends.map(([a, b]) => [a, -b]))).join("");
    set(one.marks.mle, { d: line(rival) });
    set(one.marks.closed, { d: secret ? "" : line(closed) });
    const ends = [state.left, state.right];
    const guessed = one.place === 15 && !ends.includes(null);
    set(one.marks.guess, { d: guessed ? `M-5 ${-blend(FRAME.bottom, FRAME.top, ends[0])}L17 ${-blend(FRAME.bottom, FRAME.top, ends[1])}` : "" });
    one.angle.textContent = secret ? "?" : `${between(closed, rival).toFixed(1)}°`;
    one.cell.classList.toggle("now", one === near);
  }
  me.root.dataset.state = "ready";
}

function spotAt({ x, y }, k, chosen) {
  const r = chosen ? 0.42 : 0.26;
  if (k === 0) return `M${x - r} ${-y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  return k === 1 ? `M${x - r} ${-y - r}h${2 * r}v${2 * r}h${-2 * r}z` : `M${x} ${-y - r}l${r} ${2 * r}h${-2 * r}z`;
}
