// A row of small houses under the board, one for each method: what it stores in the tower, beside
// it, and where the water runs. A tap on one chooses it on the board.

const rows = new WeakMap();
const BOX = { wide: 60, high: 74 };

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".houses");
  let me = rows.get(parentElement);
  if (me?.root !== root) {
    me?.close();
    me = { root, close() {} };
    rows.set(parentElement, me);
  }
  shade(root);
  if (data) bringHouses(me, data);
  return () => {
    rows.delete(parentElement);
    me.close();
  };
}

function bringHouses(me, { name, scene, words }) {
  const line = channel(name);
  const { root } = me;
  root.lang = words.lang;
  root.dataset.instrument = `${name}_houses`;
  root.setAttribute("aria-label", words.label);
  const text = JSON.stringify([scene, words]);
  if (me.text !== text) {
    me.text = text;
    me.cells = scene.methods.map((method) => houseOf(scene, words, method, line));
    root.replaceChildren(...me.cells.map(({ cell }) => cell));
  }
  const choose = () => {
    for (const { method, cell } of me.cells) {
      const now = method === line.numbers?.chosen;
      cell.classList.toggle("now", now);
      cell.setAttribute("aria-pressed", now);
    }
  };
  me.close();
  const heard = (what) => what === "numbers" && choose();
  line.listeners.add(heard);
  me.close = () => line.listeners.delete(heard);
  choose();
  root.dataset.state = "ready";
}

function houseOf(scene, words, method, line) {
  const secret = isSecret(scene, method);
  const { total } = stored(scene, method, scene.layers);
  const bytes = secret ? "?" : total < 1e8 ? inMega(total) : (total / 1e6).toFixed(0);
  const picture = shape("svg", { viewBox: `0 0 ${BOX.wide} ${BOX.high}`, "aria-hidden": "true" }, ...paintHouse(scene, method, secret));
  const said = make("span", { class: "told" }, make("span", {}, words.trains), make("span", { class: "what" }, words.what[method]), make("span", { class: "bytes" }, make("b", {}, bytes), ` ${words.mega}`));
  const cell = make("button", { type: "button", class: `cell ${method}`, "aria-label": `${words.names[method]}, ${words.trains} ${words.what[method]}, ${bytes} ${words.mega}` }, make("b", {}, words.names[method]), picture, said);
  cell.addEventListener("click", () => publish(line, "wish", { method }));
  return { method, cell };
}

// The house of `method`: grey bricks, blue ones that are stored, green water.
function paintHouse(scene, method, secret) {
  const onLadder = method === LADDER;
  const [left, right] = [3, onLadder ? 37 : 57];
  const shaft = onLadder ? 5 : 9;
  const brick = Math.max(...scene.kept.full.slice(1));
  const step = (BOX.high - 13) / scene.layers;
  const room = (right - left - shaft) / 2;
  const height = (k) => 12 + (scene.layers - 1 - k) * step;
  const row = (from, to, k) => (to > from + 0.05 ? `M${round(from)} ${round(height(k))}h${round(to - from)}v${round(0.66 * step)}h${round(from - to)}Z` : "");
  const spot = (share) => left + 2 * share * room + (share > 0.5 ? shaft : 0);
  const walls = [[left, left + room], [right - room, right]];
  const cut = (k, share) => {
    const [a, b] = onLadder ? [right - 2 * share * room, right] : [left, spot(share)];
    return walls.map(([from, to]) => row(Math.max(a, from), Math.min(b, to), k)).join("");
  };
  const each = (one) => Array.from({ length: scene.layers }, (_, k) => one(k)).join("");
  const scale = (2 * room) / brick;
  const kept = secret ? "" : each((k) => cut(k, Math.min(1, scene.kept[method][k + 1] / brick)));
  const side = onLadder ? each((k) => row(43, 43 + Math.min(9, scale * scene.beside[method][k]), k)) : "";
  const x = onLadder ? 54.5 : (left + right) / 2;
  const end = onLadder || scene.reach[method] ? height((onLadder ? 1 : scene.reach[method]) - 1) : 12;
  const marks = [
    shape("path", { class: `roof${method === "full" ? " own" : ""}`, d: `M${left - 3} 10L${left + 5} 3H${right - 5}L${right + 3} 10Z` }),
    shape("path", { class: "grey", d: each((k) => cut(k, 1)) }), shape("path", { class: "lit-bricks", "data-identity": "data", d: kept + side }),
  ];
  if (onLadder) marks.push(shape("path", { class: "rails", d: `M41.5 5V${BOX.high - 1}M58.5 5V${BOX.high - 1}${each((k) => `M41.5 ${round(height(k) + 0.85 * step)}H58.5`)}` }));
  marks.push(shape("path", { class: "river", "data-identity": "model", d: `M${x - 2.2} 8H${x + 2.2}V${round(end)}L${x} ${round(end + 3)}L${x - 2.2} ${round(end)}Z` }));
  return marks;
}
