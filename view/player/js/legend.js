// The legend: the formula, a term a button, and the rows with the numbers of the moment. It
// brings the words of the whole instrument and puts them on the bus.

const legends = new WeakMap();

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".legend");
  let me = legends.get(parentElement);
  if (me?.root !== root) {
    me?.close();
    me = { root, close() {} };
    legends.set(parentElement, me);
  }
  shade(root);
  if (data) bring(me, data);
  return () => {
    legends.delete(parentElement);
    me.close();
  };
}

function bring(me, { name, words }) {
  const text = JSON.stringify([name, words]);
  if (me.text === text) return;
  me.close();
  Object.assign(me, { text, words, line: channel(name) });
  me.root.dataset.legend = name;
  me.root.lang = words.lang;
  me.root.setAttribute("aria-label", words.legend);
  build(me);
  const listen = (what) => {
    if (what === "numbers") writeNumbers(me);
    if (what === "leg") writeLines(me);
    if (what === "lit") light(me);
  };
  me.line.listeners.add(listen);
  me.close = () => me.line.listeners.delete(listen);
  publish(me.line, "words", words);
  writeLines(me);
  light(me);
  writeNumbers(me);
}

function build(me) {
  const { words, root } = me;
  const lines = Object.entries(words.formula).map(([leg, parts]) => lineOf(me, leg, parts));
  me.tip = make("p", { class: "tip" });
  me.values = [];
  const rows = make("ul", { class: "rows" }, ...words.rows.map((row) => rowOf(me, row)));
  root.replaceChildren(make("div", { class: "lines" }, ...lines), me.tip, rows);
}

function lineOf(me, leg, parts) {
  const line = make("div", { class: "line", "data-leg": leg, role: "group", "aria-label": me.words.formula_name });
  for (const part of parts) line.append(partOf(me, part));
  return line;
}

function partOf(me, { term, math, identity }) {
  const part = make(term ? "button" : "span", { class: term ? "term" : "sign" }, formula(math));
  if (identity) part.dataset.identity = identity;
  if (!term) return part;
  part.type = "button";
  part.dataset.term = term;
  lights(part, term, me.line);
  return part;
}

function rowOf(me, row) {
  const value = make("output", { class: "value", for: "" });
  const label = make("span", { class: "label" }, `${row.label} `);
  if (row.symbol) label.append(formula(row.symbol));
  const button = make("button", { type: "button", class: "row", "data-term": row.term }, make("i", { class: "mark" }), label, value);
  if (row.mark) button.dataset.mark = row.mark;
  if (row.identity) button.dataset.identity = row.identity;
  if (row.small) button.classList.add("small");
  lights(button, row.term, me.line);
  me.values.push([row, value]);
  return make("li", row.leg ? { "data-leg": row.leg } : {}, button);
}

// The jump stands on both legs; the move of the way back, and rows of one leg, on theirs.
function writeLines(me) {
  const leg = me.line.leg ?? "demolish";
  for (const part of me.root.querySelectorAll("[data-leg]")) {
    const always = part.matches(".line[data-leg=demolish]");
    part.hidden = !always && part.dataset.leg !== leg;
  }
  writeTip(me);
}

function writeNumbers(me) {
  const { numbers } = me.line;
  me.root.dataset.state = numbers ? "ready" : "busy";
  for (const [row, value] of me.values) {
    const text = numbers ? figure(numbers[row.number], row.number, me.words.lang) : "–";
    const shown = row.unit ? `${text} ${row.unit}` : text;
    if (value.textContent !== shown) value.textContent = shown;
  }
  writeTip(me);
}

function light(me) {
  const { lit, pinned } = me.line;
  for (const element of me.root.querySelectorAll("[data-term]")) {
    element.classList.toggle("lit", element.dataset.term === lit);
    element.setAttribute("aria-pressed", element.dataset.term === pinned);
  }
  for (const term of me.root.querySelectorAll(".term")) {
    const words = me.words.terms[term.dataset.term];
    term.setAttribute("aria-label", words?.name ?? term.dataset.term);
  }
  writeTip(me);
}

function writeTip(me) {
  const { lit, numbers } = me.line;
  const term = me.words.terms[lit];
  const text = term && numbers ? fill(term.tip, numbers, me.words.lang) : me.words.hint;
  if (me.tip.textContent !== text) me.tip.textContent = text;
}
