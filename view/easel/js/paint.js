// The canvas: one state per mount, kept in a WeakMap by Streamlit's parent element, so that a
// rerun finds the picture as the reader left it.

const mounted = new WeakMap();
const PARTS = {
  grid: ".grid", canvas: "canvas", cursor: ".cursor", palette: ".palette", kinds: ".kinds",
  undo: ".undo", clear: ".clear", chosen: ".chosen", hint: ".hint", aloud: ".aloud",
};

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".easel");
  let me = mounted.get(parentElement);
  if (me?.root !== root) {
    me = mount(root);
    mounted.set(parentElement, me);
  }
  me.send = setStateValue;
  shade(root);
  if (data) receive(me, data);
  return () => {
    clearTimeout(me.waiting);
    mounted.delete(parentElement);
  };
}

function mount(root) {
  const parts = {};
  for (const [name, where] of Object.entries(PARTS)) parts[name] = root.querySelector(where);
  const me = { root, parts, past: [], tool: "pen", cell: { x: 0, y: 0 }, pixels: null, waiting: 0 };
  wireGrid(me);
  wirePalette(me);
  parts.undo.disabled = true;
  parts.undo.addEventListener("click", () => undo(me));
  parts.clear.addEventListener("click", () => clear(me));
  return me;
}

function receive(me, { name, words, held, origin, picture, drawn }) {
  me.root.dataset.instrument = name;
  write(me, words);
  hold(me, held);
  if (me.origin !== origin) begin(me, origin, picture && fromText(picture), drawn && fromText(drawn));
  me.root.dataset.state = "ready";
}

// The picture to begin with: what was drawn on it before, else itself, else an empty canvas.
function begin(me, origin, picture, drawn) {
  if (me.pixels) remember(me);
  me.origin = origin;
  me.start = picture || blank(me.words.blank);
  me.pixels = (drawn || me.start).slice();
  me.sent = toText(me.pixels);
  show(me.parts.canvas, me.pixels);
}

function write(me, words) {
  if (JSON.stringify(me.words) === JSON.stringify(words)) return;
  me.words = words;
  me.colour ??= words.palette.find(({ colour }) => colour !== words.blank).colour;
  me.root.lang = words.lang;
  me.root.setAttribute("aria-label", words.name);
  me.parts.grid.setAttribute("aria-label", words.grid);
  me.parts.hint.textContent = words.hint;
  writePalette(me);
}

function tellCell(me) {
  const { x, y } = me.cell;
  me.parts.cursor.style.setProperty("--x", x);
  me.parts.cursor.style.setProperty("--y", y);
  const colour = nameOf(me.words, pixelAt(me.pixels, me.cell));
  const places = fill(me.words.cell, { row: y + 1, column: x + 1 }, me.words.lang);
  me.parts.aloud.textContent = places.replace("{colour}", colour);
}
