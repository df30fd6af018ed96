// A bar to set as a guess: not there until the hand has been; once the answer is told it stands
// beside it with the gap between them, and the guess stays as a ghost.

const mounted = new WeakMap();
const PARTS = { plot: ".plot", columns: ".columns", ticks: ".ticks", names: ".names", reset: ".reset", point: ".point", gap: ".gap", hint: ".hint" };

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
  const me = { root, parts, value: null, waiting: 0 };
  wireBar(me);
  parts.reset.addEventListener("click", () => (set(me, null), commit(me)));
  return me;
}

function receive(me, data) {
  const { name, words, held, origin, drawn } = data;
  me.root.dataset.instrument = name;
  Object.assign(me, { data, words, scale: scaleOf(data.ends, data.log) });
  if (me.origin !== origin) Object.assign(me, { origin, value: drawn ?? null, sent: drawn ?? null });
  write(me);
  hold(me, held);
  set(me, me.value);
  me.root.dataset.state = "ready";
}

const told = (me) => me.data.answer !== null;
const withUnit = (me, value) => `${said(value, me.data.digits, me.words.lang)}${me.data.unit}`;

function write(me) {
  const { root, parts, words, data } = me;
  root.lang = words.lang;
  root.setAttribute("aria-label", words.name);
  const names = { label: words.name, valuemin: data.ends[0], valuemax: data.ends[1], readonly: told(me) };
  for (const [name, value] of Object.entries(names)) parts.plot.setAttribute(`aria-${name}`, value);
  parts.reset.textContent = words.reset;
  parts.reset.hidden = told(me);
  parts.hint.textContent = told(me) ? "" : words.hint;
  parts.ticks.replaceChildren(...data.ticks.map(([value, text]) => {
    const tick = make("span", {}, `${text}${data.unit}`);
    tick.style.setProperty("--y", me.scale.share(value));
    return tick;
  }));
}

// The bar at `value`, or taken away at null; nobody is told yet.
function set(me, value) {
  const { parts, words, data } = me;
  me.value = value;
  const bars = data.known.map((one) => ({ ...one, text: one.name, kind: "known" }));
  const guess = value === null ? "" : filled(words.guess, { value: withUnit(me, value) });
  bars.push({ value, text: guess, kind: told(me) ? "ghost" : "guess", identity: "prediction" });
  if (told(me)) bars.push({ value: data.answer, text: filled(words.answer, { value: withUnit(me, data.answer) }), kind: "truth" });
  parts.columns.replaceChildren(...bars.map((one) => columnOf(me, one)));
  parts.names.replaceChildren(...bars.map(({ text }) => make("span", {}, text)));
  me.root.style.setProperty("--bars", bars.length);
  me.root.dataset.value = value ?? "";
  const text = value === null ? "–" : filled(words.point, { value: withUnit(me, value) });
  parts.point.textContent = told(me) ? "" : text;
  parts.plot.setAttribute("aria-valuenow", value ?? data.ends[0]);
  parts.plot.setAttribute("aria-valuetext", text);
  const gap = told(me) && value !== null ? Math.abs(value - data.answer) : null;
  parts.gap.textContent = gap === null ? "" : filled(words.gap, { gap: withUnit(me, gap) });
}

function columnOf(me, { value, kind, identity }) {
  const column = make("i", { class: `column ${kind}` });
  if (identity) column.dataset.identity = identity;
  const share = value === null ? 0 : Math.min(Math.max(me.scale.share(value), 0), 1);
  column.style.setProperty("--y", share);
  column.classList.toggle("empty", value === null);
  return column;
}

function wireBar(me) {
  const { plot } = me.parts;
  let held = false;
  const follow = ({ clientY }) => {
    const { top, height } = plot.getBoundingClientRect();
    set(me, tidy(me, me.scale.value(Math.min(Math.max(1 - (clientY - top) / height, 0), 1))));
  };
  plot.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !me.data || told(me)) return;
    held = true;
    plot.setPointerCapture(event.pointerId);
    follow(event);
  });
  plot.addEventListener("pointermove", (event) => held && follow(event));
  const lift = () => {
    if (held) commit(me);
    held = false;
  };
  plot.addEventListener("pointerup", lift);
  plot.addEventListener("pointercancel", lift);
  plot.addEventListener("keydown", (event) => barKey(me, event));
  plot.addEventListener("blur", () => me.waiting && commit(me));
}

// As fine as the scale's digits, and on the scale.
function tidy({ data: { ends: [low, high], digits } }, value) {
  return Math.min(Math.max(Number(value.toFixed(digits)), low), high);
}

function barKey(me, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !me.data || told(me)) return;
  const { ends: [low, high], step, log } = me.data;
  const away = event.key === "Delete" || event.key === "Backspace";
  const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
  const end = { Home: low, End: high }[event.key];
  if (!away && !steps && end === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const from = me.value ?? me.scale.value(0.5);
  const far = (steps ?? 0) * (event.shiftKey ? 10 : 1);
  const goal = log ? from * (1 + step) ** far : from + step * far;
  set(me, away ? null : tidy(me, end ?? goal));
  clearTimeout(me.waiting);
  me.waiting = setTimeout(() => commit(me), 400);
}

function commit(me) {
  clearTimeout(me.waiting);
  me.waiting = 0;
  if (me.sent === me.value) return;
  me.sent = me.value;
  me.send("drawn", { start: me.origin, value: me.value });
}
