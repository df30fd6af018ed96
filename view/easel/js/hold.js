// Where a teacher's link holds the drawing: `held` says so, and no hand moves anything.

function hold(me, held) {
  for (const part of me.root.children) part.inert = Boolean(held) && part !== me.parts.hint;
  me.root.dataset.held = held;
  if (held) me.parts.hint.textContent = held;
}
