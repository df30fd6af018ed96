// What is written on the tower: a chip for each method with its bar of bricks, digits that count
// bytes, and the names of what stands there.

const METER = 16; // bricks of a chip's bar

// The bars stand inside the chips, which the core writes.
function writeChips(me) {
  const { scene } = me;
  for (const option of me.options) {
    if (!option.querySelector(".meter")) option.append(make("span", { class: "spared" }), make("span", { class: "meter" }));
  }
  const asked = me.options.find(({ dataset }) => dataset.value === ASKED)?.querySelector(".meter");
  if (!asked || !scene) return;
  const [box, stage] = [asked.getBoundingClientRect(), me.parts.stage.getBoundingClientRect()];
  me.meter = { x: box.left - stage.left, y: box.bottom - stage.top, wide: box.width };
}

function fillChips(me) {
  const { scene, numbers: n } = me;
  for (const option of me.options) {
    const { value } = option.dataset;
    const kept = n.whole[value] / n.whole.full;
    const secret = isSecret(scene, value);
    const text = secret ? "?" : value === "full" ? "0" : `−${share(1 - kept)}`;
    const said = option.querySelector(".spared");
    if (said && said.textContent !== text) said.textContent = text;
    option.querySelector(".meter")?.style.setProperty("--kept", secret ? 0 : kept);
    option.classList.toggle("secret", secret);
  }
}

// The numbers of the moment, in words.
function sayTower(me) {
  const { numbers: n, scene, state: { method, at }, words } = me;
  const known = (text) => (isSecret(scene, method) ? "?" : text);
  const flag = flagOf(me);
  const kept = n.whole[method] / n.whole.full;
  return {
    method: words?.choice.options[method] ?? "", chosen: method, layers: String(scene.layers), at: at.toFixed(2),
    now: known(inMega(n.now.total)), rival: inMega(n.rival.total), kept: known(inMega(n.whole[method])), whole: inMega(n.whole.full),
    spared: known(share(1 - kept)), left: known(share(kept)), work: scene.work[method].toFixed(2), trained: little(scene.trained[method]),
    up: String(Math.min(scene.layers, Math.floor(n.up + 1e-9) + 1)), down: String(Math.min(scene.layers, Math.floor(n.own.level + 1e-9) + 1)),
    flag: flag === null ? "–" : `${flag}%`, brick: inMega(brickOf(scene)), reduction: String(scene.reduction),
    inputs: inMega(n.now.total - sum(n.now.rungs)), rungs: inMega(sum(n.now.rungs)),
  };
}

// Digits in boxes of their own, as on a counter.
function count(element, text, unit) {
  const said = `${text} ${unit}`;
  if (element.dataset.said === said) return;
  element.dataset.said = said;
  element.replaceChildren(...[...text].map((one) => (/\d/.test(one) ? make("b", {}, one) : one)), ` ${unit}`);
}

function placeTower(me) {
  const { said, words, line: { numbers }, view, numbers: n, state } = me;
  if (!words || !numbers) return;
  const { unit: u, narrow, own, ladder, other, top, foot, track } = view;
  const onLadder = state.method === LADDER;
  const names = { roof: `roof_${state.method}`, phase: `phase_${n.phase}`, ...(narrow ? { legend: "legend_short", compare: "compare_short", ladder: "ladder_short" } : {}) };
  for (const [name, element] of Object.entries(said)) {
    if (name !== "now" && name !== "rival") write(element, words.labels[names[name] ?? name], numbers, words);
  }
  count(said.now, numbers.now, words.labels.mega);
  count(said.rival, numbers.rival, words.labels.mega);
  const put = (name, x, y, part = 0.5, shown = true) => {
    const { wide, high } = sizeOf(me, said[name]);
    stand(said[name], clamp(x - part * wide, 0, Math.max(0, view.width - wide)), y - high / 2);
    said[name].style.opacity = Number(shown);
  };
  const middle = ({ left, right }) => (left + right) / 2;
  put("roof", middle(own) + (state.method === "full" || narrow ? 0 : 8 * u), top - 11 * u);
  put("forward", own.left - (narrow ? 6 : 12) * u, top - 13 * u, narrow ? 0.6 : 1, !narrow);
  put("ladder", middle(ladder), top - 33 * u, narrow ? 0.7 : 0.5, onLadder);
  put("gradient", onLadder ? ladder.right - (narrow ? 4 : 26) * u : middle(own) + own.shaft, top - (onLadder ? 18 : 33) * u, onLadder ? 1 : 0, n.own.level < me.scene.layers && !narrow);
  put("compare", middle(other), top - 33 * u);
  put("wall", middle(own), (top + foot) / 2, 0.5, onLadder);
  put("hidden", middle(own), (top + foot) / 2, 0.5, isSecret(me.scene, state.method));
  put("legend", own.left, foot + 20 * u, 0, onLadder || !narrow);
  put("now", onLadder ? middle(ladder) : own.right, foot + 20 * u, onLadder ? 0.5 : 1);
  put("rival", middle(other), foot + 20 * u);
  const y = track.y + 18 * u;
  const x = trackOf(me);
  const spot = x.px(state.at);
  const { wide } = sizeOf(me, said.phase);
  const at = clamp(spot - wide / 2, 0, view.width - wide);
  const clear = (from, to) => at > to + 8 || at + wide < from - 8;
  const sizes = { from: sizeOf(me, said.from).wide, top: sizeOf(me, said.top).wide };
  put("phase", spot, y);
  put("from", 0, y, 0, clear(0, sizes.from));
  put("top", x.px(TOP), y, 0.5, clear(x.px(TOP) - sizes.top / 2, x.px(TOP) + sizes.top / 2));
}
