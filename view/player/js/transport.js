// The transport: a queue of moves in t, stepped by the screen's frames. A move is
// {leg, from, to, seconds}; nothing is told to Python before the queue has run out.

const STORY = 3.4; // seconds for one whole leg at 1×
const TURN = 0.4; // seconds at most to reach the end before the other leg begins
const SPEEDS = [1, 2, 0.5];

const other = (leg) => (leg === "demolish" ? "rebuild" : "demolish");
const endOf = (film, leg) => (leg === "demolish" ? film.T : 0);

function wholeLeg(film, leg) {
  const to = endOf(film, leg);
  return { leg, from: film.T - to, to, seconds: STORY };
}

// Play and pause on this leg; from its end it starts over.
function toggle(me) {
  if (me.moves.length) return rest(me);
  if (me.still) return;
  const { film, leg, t } = me;
  const to = endOf(film, leg);
  const left = Math.abs(to - t) / film.T;
  const on = { leg, from: t, to, seconds: STORY * left };
  start(me, [left > 0 ? on : wholeLeg(film, leg)]);
}

// The other leg as a story: this leg hurries to its end, then the way back plays once. With
// reduced motion it only turns over, and the strip shows the way.
function turn(me) {
  const { film, leg, t } = me;
  if (me.still) {
    stand(me, other(leg), t);
    return commit(me);
  }
  const to = endOf(film, leg);
  const hurry = { leg, from: t, to, seconds: (TURN * Math.abs(to - t)) / film.T };
  start(me, [hurry, wholeLeg(film, other(leg))]);
}

// The opening, once: a gentle third of the way, and nobody is told.
function greet(me) {
  const to = Math.round(me.film.T / 3);
  const ease = (k) => 1 - (1 - k) ** 3;
  start(me, [{ leg: "demolish", from: 0, to, seconds: 1.5, ease, quiet: true }]);
}

function start(me, moves) {
  me.moves = moves;
  me.clock = null;
  me.elapsed = 0;
  stand(me, moves[0].leg, moves[0].from);
  showPlaying(me);
}

// Stops where it is, on a whole t, and tells Python once if that is news.
function rest(me) {
  const quiet = me.moves.some((move) => move.quiet);
  me.moves = [];
  stand(me, me.leg, Math.round(me.t));
  showPlaying(me);
  if (!quiet) commit(me);
}

// A hand on the slider or the sheets takes over at once, silently.
function take(me) {
  me.moves = [];
  showPlaying(me);
}

function jump(me, t) {
  if (held(me, "t")) return tellHeld(me);
  take(me);
  stand(me, me.leg, t);
  commit(me);
}

function stand(me, leg, t) {
  if (!me.film) return;
  if (leg !== me.leg) {
    ghost(me);
    me.leg = leg;
    me.root.dataset.leg = leg;
    writeLeg(me);
    drawStrip(me);
  }
  me.t = Math.min(Math.max(t, 0), me.film.T);
  schedule(me);
}

// One frame of the queue; `now` in milliseconds.
function advance(me, now) {
  const [move] = me.moves;
  if (!move) return;
  const passed = me.clock === null ? 0 : Math.min((now - me.clock) / 1000, 0.1);
  me.clock = now;
  me.elapsed += passed * (move.quiet ? 1 : me.speed);
  const share = move.seconds > 0 ? Math.min(me.elapsed / move.seconds, 1) : 1;
  const eased = move.ease ? move.ease(share) : share;
  stand(me, move.leg, move.from + (move.to - move.from) * eased);
  if (share === 1) arrive(me);
}

function arrive(me) {
  const { leg } = me.moves[0];
  if (me.moves.length === 1 && !(me.loop && !me.moves[0].quiet)) return rest(me);
  const rising = me.moves.slice(1);
  me.moves = rising.length ? rising : [wholeLeg(me.film, other(leg))];
  me.elapsed = 0;
  stand(me, me.moves[0].leg, me.moves[0].from);
}

// The one message to Python: where the reader let go. Nothing if it is where it was.
function commit(me) {
  clearTimeout(me.waiting);
  me.waiting = 0;
  me.t = Math.round(me.t);
  schedule(me);
  if (me.sent.t === me.t && me.sent.leg === me.leg) return;
  me.sent = { t: me.t, leg: me.leg };
  me.send("at", me.sent);
}

function commitSoon(me) {
  clearTimeout(me.waiting);
  me.waiting = setTimeout(() => commit(me), 300);
}
