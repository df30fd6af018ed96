// The board: one picture per mount, kept by Streamlit's parent element, so that a rerun finds it
// as the reader left it. What it shows is the LAW's, a constant of the script before this one:
//
//   handles                       what a hand may take, see handles.js
//   buttons, choice               what stands in the bar, and a switch over the picture, if any
//   open(scene), hold(scene, state)   the state it begins with, and the nearest that may be
//   layout(width), build(me)      measures for a width; the marks, once for each of them
//   numbers(scene, state)         the mathematics, at every frame
//   draw(me), said(me)            marks where the numbers say; the numbers in words
//   stale(scene, state), put(me, values)   whether another scene ends the state; what Python's wish means
//   compare(scene, state)         the largest difference to what the engine sent
//   hear(me, what)                what else was said on the bus, by another mount

const mounted = new WeakMap();
const PARTS = {
  stage: ".stage", picture: ".picture", labels: ".labels", choice: ".choice", bar: ".buttons", words: ".words",
  badge: ".badge", badgeKind: ".badge b", badgeText: ".badge span", sentence: ".sentence",
};

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".board");
  const before = mounted.get(parentElement);
  let me = before;
  if (before?.root !== root) {
    before?.close();
    me = mount(root);
    mounted.set(parentElement, me);
  }
  me.send = setStateValue;
  shade(root);
  if (data) receive(me, data);
  return () => {
    mounted.delete(parentElement);
    me.close();
  };
}

function mount(root) {
  const parts = {};
  for (const [name, where] of Object.entries(PARTS)) parts[name] = root.querySelector(where);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const me = { root, parts, line: { words: null, numbers: null, lit: null, listeners: new Set() }, scene: null, state: null, frame: 0, layers: {}, shown: {} };
  const onCalm = () => {
    me.still = calm.matches;
    root.classList.toggle("still", me.still);
  };
  onCalm();
  calm.addEventListener("change", onCalm);
  for (const layer of ["marks", "handles"]) parts.picture.append((me.layers[layer] = shape("g", { class: layer })));
  me.layers.marks.setAttribute("role", "img");
  wireBar(me);
  root.addEventListener("keydown", (event) => key(me, event));
  const watch = new ResizeObserver(() => measure(me));
  watch.observe(parts.stage);
  me.close = () => {
    cancelAnimationFrame(me.frame);
    clearTimeout(me.waiting);
    clearTimeout(me.speaking);
    calm.removeEventListener("change", onCalm);
    watch.disconnect();
    me.line.listeners.delete(me.listen);
  };
  return me;
}

function receive(me, { name, scene, words, opening, put }) {
  tune(me, name);
  const text = JSON.stringify(words);
  if (me.text !== text) Object.assign(me, { text, words, fresh: true });
  me.scene = scene;
  // until a hand has touched it, the link has the word: its places may need another scene
  if (!me.state || (!me.touched && !me.glide)) {
    const first = !me.state;
    me.state = LAW.hold(scene, { ...LAW.open(scene), ...opening });
    me.sent = JSON.stringify(me.state);
    if (first) me.put = put?.id;
    if (first && !me.still && !Object.keys(opening).length && !words.held.length) greet(me);
  }
  const stale = LAW.stale?.(scene, me.state);
  me.state = LAW.hold(scene, me.state);
  if (stale) commit(me);
  if (put && put.id !== me.put) {
    me.put = put.id;
    take(me, "put");
    glide(me, LAW.put?.(me, put.values) ?? put.values, 0.6);
  }
  if (!me.view) measure(me);
  if (me.fresh) writeAll(me);
  schedule(me);
}

// The opening, once: the hand's own part comes gently, and nobody is told.
function greet(me) {
  const to = { ...me.state };
  Object.assign(me.state, LAW.greet(me.state, me.scene));
  glide(me, to, LAW.greeting ?? 1.3, true);
}

function tune(me, name) {
  if (me.name === name) return;
  me.line.listeners.delete(me.listen);
  me.name = name;
  me.root.dataset.instrument = name;
  me.line = channel(name);
  me.listen = (what) => (what === "lit" ? schedule(me) : LAW.hear?.(me, what));
  me.line.listeners.add(me.listen);
  if (!me.handles) buildHandles(me);
}

// Another width: the marks are laid out anew.
function measure(me) {
  const width = Math.round(me.parts.stage.clientWidth);
  if (!me.scene || !width || width === me.view?.width) return;
  me.view = LAW.layout(width);
  const { height } = me.view;
  set(me.parts.picture, { viewBox: `0 0 ${width} ${height}`, width, height });
  me.parts.stage.style.height = `${height}px`;
  me.root.classList.toggle("narrow", me.view.narrow);
  me.layers.marks.replaceChildren();
  me.parts.labels.replaceChildren();
  LAW.build(me);
  writeAll(me);
  schedule(me);
}

function schedule(me) {
  me.frame ||= requestAnimationFrame((now) => {
    me.frame = 0;
    if (!me.scene || !me.view) return;
    me.settling = false;
    advance(me, now);
    paint(me);
    if (me.glide || me.settling) schedule(me);
  });
}

function paint(me) {
  me.numbers = LAW.numbers(me.scene, me.state);
  LAW.draw(me);
  placeHandles(me);
  const said = { ...LAW.said(me), ...told(me) };
  publish(me.line, "leg", LAW.leg(me.state));
  if (JSON.stringify(said) !== JSON.stringify(me.line.numbers)) publish(me.line, "numbers", said);
  LAW.label(me);
  writeBar(me);
  for (const mark of me.root.querySelectorAll("[data-term]")) mark.classList.toggle("lit", mark.dataset.term === me.line.lit);
  me.root.dataset.told = me.sent;
  speakSoon(me);
  if (me.root.dataset.state !== "ready") me.root.dataset.state = "ready";
}

// How far the browser is from the engine, where both look at the same state.
function told(me) {
  const rests = !me.glide && JSON.stringify(me.state) === me.sent;
  const difference = rests ? LAW.compare(me.scene, me.state) : null;
  me.root.dataset.difference = difference ?? "";
  return { difference: difference === null ? "…" : difference === 0 ? "0" : difference.toExponential(0).replace("-", "−") };
}
