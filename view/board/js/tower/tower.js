// The law of the tower: the hand carries the signal up, which stores bricks, and the gradient down
// again, through the tower or past it on a ladder. Chips choose who is trained; a flag on the bar of
// one of them says what share of the bricks the reader believes it keeps.

const PENNANT = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M4 1.5V15"/><path d="M4.8 2H13.5L11 5.5L13.5 9H4.8Z"/></svg>`;
const PLAY = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11L13 8z"/></svg>`;
const AGAIN = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M13 8a5 5 0 1 1-1.6-3.7"/><path d="M13.6 1.6v4.2H9.4z"/></svg>`;
const SECONDS = 3.8; // of the whole way
const RESTS = 1.86; // where the picture opens: nearly down, so that drops still fall

const mayPlant = (me) => me.scene.asks && !me.scene.told;
const flagOf = (me) => me.state.flag ?? me.draft ?? null;

// A flag stands at hand at first; it counts once it has been moved and let go.
function plantFlag(me) {
  if (!mayPlant(me)) return;
  me.draft ??= me.state.flag ?? 50;
  schedule(me);
  placeHandles(me);
  me.handles.find(({ spec }) => spec.name === "flag").element.focus();
}

// Once up and down; where nothing may move, on to the next floor's end.
function walk(me) {
  take(me, "at");
  const end = me.state.at > END - 0.01;
  if (me.still) return glide(me, { at: end ? 0 : Math.min(END, me.state.at + 1 / me.scene.layers) }, 0);
  if (end) me.state.at = 0;
  glide(me, { at: END }, (SECONDS * (END - me.state.at)) / END);
}

const LAW = {
  leg: (state) => (state.method === LADDER ? "ladder" : "tower"),
  leaps: ["method"],
  choice: { name: "method", options: ["full", "prompt", "adapter", "lora", "bitfit", "lst"] },
  handles: [
    {
      name: "at", mark: "ring", hint: true, term: "way",
      at: (me) => [trackOf(me).px(me.state.at), me.view.track.y],
      drag: (me, px) => ({ at: trackOf(me).value(px) }),
      step: (me, steps) => ({ at: clamp(me.state.at + (steps * 0.1) / me.scene.layers, 0, END) }),
      range: (me) => ({ now: me.state.at, min: 0, max: END }),
    },
    {
      name: "flag", mark: "banner", identity: "prediction", slow: true, fixed: (me) => !mayPlant(me),
      at: (me) => (me.scene.asks && flagOf(me) !== null && me.meter ? [me.meter.x + (me.meter.wide * flagOf(me)) / 100, me.meter.y] : null),
      drag: (me, px) => ((me.draft = toFlag((100 * (px - me.meter.x)) / me.meter.wide)), { flag: null }),
      step: (me, steps) => ((me.draft = toFlag(flagOf(me) + clamp(steps, -100, 100))), { flag: null }),
      drop: (me) => ({ flag: flagOf(me) }),
      away: (me) => ((me.draft = null), { flag: null }),
      range: (me) => ({ now: flagOf(me) ?? 0, min: 0, max: 100 }),
    },
  ],
  buttons: [
    { name: "play", primary: true, icon: PLAY, key: " ", moves: ["at"], press: walk },
    { name: "again", icon: AGAIN, moves: ["at"], press: (me) => (take(me, "at"), glide(me, { at: 0 }, 0.5)) },
    { name: "plant", icon: PENNANT, key: "p", moves: ["flag"], off: (me) => !mayPlant(me), gone: (me) => !me.scene.asks, press: plantFlag },
  ],
  open: () => ({ method: LADDER, at: RESTS, flag: null }),
  hold: holdTower,
  greet: () => ({ at: 0 }),
  greeting: 2.6,
  numbers: tower,
  compare: farthestTower,
  layout: layoutTower,
  build: buildTower,
  // a house below was chosen
  hear(me, what) {
    if (what === "wish" && me.scene && me.line.wish) choose(me, me.line.wish.method);
  },

  draw(me) {
    if (me.scene.told) me.draft = null;
    drawTower(me);
    fillChips(me);
  },

  said: sayTower,
  write: writeChips,
  label: placeTower,
};

const toFlag = (share) => Math.round(clamp(share, 0, 100));
