// The law of the bricks: the hand draws the text longer, the sheet grows with its square and the
// block not at all; below, what the sheet is of a whole layer. The flag on the layer's bar cuts off
// as much as a guess of "so many times as fast" takes away.

const FLAG_AT = 512; // the length that the question asks about
const PENNANT = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M4 1.5V15"/><path d="M4.8 2H13.5L11 5.5L13.5 9H4.8Z"/></svg>`;
const PLAY = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11L13 8z"/></svg>`;
const AGAIN = `<svg viewBox="0 0 16 16" aria-hidden="true"><path class="outline" d="M13 8a5 5 0 1 1-1.6-3.7"/><path d="M13.6 1.6v4.2H9.4z"/></svg>`;

const mayPlant = (me) => me.scene.asks && !me.scene.told;
const flagOf = (me) => me.state.flag ?? me.draft ?? null;
const placeOf = (me, flag) => (1 - 1 / flag) * me.view.width; // what the guess cuts off
const guessAt = (me, px) => inFlag(me.scene, 1 / (1 - clamp(px / me.view.width, 0, 0.999)));
const shows = (me) => me.scene.asks && flagOf(me) !== null && (!me.scene.told || lengthOf(me.state) === FLAG_AT);

// A flag stands at hand at first; it counts once it has been dragged and let go.
function plantFlag(me) {
  if (!mayPlant(me)) return;
  me.draft ??= me.state.flag ?? 1.5;
  schedule(me);
  placeHandles(me);
  me.handles.find(({ spec }) => spec.name === "flag").element.focus();
}

// From the shortest text to the longest, in under four seconds.
function stretch(me) {
  take(me, "n");
  if (me.state.log > ENDS.high - 0.01) me.state.log = ENDS.low;
  glide(me, { log: ENDS.high }, 3.8);
}

const LAW = {
  leaps: ["n"],
  leg: () => "all",
  handles: [
    {
      name: "n", term: "n", mark: "ring", hint: true,
      at: (me) => [me.view.x.px(me.state.log), me.view.time],
      drag: (me, px) => ({ log: me.view.x.value(px) }),
      step: (me, steps) => ({ log: clamp(Math.abs(steps) === 1 ? Math.log2(Math.max(1, lengthOf(me.state) + steps * Math.max(1, Math.round(lengthOf(me.state) / 32)))) : me.state.log + Math.sign(steps) * Math.min(Math.abs(steps) / 10, 99), ENDS.low, ENDS.high) }),
      range: (me) => ({ now: lengthOf(me.state), min: 2 ** ENDS.low, max: 2 ** ENDS.high }),
    },
    {
      name: "flag", identity: "prediction", mark: "flag", slow: true, fixed: (me) => !mayPlant(me),
      at: (me) => (shows(me) ? [placeOf(me, flagOf(me)), me.view.bar + me.view.tall] : null),
      drag: (me, px) => (me.draft = guessAt(me, px), { flag: null }),
      step: (me, steps) => (me.draft = inFlag(me.scene, flagOf(me) + 0.05 * clamp(steps, -99, 99)), { flag: null }),
      drop: (me) => ({ flag: flagOf(me) }),
      away: (me) => ((me.draft = null), { flag: null }),
      range: (me) => ({ now: flagOf(me), min: 1, max: me.scene.most }),
    },
  ],
  buttons: [
    { name: "play", primary: true, icon: PLAY, key: " ", moves: ["n"], press: stretch },
    { name: "again", icon: AGAIN, moves: ["n"], press: (me) => (take(me, "n"), glide(me, { log: Math.log2(FLAG_AT) }, 0.6)) },
    { name: "plant", icon: PENNANT, key: "p", moves: ["flag"], off: (me) => !mayPlant(me), gone: (me) => !me.scene.asks, press: plantFlag },
  ],
  open: () => ({ log: Math.log2(FLAG_AT), n: FLAG_AT, flag: null }),
  hold: holdBricks,
  greet: ({ log }) => ({ log: log - 2 }),
  numbers: bricks,
  compare: (scene, state) => farthestBricks(scene, state, bricks(scene, state)),
  layout: layoutBricks,
  build: buildBricks,

  draw(me) {
    if (me.scene.told) me.draft = null;
    drawPictures(me);
    drawBar(me);
    drawAxis(me);
  },

  said(me) {
    const { numbers: n, scene, state } = me;
    const { told, unit: flops, head, heads, width } = scene;
    const known = (text) => (told ? text : "?");
    const at = n.measured ? thousands(n.measured.n) : "–";
    const clock = (seconds) => (seconds ? `${n.measured.noisy ? "≈ " : ""}${inTime(seconds)}` : "–");
    return {
      n: thousands(n.n), d: String(head), wide: String(n.wide), heads: String(heads), width: thousands(width), at,
      bricks: inBricks((n.n / head) ** 2), few: String(scene.wider ** 2),
      ops_left: short(flops * n.sheet), ops_right: short(flops * n.linear), bytes_left: inBytes(n.bytes.left), bytes_right: inBytes(n.bytes.right),
      clock_left: clock(n.measured?.naive), clock_fused: clock(n.measured?.fused), clock_right: scene.wider === 1 ? clock(n.measured?.linear) : "–",
      c_dense: scene.c_dense, c_proj: scene.c_proj, c_ffn: scene.c_ffn,
      dense: known(short(flops * n.dense)), sheet: short(flops * n.sheet), total: known(short(flops * n.total)), linear: short(flops * n.linear),
      share: known(percent(n.share)), share_proj: known(percent(n.projections / n.total)), share_ffn: known(percent(n.ffn / n.total)),
      core: times(n.core), layer: known(times(n.layer)), model: known(times(n.model)), free: known(times(n.free)),
      exponent: known((1 + n.share).toFixed(2)), share_clock: n.measured && told ? percent(n.measured.share) : "–",
      flag: flagOf(me) === null ? "–" : flagOf(me).toFixed(2), ffn: thousands(scene.crossings.ffn), half: thousands(scene.crossings.half), depth: String(scene.depth),
      even: thousands(head * scene.wider ** 2),
    };
  },
  write() {},
  label: placeBricks,
};

function placeBricks(me) {
  const { said, words, line: { numbers }, view, numbers: n, scene } = me;
  if (!words || !numbers) return;
  const { stats, unit: u } = view;
  const { gap, top, left, right, sheet, thick } = scaleOf(me);
  const other = { ...(view.narrow ? { title_left: "short_left", title_right: "short_right" } : {}), ...(scene.wider > 1 ? { right_area_value: "right_area_many", right_measured_name: "unmeasured" } : {}), ...(n.measured ? {} : { right_measured_name: "unmeasured", clock: "by_count" }), ...(n.measured?.naive ? {} : { left_measured_name: "unmeasured" }) };
  for (const [name, element] of Object.entries(said)) write(element, words.labels[other[name] ?? name], numbers, words);
  const put = (name, x, y, part = 0, shown = true) => {
    const { wide, high } = sizeOf(me, said[name]);
    stand(said[name], clamp(x - wide * part, 0, Math.max(0, view.width - wide)), y - high / 2);
    said[name].style.opacity = Number(shown);
    return wide;
  };
  put("title_left", left, 9 * u);
  put("title_right", right, 9 * u);
  const thin = thick < 15;
  put("q", left + thick / 2, top + thick + gap + sheet / 2, 0.5, !thin && sheet > 20);
  put("k_left", left + thick + gap + sheet / 2, top + thick / 2, 0.5, !thin && sheet > 20);
  put("v", right + sheet + gap + thick / 2, top + sheet / 2, 0.5, !thin && sheet > 20);
  put("k_right", right + sheet / 2, top + sheet + gap + thick / 2, 0.5, !thin && sheet > 20);
  put("never", right + sheet / 2, top + sheet / 2, 0.5, sheet > sizeOf(me, said.never).wide + 8);
  for (const side of ["left", "right"]) {
    STATS.forEach((stat, i) => {
      put(`${side}_${stat}_name`, stats[side], stats.top + i * stats.step);
      put(`${side}_${stat}_value`, stats[side], stats.top + i * stats.step + 18 * u);
    });
  }
  placeBar(me, put);
  const { x, time } = view;
  const y = time + 20 * u;
  const taken = [];
  const tick = (name, at, part, shown) => {
    const wide = sizeOf(me, said[name]).wide;
    const from = clamp(x.px(Math.log2(at)) - wide * part, 0, view.width - wide);
    const free = taken.every(([a, b]) => from > b + 6 || from + wide < a - 6);
    const ok = shown && free && at <= 2 ** ENDS.high;
    if (ok) taken.push([from, from + wide]);
    put(name, x.px(Math.log2(at)), y, part, ok);
  };
  tick("now", n.n, 0.5, true);
  tick("from", 2 ** ENDS.low, 0, true);
  tick("to", 2 ** ENDS.high, 1, true);
  tick("half", scene.crossings.half, 0.5, scene.told);
  tick("ffn", scene.crossings.ffn, 0.5, scene.told);
  tick("d", scene.head * scene.wider ** 2, 0.5, true);
}

function placeBar(me, put) {
  const { said, view: { bar, tall, width, unit: u }, numbers: n, scene } = me;
  let from = 0;
  for (const name of PARTS_OF) {
    const wide = (n[name] / n.total) * width;
    const own = sizeOf(me, said[`part_${name}`]).wide;
    put(`part_${name}`, from + wide / 2, bar + tall / 2, 0.5, scene.told && own + 10 < wide);
    from += wide;
  }
  put("hidden", width / 2, bar + tall / 2, 0.5, !scene.told);
  put("layer", width, bar - 13 * u, 1);
  const right = n.share < 0.5;
  put("clock", right ? width : 0, bar + tall + 11 * u, Number(right), scene.told);
}
