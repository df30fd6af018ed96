// The card beside a board: the formula, a term a button; rows with the numbers of the moment;
// an equation with numbers in it. Formula, rows and equation may belong to one leg only.

const cards = new WeakMap();

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".legend");
  let me = cards.get(parentElement);
  if (me?.root !== root) {
    me?.close();
    me = { root, close() {} };
    cards.set(parentElement, me);
  }
  shade(root);
  if (data) bring(me, data);
  return () => {
    cards.delete(parentElement);
    me.close();
  };
}

function bring(me, { name, words }) {
  const text = JSON.stringify([name, words]);
  if (me.text === text) return;
  me.close();
  Object.assign(me, { text, words, line: channel(name), live: [] });
  me.root.dataset.legend = name;
  me.root.lang = words.lang;
  me.root.setAttribute("aria-label", words.legend);
  const table = words.table ? [tableOf(me, words.table)] : [];
  me.root.replaceChildren(...[...words.lines.map((line) => lineOf(me, line)), rowsOf(me), ...table, ...words.equations.map((line) => lineOf(me, line, "equation"))]);
  me.tip = make("p", { class: "tip" });
  me.root.append(me.tip);
  const listen = () => refresh(me);
  me.line.listeners.add(listen);
  me.close = () => me.line.listeners.delete(listen);
  refresh(me);
}

function lineOf(me, { leg, parts }, kind = "line") {
  const line = make("div", { class: kind, role: "group", "aria-label": me.words.formula_name, ...(leg ? { "data-leg": leg } : {}) });
  line.append(...parts.map((part) => partOf(me, part)));
  return line;
}

function partOf(me, { term, math, number, text, identity }) {
  const inside = number ? make("b") : math ? formula(math) : text;
  const part = make(term ? "button" : "span", { class: term ? "term" : "sign" }, inside);
  if (identity) part.dataset.identity = identity;
  if (number) me.live.push({ element: inside, template: `{${number}}` });
  if (!term) return part;
  part.type = "button";
  part.dataset.term = term;
  part.setAttribute("aria-label", me.words.terms[term].name);
  lights(part, term, me.line);
  return part;
}

function rowsOf(me) {
  return make("ul", { class: "rows" }, ...me.words.rows.map((row) => rowOf(me, row)));
}

function rowOf(me, { term, label, symbol, mark, identity, value, spread, leg }) {
  const name = make("span", { class: "label" }, `${label} `, ...(symbol ? [formula(symbol)] : []));
  const [number, wide] = [make("b"), make("span", { class: "spread" })];
  me.live.push({ element: number, template: value }, { element: wide, template: spread });
  const button = make("button", { type: "button", class: "row", "data-term": term, "data-mark": mark, "data-identity": identity }, make("i", { class: "mark" }), name, make("output", { class: "value", for: "" }, number, wide));
  lights(button, term, me.line);
  return make("li", leg ? { "data-leg": leg } : {}, button);
}

function tableOf(me, { columns, rows }) {
  const head = columns.map(({ label, mark, identity }) => make("th", { scope: "col", "data-mark": mark, "data-identity": identity }, make("i", { class: "mark" }), ` ${label}`));
  return make("table", {}, make("tr", {}, make("td"), ...head), ...rows.map((row) => tableRowOf(me, row)));
}

function tableRowOf(me, { label, values, quiet }) {
  const cells = values.map((template) => {
    const cell = make("td");
    me.live.push({ element: cell, template });
    return cell;
  });
  return make("tr", quiet ? { class: "quiet" } : {}, make("th", { scope: "row" }, label), ...cells);
}

function refresh(me) {
  const { root, line, words } = me;
  const { numbers, leg, lit, pinned } = line;
  const first = words.lines.find((line) => line.leg)?.leg;
  root.dataset.state = numbers ? "ready" : "busy";
  for (const part of root.querySelectorAll("[data-leg]")) part.hidden = part.dataset.leg !== (leg ?? first);
  for (const { element, template } of me.live) {
    const text = numbers ? fill(template, numbers, words.lang) : "–";
    if (element.textContent !== text) element.textContent = text;
  }
  for (const element of root.querySelectorAll("[data-term]")) {
    element.classList.toggle("lit", element.dataset.term === lit);
    element.setAttribute("aria-pressed", element.dataset.term === pinned);
  }
  const term = words.terms[lit];
  const tip = numbers ? fill(term ? term.tip : words.hint, numbers, words.lang) : "";
  if (me.tip.textContent !== tip) me.tip.textContent = tip;
}
