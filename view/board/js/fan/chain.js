// The article's chain of four. Its first link is a button: taken out, σ is free; put back, Bayes'
// rule leaves η = 1 alone. And the strip below: the same fan in a few numbers of steps.

const LINKS = ["single", "jump", "posterior", "step"];

function buildChain(me) {
  if (me.chain) return;
  me.links = LINKS.map((name, i) => make(i ? "div" : "button", { class: "link", "data-link": name }, make("span", { class: "of" }), make("span", { class: "what" })));
  me.links[0].type = "button";
  me.links[0].addEventListener("click", () => me.scene && strike(me));
  const arrows = LINKS.slice(1).map(() => make("i", { class: "arrow", "aria-hidden": "true" }));
  me.chain = make("div", { class: "chain", role: "group" }, ...me.links.flatMap((link, i) => [link, ...(arrows[i] ? [arrows[i]] : [])]));
  me.parts.stage.append(me.chain);
}

const isOut = (me) => me.state.link === "out" || me.state.eta < 1;

function strike(me) {
  take(me, "link");
  glide(me, isOut(me) ? { eta: 1, link: "in" } : { eta: 0, link: "out" }, 1.4);
  if (!isOut(me)) me.state = { ...me.state, link: "out" };
}

function writeChain(me) {
  const { words, links } = me;
  me.chain.setAttribute("aria-label", words.labels.chain);
  links.forEach((link, i) => {
    write(link.firstChild, `{${LINKS[i]}}`, {}, words);
    link.lastChild.textContent = words.labels[LINKS[i]];
  });
  me.struck = null;
}

function drawChain(me) {
  const { words, links } = me;
  const out = isOut(me);
  if (!words || me.struck === out) return;
  me.struck = out;
  me.chain.classList.toggle("struck", out);
  me.root.dataset.link = me.state.link;
  links[0].setAttribute("aria-pressed", out);
  links[0].disabled = isHeld(me, "eta");
  links[0].title = words.labels[out ? "put_back" : "take_out"];
  links[0].lastChild.textContent = words.labels[out ? "needless" : "single"];
}

function buildStrip(me) {
  if (me.strip) return;
  me.stills = me.scene.strip.map((S) => {
    const still = make("button", { type: "button", class: "still", "data-s": S }, make("span", { class: "head" }, make("b"), make("span", { class: "note" })), make("canvas"));
    still.addEventListener("click", () => goTo(me, S));
    return still;
  });
  me.strip = make("div", { class: "strip", role: "group" }, ...me.stills);
  me.root.querySelector(".bar").after(me.strip);
}

function goTo(me, S) {
  take(me, "S");
  glide(me, { S }, 0.5);
}

function drawStrip(me) {
  const { scene, words, view, stills, state } = me;
  if (!words) return;
  const inks = inksOf(me);
  const id = [scene.digest, scene.told, inks.dark, view.width, words.lang].join();
  for (const still of stills) {
    still.setAttribute("aria-current", Number(still.dataset.s) === scene.steps[stopOf(scene, state.S)]);
    still.disabled = isHeld(me, "S");
  }
  if (me.stilled === id) return;
  me.stilled = id;
  me.strip.setAttribute("aria-label", words.labels.strip);
  for (const still of stills) drawStill(me, still, inks);
}

function drawStill(me, still, inks) {
  const { scene, words, view } = me;
  const S = Number(still.dataset.s);
  const [head, canvas] = still.children;
  const stop = stopOf(scene, S);
  const short = (eta) => distanceOf(me, eta, stop).replace(/^0/, "");
  const numbers = { S: whole(S, me), w1_0: short(0), w1_1: short(-1) };
  const fails = S === 1;
  still.classList.toggle("fails", fails);
  head.firstChild.textContent = fill(words.at.S, numbers, words.lang);
  head.lastChild.textContent = fails ? words.labels.fails : fill(words.at.w1, numbers, words.lang);
  still.setAttribute("aria-label", `${head.firstChild.textContent}. ${head.lastChild.textContent}`);
  const [wide, high] = [Math.max(60, canvas.parentElement.clientWidth - 10), Math.round(44 * view.unit)];
  fit(canvas, wide, high);
  const small = { root: me.root, view: { unit: view.unit, y: axis(-2.6, 2.6, high, 0), wall: { left: 1, right: wide - 22 }, top: 0, foot: high }, scene, numbers: fan(scene, { eta: 0, S, start: 0 }) };
  const pen = penOf(canvas);
  small.numbers.shaken.forEach((road, i) => i % 6 === 1 && strokeRoad(pen, small, road, colour(inks.noise, 0.5), 0.8));
  small.numbers.roads.forEach((road, i) => i % 2 && strokeRoad(pen, small, road, colour(inks.model, 0.9), 1));
  const counts = scene.ends[0][stop];
  bars(pen, small, counts, wide - 20, 18 / Math.max(...counts), 18, colour(inks.model, 0.9));
}

// A distance, "?" as long as it would answer the question.
const hides = ({ scene }) => scene.asks && !scene.told;
const distanceOf = (me, eta, stop) => (hides(me) ? "?" : me.scene.w1.at(eta)[stop].toFixed(3));
