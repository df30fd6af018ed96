// The marks on the axis: the reader's flag, the truth once it is told, the band between them,
// and a label for each in one row above the track.

const PENNANT = `<svg viewBox="0 0 18 30" aria-hidden="true"><path class="pole" d="M1.5 0V30"/><path class="cloth" d="M2.5 1H17L13 6.5L17 12H2.5Z"/></svg>`;
const LABELS = { flag: [4, 18], truth: [9, 9] }; // units a mark takes on either side of its t

function layMarks(me) {
  const flag = make("div", { class: "flag", role: "slider", tabindex: 0 });
  flag.innerHTML = PENNANT;
  const said = (kind) => make("span", { class: `said ${kind}` });
  const marks = {
    flag, truth: make("i", { class: "truth" }), band: make("i", { class: "band" }),
    flagSaid: said("flagged"), truthSaid: said("true"),
  };
  marks.flagSaid.setAttribute("aria-hidden", true);
  me.parts.marks.replaceChildren(marks.band, marks.truth, flag, marks.flagSaid, marks.truthSaid);
  return marks;
}

// Where everything stands for this flag and this answer; what is not there is hidden.
function writeMarks(me) {
  const { marks, film, line: { words } } = me;
  const { t } = me.flag;
  const truth = words.answer?.t ?? null;
  place(marks.flag, t, film.T);
  place(marks.flagSaid, t, film.T);
  place(marks.truth, truth, film.T);
  place(marks.truthSaid, truth, film.T);
  const both = t !== null && truth !== null;
  place(marks.band, both ? Math.min(t, truth) : null, film.T);
  if (both) marks.band.style.setProperty("--wide", Math.abs(t - truth) / film.T);
  const told = truth === null ? words.at : (words.guess?.label ?? words.at);
  marks.flagSaid.textContent = t === null ? "" : fill(told, { t, T: film.T }, words.lang);
  marks.truthSaid.textContent = both || truth !== null ? fill(words.answer.label, { t: truth, T: film.T }, words.lang) : "";
  layLabels(me);
}

function place(mark, t, T) {
  mark.hidden = t === null;
  if (t !== null) mark.style.setProperty("--here", t / T);
}

// Each label beside its mark, away from the other one; at an end both on the free side.
function layLabels(me) {
  const { marks, parts: { axis } } = me;
  if (!marks || !me.line.words?.flag) return;
  const width = axis.clientWidth;
  const shown = Object.keys(LABELS).filter((kind) => !marks[kind].hidden);
  const items = shown.map((kind) => labelOf(marks, kind, width)).sort((a, b) => a.x - b.x);
  if (items.length === 2) layPair(...items, width);
  if (items.length === 1) layAlone(items[0], width);
  for (const { element, left } of items) element.style.left = `${Math.round(left)}px`;
}

function labelOf(marks, kind, width) {
  const element = marks[`${kind}Said`];
  const [before, after] = LABELS[kind].map((side) => side * unit());
  const half = 11 * unit();
  const x = half + (width - 2 * half) * Number(marks[kind].style.getPropertyValue("--here"));
  return { element, from: x - before, to: x + after, x, wide: element.offsetWidth };
}

function layAlone(item, width) {
  item.left = item.to + item.wide <= width ? item.to : item.from - item.wide;
}

function layPair(a, b, width) {
  const [from, to] = [Math.min(a.from, b.from), Math.max(a.to, b.to)];
  a.left = a.from - a.wide;
  b.left = Math.max(b.to, a.to);
  if (a.left < 0) {
    a.left = a.to + a.wide <= b.from ? a.to : to;
    b.left = Math.max(to, a.left + a.wide + 8);
  } else if (b.left + b.wide > width) {
    b.left = b.from - b.wide >= a.to ? b.from - b.wide : from - b.wide;
    a.left = Math.min(a.from - a.wide, b.left - a.wide - 8);
  }
}
