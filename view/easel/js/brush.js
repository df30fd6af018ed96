// The hand on the canvas: a pointer that draws, keys that walk and paint. Python hears of the
// picture when the hand is lifted. The keys r, c and Esc are left alone.

const REMEMBERED = 100;
const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function wireGrid(me) {
  const { grid } = me.parts;
  let last = null;
  grid.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !me.pixels) return;
    grid.setPointerCapture(event.pointerId);
    last = cellUnder(grid, event);
    remember(me);
    apply(me, [last]);
  });
  grid.addEventListener("pointermove", (event) => {
    if (!last) return;
    const cell = cellUnder(grid, event);
    if (me.tool !== "fill") apply(me, line(last, cell));
    last = cell;
  });
  const lift = () => {
    if (last) commit(me);
    last = null;
  };
  grid.addEventListener("pointerup", lift);
  grid.addEventListener("pointercancel", lift);
  grid.addEventListener("keydown", (event) => gridKey(me, event));
  grid.addEventListener("blur", () => me.waiting && commit(me));
}

function cellUnder(grid, { clientX, clientY }) {
  const { left, top, width, height } = grid.getBoundingClientRect();
  return { x: Math.floor(((clientX - left) / width) * SIZE), y: Math.floor(((clientY - top) / height) * SIZE) };
}

function gridKey(me, event) {
  if (event.altKey || !me.pixels) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key !== "z") return;
    undo(me);
  } else if (event.key === " " || event.key === "Enter") {
    remember(me);
    apply(me, [me.cell]);
    commitSoon(me);
  } else if (event.key in STEPS) {
    walk(me, STEPS[event.key], event.shiftKey);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function walk(me, [x, y], painting) {
  const next = { x: me.cell.x + x, y: me.cell.y + y };
  if (!inside(next)) return;
  if (painting) remember(me);
  if (painting) apply(me, [me.cell, next]);
  me.cell = next;
  tellCell(me);
  if (painting) commitSoon(me);
}

// What the tool does to these cells: paint them, fill what hangs together, or bring back what
// was there at the start.
function apply(me, cells) {
  const colour = bytesOf(me.colour);
  const reached = cells.filter(inside);
  const goals = me.tool === "fill" ? reached.flatMap((cell) => patch(me.pixels, cell)) : reached;
  for (const cell of goals) me.pixels.set(me.tool === "erase" ? pixelAt(me.start, cell) : colour, placeOf(cell));
  if (reached.length) me.cell = reached.at(-1);
  show(me.parts.canvas, me.pixels);
  tellCell(me);
}

function remember(me) {
  me.past = [...me.past.slice(1 - REMEMBERED), me.pixels.slice()];
  me.parts.undo.disabled = false;
}

function undo(me) {
  if (!me.past.length) return;
  me.pixels = me.past.pop();
  me.parts.undo.disabled = !me.past.length;
  show(me.parts.canvas, me.pixels);
  commit(me);
}

function clear(me) {
  remember(me);
  me.pixels = blank(me.words.blank);
  show(me.parts.canvas, me.pixels);
  commit(me);
}

function commit(me) {
  clearTimeout(me.waiting);
  me.waiting = 0;
  const value = toText(me.pixels);
  if (value === me.sent) return;
  me.sent = value;
  me.send("drawn", { start: me.origin, value });
}

function commitSoon(me) {
  clearTimeout(me.waiting);
  me.waiting = setTimeout(() => commit(me), 500);
}
