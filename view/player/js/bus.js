// The bus: player and legend are two mounts that never see each other. They meet at
// `channel(name)`, which holds the words, the numbers of the moment and the term pointed
// at, and tells its listeners which of these has changed.

function channel(name) {
  const lab = (globalThis.__lab ??= new Map());
  if (!lab.has(name)) {
    lab.set(name, { words: null, numbers: null, lit: null, pinned: null, listeners: new Set() });
  }
  return lab.get(name);
}

function publish(line, what, value) {
  if (line[what] === value) return;
  line[what] = value;
  for (const listener of line.listeners) listener(what);
}

// How many digits a number is shown with, wherever it is shown; a string has them already.
const DIGITS = {
  t: 0, s: 0, T: 0, count: 0, share: 0, house: 0, row: 0, column: 0, alpha_bar: 3, beta_bar: 3, alpha: 5, beta: 5, snr: 2, knot: 4,
};
const formats = new Map();

function figure(value, name, lang) {
  if (typeof value === "string") return value;
  if (value === null || Number.isNaN(value)) return "–";
  const digits = DIGITS[name] ?? 2;
  const id = `${lang}/${digits}`;
  if (!formats.has(id)) {
    const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    formats.set(id, new Intl.NumberFormat(lang, { ...fixed, useGrouping: false }));
  }
  return formats.get(id).format(value).replace("-", "−");
}

// "t = {t}" with the numbers of the moment; a place without a number stays as it is.
function fill(template, numbers, lang) {
  return template.replace(/\{(\w+)\}/g, (place, name) =>
    name in numbers ? figure(numbers[name], name, lang) : place,
  );
}

const TAP = 6; // pixels; what is moved further has been dragged

// Where a term is lit: by pointer and focus for the moment, by a tap until the next one.
function lights(element, term, line) {
  let from = null;
  const begin = ({ clientX, clientY }) => (from = [clientX, clientY]);
  element.addEventListener("pointerdown", begin);
  element.addEventListener("gotpointercapture", begin); // where a law found the hand's aim by itself
  const on = () => publish(line, "lit", term);
  const off = () => publish(line, "lit", line.pinned);
  element.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && on());
  element.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && off());
  element.addEventListener("focus", () => element.matches(":focus-visible") && on());
  element.addEventListener("blur", off);
  element.addEventListener("keydown", () => (from = null));
  element.addEventListener("click", ({ clientX, clientY }) => {
    if (from && Math.hypot(clientX - from[0], clientY - from[1]) > TAP) return;
    publish(line, "pinned", line.pinned === term ? null : term);
    publish(line, "lit", line.pinned);
  });
}

// Light or dark is read from the ground itself, so any theme will do; and whether everything
// is to be bigger and thicker, for a class to see.
function shade(root) {
  root.classList.toggle("lecture", document.documentElement.classList.contains("lecture"));
  const ground = getComputedStyle(root).getPropertyValue("--st-background-color");
  const style = new Option().style;
  style.color = ground.trim();
  const [red, green, blue] = (style.color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  root.classList.toggle("dark", 0.2126 * red + 0.7152 * green + 0.0722 * blue < 110);
}

// How many pixels a sixteenth of the reader's own type size is: what is laid out in rem keeps
// its measures where everything is bigger.
const unit = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// A text whose dates stay whole where a line ends.
function unbroken(text) {
  return text.split(/(\d{4}-\d\d-\d\d)/).map((piece, k) => {
    if (k % 2 === 0) return piece;
    const date = make("span", {}, piece);
    date.style.whiteSpace = "nowrap";
    return date;
  });
}

// A piece of MathML, as the words bring it, inside a <math> of its own.
function formula(source) {
  const holder = make("span", { class: "formula" });
  holder.innerHTML = `<math>${source}</math>`;
  return holder.firstChild;
}
