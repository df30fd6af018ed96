// The law of the hull: words are pins, h is an arrow, and the word that lies furthest along h wins.
// A word inside the others' band never does; with a bias it may, where h is short enough.

const LAW = {
  leg: (state) => state.bias,
  handles: HANDLES,
  buttons: BUTTONS,
  open: ({ start, bias }) => ({ angle: start.angle, length: start.length, pins: "", bias: bias ? "on" : "off" }),
  hold(scene, { angle, length, pins }) {
    const text = isOf(scene, pins) ? textOf(scene, pinsOf(scene, pins)) : "";
    const plain = text === textOf(scene, pinsOf(scene, ""));
    return { angle: wrapped(angle), length: hundredths(clamp(length, 0, scene.longest)), pins: plain ? "" : text, bias: scene.bias ? "on" : "off" };
  },
  greet: ({ angle }) => ({ angle: angle + 60 }),
  numbers: hull,
  compare: farthestHull,
  layout: layoutHull,
  build: buildHull,
  draw: drawHull,

  said(me) {
    const { numbers: n, state, words } = me;
    const name = (one) => words?.handles[`w${one.k}`].label ?? "";
    const fixed = (x, digits) => figure(Number(x.toFixed(digits)), digits ? "lead" : "count", words?.lang);
    const list = (all) => all.reduceRight((more, one) => (more ? fill(words?.labels.list ?? "", { one, more }, words?.lang) : one), "");
    const mute = n.all.filter((one) => one.mute);
    const spoken = (one) => fill(words?.labels[one.mute ? "is_mute" : one.sector > 0 ? "owns" : "short"] ?? "", { degrees: fixed(one.sector, 0), reach: fixed(one.reach ?? 0, 2) }, words?.lang);
    return {
      winner: name(n.first), second: name(n.second), score: fixed(n.first.score, 2), lead: fixed(n.lead, 2), mute: String(mute.length), words: String(n.all.length),
      mutes: mute.length ? list(mute.map(name)) : words?.labels.none ?? "", slices: list(n.all.filter(({ sector }) => sector > 0).map((one) => `${name(one)} ${fixed(one.sector, 0)}°`)),
      degrees: fixed(n.first.sector, 0), angle: fixed(state.angle, 0), length: fixed(state.length, 2), bias: fixed(n.first.b, 2),
      ...Object.fromEntries(Array.from({ length: MOST }, (_, k) => [`w${k}`, ""])), ...Object.fromEntries(n.all.map((one) => [`w${one.k}`, spoken(one)])),
    };
  },
  write(me) {
    const { words, marks, said, scene } = me;
    marks.title.textContent = words.labels[scene.bias ? "scores_bias" : "scores"];
    me.titled = scene.bias;
    for (let k = 0; k < MOST; k += 1) said[`w${k}`].textContent = words.handles[`w${k}`].label;
    const items = ["can", scene.bias ? "silent" : "mute", ...(me.view.narrow ? [] : [scene.bias ? "rim" : "band"])];
    said.key.style.width = `${me.view.width}px`;
    said.key.replaceChildren(...items.map((item) => make("span", { "data-key": item }, words.labels[`key_${item}`])));
    stand(said.key, 0, 0);
  },
  label(me) {
    if (me.words && me.titled !== me.scene.bias) LAW.write(me);
    placeHull(me);
  },
};
