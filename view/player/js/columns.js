// The columns of the sheets, where each is another thing: its name above it on both sheets,
// and behind the name of every house.

function writeColumns(me) {
  const { columns } = me.parts;
  const names = me.line.words?.columns;
  columns.hidden = !names;
  if (!names || !me.film) return;
  columns.style.setProperty("--columns", me.film.columns);
  const row = () => make("div", {}, ...names.slice(0, me.film.columns).map(columnName));
  columns.replaceChildren(row(), row());
}

const columnName = (text) => make("span", { title: text }, text);

function houseName(me, house) {
  const { words } = me.line;
  const name = fill(words.house, { house: house + 1 }, words.lang);
  const column = words.columns?.[house % (me.film?.columns ?? 1)];
  return column ? `${name} · ${column}` : name;
}
