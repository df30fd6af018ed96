// Motion: the state glides to where a button sends it, stepped by the screen's frames; a hand
// stops it at once. Python hears of the place it came to rest, and of nothing on the way.

const ease = (k) => (k < 0.5 ? 4 * k ** 3 : 1 - (2 - 2 * k) ** 3 / 2);

function glide(me, to, seconds, quiet = false) {
  me.glide = { from: { ...me.state }, to, seconds: me.still ? 0 : seconds, quiet, since: null };
  schedule(me);
}

// One frame: the numbers of the state move; all else, and what the law says leaps, waits for the end.
function advance(me, now) {
  if (!me.glide) return;
  const { from, to, seconds, quiet } = me.glide;
  me.glide.since ??= now;
  const share = seconds > 0 ? Math.min((now - me.glide.since) / 1000 / seconds, 1) : 1;
  for (const [name, value] of Object.entries(to)) {
    const moved = share < 1 && !LAW.leaps?.includes(name) ? onTheWay(from[name], value, ease(share)) : null;
    if (moved !== null) me.state[name] = moved;
    else if (share === 1) me.state[name] = value;
  }
  if (share < 1) return;
  me.glide = null;
  me.state = LAW.hold(me.scene, me.state);
  if (!quiet) commit(me);
}

// A number between two numbers, a list between two lists of one length; null for all else.
function onTheWay(from, to, share) {
  if (typeof to === "number" && typeof from === "number") return blend(from, to, share);
  const lists = Array.isArray(to) && Array.isArray(from) && to.length === from.length;
  return lists ? to.map((value, i) => blend(from[i], value, share)) : null;
}

// A hand takes over: whatever moves stands still at the nearest state that may be.
function take(me, name) {
  if (me.glide) me.state = LAW.hold(me.scene, me.state);
  me.glide = null;
  me.touched = true;
  me.root.classList.add("touched");
  me.root.dataset.hand = name;
}

// What changes of the state, by a hand.
function move(me, changed) {
  if (!changed) return;
  me.touched = true;
  me.state = LAW.hold(me.scene, { ...me.state, ...changed });
  schedule(me);
}

// The one message to Python: the state as it was let go. Nothing if it is as it was.
function commit(me) {
  clearTimeout(me.waiting);
  me.waiting = 0;
  me.state = LAW.hold(me.scene, me.state);
  schedule(me);
  const text = JSON.stringify(me.state);
  if (text === me.sent) return;
  me.sent = text;
  me.send("told", { ...me.state });
}

function commitSoon(me) {
  clearTimeout(me.waiting);
  me.waiting = setTimeout(() => commit(me), 300);
}

// `value` a little nearer to `goal`; me.settling says whether it has not arrived.
function toward(me, value, goal, step) {
  const next = me.still ? goal : value + clamp(goal - value, -step, step);
  if (next !== goal) me.settling = true;
  return next;
}
