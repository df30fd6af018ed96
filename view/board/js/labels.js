// Labels over the picture, as HTML: each at the best of its spots that covers nothing else. A
// label that has found a spot keeps it until another is better by a margin.

const MARGIN = 160; // square pixels of overlap that are not worth a move

function label(me, name, attributes = {}) {
  const element = make("div", { class: "label", "data-label": name, ...attributes });
  me.parts.labels.append(element);
  return element;
}

// Its size is read once for each text; layout is costly.
function sizeOf(me, element) {
  const name = element.dataset.label;
  const text = element.textContent;
  if (me.shown[name]?.text !== text) me.shown[name] = { ...me.shown[name], text, wide: element.offsetWidth, high: element.offsetHeight };
  return me.shown[name];
}

function stand(element, x, y) {
  element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}

const overlap = (a, b) =>
  Math.max(0, Math.min(a.x + a.wide, b.x + b.wide) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.high, b.y + b.high) - Math.max(a.y, b.y));

// `wants`: [{element, spots: [[x, y], …]}], the most important first; `taken`: boxes to avoid,
// those with a `weight` the more.
// A spot is the middle of the label's foot.
function layLabels(me, wants, taken) {
  const boxes = [...taken];
  for (const { element, spots } of wants) {
    const size = sizeOf(me, element);
    const { left, right } = me.view.frame;
    const places = spots.map(([x, y]) => ({
      x: clamp(x - size.wide / 2, left, Math.max(left, right - size.wide)), y: y - size.high, wide: size.wide, high: size.high,
    }));
    const costs = places.map((place, i) => 40 * i + boxes.reduce((sum, box) => sum + (box.weight ?? 1) * overlap(place, box), 0));
    let best = costs.indexOf(Math.min(...costs));
    if (size.spot < costs.length && costs[size.spot] < costs[best] + MARGIN) best = size.spot;
    size.spot = best;
    boxes.push(places[best]);
    stand(element, places[best].x, places[best].y);
  }
}
