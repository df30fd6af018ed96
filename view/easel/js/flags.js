// Several flags on one line, each a guess of its own. They count once every one has been moved, or
// with Enter; the answers then stand on the line as diamonds, and the flags where they were.

const mounted = new WeakMap();
const PARTS = { rail: ".rail", ends: ".ends", gap: ".gap", hint: ".hint" };
const CLOTH = `<svg viewBox="0 0 24 34" aria-hidden="true"><path d="M4 34V2H22L17 8.5L22 15H4"/></svg>`;

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".easel");
  let me = mounted.get(parentElement);
  if (me?.root !== root) {
    me = { root, parts: {}, waiting: 0, origin: null };
    for (const [name, where] of Object.entries(PARTS)) me.parts[name] = root.querySelector(where);
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

function receive(me, data) {
  const { name, words, held, origin, drawn, names } = data;
  me.root.dataset.instrument = name;
  Object.assign(me, { data, words, scale: scaleOf(data.ends, false) });
  if (me.origin !== origin) {
    Object.assign(me, { origin, values: drawn ?? data.start, sent: JSON.stringify(drawn ?? null), moved: names.map(() => Boolean(drawn)) });
  }
  if (me.flags?.length !== names.length) build(me, names);
  write(me);
  hold(me, held);
  show(me);
  me.root.dataset.state = "ready";
}

const told = (me) => me.data.answers !== null;
const tidy = ({ data: { ends: [low, high] } }, value) => Math.min(Math.max(Math.round(value), low), high);

function build(me, names) {
  me.flags = names.map((_, i) => {
    const flag = make("div", { class: "flag", role: "slider", tabindex: 0 });
    flag.innerHTML = CLOTH;
    flag.append(make("span"));
    wireFlag(me, i, flag);
    return flag;
  });
  me.truths = names.map(() => make("i", { class: "truth", "aria-hidden": "true" }));
  me.parts.rail.append(...me.truths, ...me.flags);
}

function write(me) {
  const { root, parts, words, data } = me;
  root.lang = words.lang;
  root.setAttribute("aria-label", words.name);
  parts.hint.textContent = told(me) ? "" : words.hint;
  parts.ends.replaceChildren(...data.ticks.map((text) => make("span", {}, text)));
}

function show(me) {
  const { words, data, values, flags, truths } = me;
  const placed = me.moved.every(Boolean);
  me.root.dataset.value = placed ? values.join(",") : "";
  flags.forEach((flag, i) => {
    const text = filled(words.point, { name: data.names[i], value: said(values[i], 0, words.lang) });
    flag.style.setProperty("--x", me.scale.share(values[i]));
    flag.classList.toggle("draft", !me.moved[i]);
    flag.classList.toggle("left", me.scale.share(values[i]) > 0.7);
    flag.classList.toggle("low", i > 0 && Math.abs(values[i] - values[i - 1]) < 30);
    flag.lastChild.textContent = text;
    flag.hidden = told(me) && !placed;
    const names = { label: data.names[i], valuemin: data.ends[0], valuemax: data.ends[1], valuenow: values[i], valuetext: text, readonly: told(me) };
    for (const [name, value] of Object.entries(names)) flag.setAttribute(`aria-${name}`, value);
    truths[i].hidden = !told(me);
    if (told(me)) truths[i].style.setProperty("--x", me.scale.share(data.answers[i]));
  });
  const gaps = told(me) && placed ? values.map((value, i) => filled(words.gap, { name: data.names[i], gap: said(Math.abs(value - data.answers[i]), 1, words.lang) })) : [];
  me.parts.gap.textContent = gaps.join(" · ");
}

function set(me, i, value) {
  me.values = me.values.map((one, k) => (k === i ? tidy(me, value) : one));
  me.moved[i] = true;
  show(me);
}

function wireFlag(me, i, flag) {
  let held = null;
  flag.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || told(me)) return;
    held = { x: event.clientX, value: me.values[i] };
    flag.setPointerCapture(event.pointerId);
  });
  flag.addEventListener("pointermove", (event) => {
    if (!held) return;
    const wide = me.parts.rail.getBoundingClientRect().width;
    set(me, i, held.value + ((event.clientX - held.x) / wide) * (me.data.ends[1] - me.data.ends[0]));
  });
  const lift = () => {
    if (held) commit(me);
    held = null;
  };
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) flag.addEventListener(end, lift);
  flag.addEventListener("keydown", (event) => flagKey(me, i, event));
}

const STEPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

function flagKey(me, i, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || told(me)) return;
  const { ends: [low, high] } = me.data;
  const end = { Home: low, End: high }[event.key];
  if (event.key === "Enter") me.moved = me.moved.map(() => true);
  else if (event.key in STEPS) set(me, i, me.values[i] + STEPS[event.key] * (event.shiftKey ? 10 : 1));
  else if (end !== undefined) set(me, i, end);
  else return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") commit(me);
  else show(me);
}

function commit(me) {
  const text = JSON.stringify(me.values);
  show(me);
  if (!me.moved.every(Boolean) || me.sent === text) return;
  me.sent = text;
  me.send("drawn", { start: me.origin, value: me.values });
}
