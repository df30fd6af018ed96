// What the hand holds: a colour of the palette and a tool; each a group of radio buttons that
// the arrows walk through.

function writePalette(me) {
  const { words, parts } = me;
  parts.palette.setAttribute("aria-label", words.colours);
  parts.kinds.setAttribute("aria-label", words.tools);
  const swatches = words.palette.map(({ colour, name }) => {
    const button = choice({ title: name, "aria-label": name, "data-value": colour });
    button.style.setProperty("--colour", colour);
    return button;
  });
  parts.palette.replaceChildren(...swatches);
  parts.kinds.replaceChildren(...Object.entries(words.kinds).map(([kind, name]) => choice({ "data-value": kind }, name)));
  parts.undo.textContent = words.undo;
  parts.clear.textContent = words.clear;
  markChoices(me);
}

const choice = (attributes, ...inside) => make("button", { type: "button", role: "radio", ...attributes }, ...inside);

function wirePalette(me) {
  const { palette, kinds } = me.parts;
  for (const [group, what] of [[palette, "colour"], [kinds, "tool"]]) {
    group.addEventListener("click", (event) => pick(me, what, event.target.closest("button")));
    group.addEventListener("keydown", (event) => {
      const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!way) return;
      const all = [...group.children];
      pick(me, what, all.at((all.indexOf(event.target) + way) % all.length));
      event.preventDefault();
      event.stopPropagation();
    });
  }
}

function pick(me, what, button) {
  if (!button) return;
  me[what] = button.dataset.value;
  if (what === "colour" && me.tool === "erase") me.tool = "pen";
  markChoices(me);
  button.focus();
}

function markChoices(me) {
  const { parts, words } = me;
  for (const [group, value] of [[parts.palette, me.colour], [parts.kinds, me.tool]]) {
    for (const button of group.children) {
      const chosen = button.dataset.value === value;
      button.setAttribute("aria-checked", chosen);
      button.tabIndex = chosen ? 0 : -1;
    }
  }
  parts.chosen.textContent = nameOf(words, bytesOf(me.colour));
}

function nameOf(words, bytes) {
  const known = words.palette.find(({ colour }) => alike(bytesOf(colour), bytes));
  return known?.name ?? words.other;
}
