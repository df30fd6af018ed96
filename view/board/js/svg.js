// Drawing: elements of SVG in pixels of the page, and words with symbols in them.

const SVG = "http://www.w3.org/2000/svg";

function shape(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

const round = (x) => Math.round(x * 100) / 100;
const clamp = (x, low, high) => Math.min(Math.max(x, low), high);
const blend = (a, b, share) => a + (b - a) * share;

// "M… L…" through points [x, y].
const path = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");

// A template into `element`: {name} is a symbol in MathML, or a number of the moment.
const written = new WeakMap();
function write(element, template, numbers, { symbols, lang }) {
  const text = fill(template, numbers, lang);
  if (written.get(element) === text) return;
  written.set(element, text);
  const pieces = template.split(/\{(\w+)\}/).map((piece, i) => {
    if (i % 2 === 0) return piece;
    return piece in symbols ? formula(symbols[piece]) : figure(numbers[piece], piece, lang);
  });
  element.replaceChildren(...pieces.filter((piece) => piece !== ""));
}

// A straight axis: values from `low` to `high` along pixels `from` to `to`.
function axis(low, high, from, to) {
  const scale = (to - from) / (high - low);
  return { low, high, from, to, scale, px: (x) => from + (x - low) * scale, value: (px) => low + (px - from) / scale };
}
