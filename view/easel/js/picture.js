// A picture: 32×32 pixels, three bytes each, rows from the top.

const SIZE = 32;
const inside = ({ x, y }) => x >= 0 && y >= 0 && x < SIZE && y < SIZE;
const placeOf = ({ x, y }) => 3 * (y * SIZE + x);

// "#87cce8" as three bytes.
const bytesOf = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

const toText = (pixels) => btoa(String.fromCharCode(...pixels));
const fromText = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

function blank(hex) {
  const pixels = new Uint8Array(3 * SIZE * SIZE);
  const colour = bytesOf(hex);
  return pixels.map((_, i) => colour[i % 3]);
}

const pixelAt = (pixels, cell) => [...pixels.subarray(placeOf(cell), placeOf(cell) + 3)];
const alike = (a, b) => a.every((value, i) => value === b[i]);

// The cells of a straight line, both ends included.
function line(from, to) {
  const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const share = steps ? i / steps : 0;
    return { x: Math.round(from.x + (to.x - from.x) * share), y: Math.round(from.y + (to.y - from.y) * share) };
  });
}

// The cells of one colour that hang together with `cell`, side by side.
function patch(pixels, cell) {
  const colour = pixelAt(pixels, cell);
  const seen = new Set();
  const waiting = [cell];
  const found = [];
  while (waiting.length) {
    const at = waiting.pop();
    if (!inside(at) || seen.has(placeOf(at)) || !alike(pixelAt(pixels, at), colour)) continue;
    seen.add(placeOf(at));
    found.push(at);
    for (const [x, y] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) waiting.push({ x: at.x + x, y: at.y + y });
  }
  return found;
}

function show(canvas, pixels) {
  const image = new ImageData(SIZE, SIZE);
  for (let i = 0; i < SIZE * SIZE; i += 1) {
    image.data.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i);
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}
