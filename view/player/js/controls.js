// Hands on the instrument: the slider, the keys, the sheets, the buttons. The keys r, c and
// Esc belong to Streamlit and are left alone.

// Whether a teacher's link holds the axis, or the flag; and the sentence that says so.
const held = (me, hand) => Boolean(me.line.words?.held?.includes(hand));

function tellHeld(me) {
  notice(me, "held_said");
  clearTimeout(me.telling);
  me.telling = setTimeout(() => me.trouble === "held_said" && notice(me, null), 4000);
}

function wire(me) {
  const { parts } = me;
  wireSlider(me);
  wireSheets(me);
  me.root.addEventListener("keydown", (event) => key(me, event));
  parts.go.addEventListener("click", () => turn(me));
  parts.play.addEventListener("click", () => toggle(me));
  parts.speed.addEventListener("click", () => {
    me.speed = SPEEDS[(SPEEDS.indexOf(me.speed) + 1) % SPEEDS.length];
    writeButtons(me);
  });
  parts.loop.addEventListener("click", () => {
    me.loop = !me.loop;
    parts.loop.setAttribute("aria-pressed", me.loop);
  });
  parts.words.addEventListener("click", () => {
    parts.sentence.hidden = !parts.sentence.hidden;
    parts.words.setAttribute("aria-expanded", !parts.sentence.hidden);
    speak(me);
  });
}

function wireSlider(me) {
  const { slider } = me.parts;
  slider.addEventListener("pointerdown", () => take(me));
  slider.addEventListener("input", () => {
    take(me);
    stand(me, me.leg, Number(slider.value));
  });
  slider.addEventListener("change", () => commit(me));
}

// Arrows scrub, Space plays, p plants the flag, wherever in the instrument the focus is; on a button Space
// presses it, and among the houses the arrows walk from house to house.
function key(me, event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !me.film) return;
  const onButton = event.target.closest("button");
  const house = event.target.closest("[role=radio]");
  const moves = (event.key === " " && !onButton) || (!house && stepOf(me.film, event) !== 0);
  if (moves && held(me, "t")) {
    tellHeld(me);
  } else if (event.key === " " && !onButton) {
    toggle(me);
  } else if (event.key === "p" && mayPlant(me)) {
    plantHere(me);
  } else if (house ? !walk(me, event.key) : !scrub(me, event)) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function scrub(me, event) {
  const step = stepOf(me.film, event);
  if (!step) return false;
  take(me);
  stand(me, me.leg, Math.round(me.t) + step);
  commitSoon(me);
  return true;
}

// How far a key goes along the axis; 0 for a key that does not.
function stepOf({ T }, { key, shiftKey }) {
  const small = shiftKey ? 10 : 1;
  const page = Math.max(1, Math.round(T / 20));
  const steps = { ArrowRight: small, ArrowUp: small, ArrowLeft: -small, ArrowDown: -small };
  Object.assign(steps, { PageUp: page, PageDown: -page, Home: -T, End: T });
  return steps[key] ?? 0;
}

function walk(me, key) {
  const { n, columns } = me.film;
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const goals = { Home: 0, End: n - 1 };
  if (!(key in steps) && !(key in goals)) return false;
  const goal = goals[key] ?? me.house + steps[key];
  if (goal >= 0 && goal < n) choose(me, goal);
  me.parts.left.children[me.house].focus();
  return true;
}

function choose(me, house) {
  me.house = house;
  for (const grid of [me.parts.left, me.parts.right]) {
    [...grid.children].forEach((cell, i) => cell.classList.toggle("chosen", i === house));
  }
  [...me.parts.left.children].forEach((cell, i) => {
    cell.setAttribute("aria-checked", i === house);
    cell.tabIndex = i === house ? 0 : -1;
  });
  drawStrip(me);
  schedule(me);
}

// A tap on a house chooses it; a drag along the sheets scrubs. Vertical drags stay the
// page's own (touch-action: pan-y).
function wireSheets(me) {
  const { sheets } = me.parts;
  let hand = null;
  const drop = () => {
    if (hand?.moved) commit(me);
    hand = null;
  };
  sheets.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && me.film && !held(me, "t")) hand = { x: event.clientX, t: me.t, moved: false };
  });
  sheets.addEventListener("pointermove", (event) => {
    if (!hand) return;
    const way = event.clientX - hand.x;
    if (!hand.moved && Math.abs(way) < 6) return;
    if (!hand.moved) {
      hand = { x: event.clientX, t: me.t, moved: true };
      sheets.setPointerCapture(event.pointerId);
      take(me);
      return;
    }
    stand(me, me.leg, hand.t + (way / sheets.clientWidth) * me.film.T);
  });
  sheets.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-house]");
    if (cell) choose(me, Number(cell.dataset.house));
  });
  sheets.addEventListener("pointerup", drop);
  sheets.addEventListener("pointercancel", drop);
}
