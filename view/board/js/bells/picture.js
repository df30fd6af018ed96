// The marks of the bells: three lines one above the other (x_t, x_s, x_0), the bells on the
// middle one, the data's strings under the last, time at the foot.

const REACH = 4.95; // how far the lines go from 0
const WIDE = 4.2; // how many standard deviations of a bell are drawn
const THIN = 0.002; // no bell is drawn narrower than this

function layoutBells(width) {
  const narrow = width < 520;
  const [left, right] = narrow ? [44, width - 6] : [58, width - 8];
  const y = { xt: 28, base: 222, x0: 272, knot: 312, said: 342, time: 374, times: 402 };
  return {
    width, narrow, height: 408, y, top: 58, x: axis(-REACH, REACH, left, right),
    frame: { left: narrow ? 4 : left - 6, right }, rail: { from: narrow ? 14 : 12, to: width - (narrow ? 14 : 12) },
  };
}

const timeOf = (me) => axis(0, me.scene.log_alpha_bar.length - 1, me.view.rail.from, me.view.rail.to);

function buildBells(me) {
  const { view: { x, y, rail }, layers } = me;
  const line = (at, name) => shape("path", { class: `line ${name}`, d: `M${x.from} ${at}H${x.to}` });
  const ticks = Array.from({ length: 9 }, (_, i) => i - 4);
  const gradient = shape("linearGradient", { id: "time" }, shape("stop", { offset: 0, class: "from" }), shape("stop", { offset: 1, class: "to" }));
  const marks = (me.marks = {
    strings: shape("g", { class: "strings", "data-term": "weights" }), points: shape("g", { class: "points", "data-identity": "data", "data-term": "x_0_data" }),
    components: shape("g", { class: "components", "data-term": "truth" }),
    knot: shape("path", { class: "knot", d: "M0 -9L9 7H-9Z", "data-identity": "model", "data-term": "guess" }),
    peak: shape("path", { class: "peak", d: "M0 2L8 16H-8Z", "data-identity": "model" }),
    answer: shape("path", { class: "answer", d: "M0 -7L7 0L0 7L-7 0Z" }), band: shape("path", { class: "band" }),
    pair: shape("path", { class: "pair" }), sAt: shape("text", { class: "at s" }), tAt: shape("text", { class: "at t" }),
    from: shape("text", { class: "end", x: rail.from, y: y.times }), to: shape("text", { class: "end", x: rail.to, y: y.times, "text-anchor": "end" }),
    priorWay: shape("path", { class: "way", "data-identity": "data" }), likelihoodWay: shape("path", { class: "way", "data-identity": "noise" }),
    guessWay: shape("path", { class: "way", "data-identity": "model" }),
  });
  for (const [name, identity] of [["likelihood", "noise"], ["prior", "data"], ["truth", ""], ["product", "model"]]) {
    marks[name] = shape("g", { class: `bell ${name}`, "data-term": name, "data-identity": identity }, shape("path", { class: "area" }), shape("path", { class: "edge" }), shape("path", { class: "stem" }));
    lights(marks[name], name, me.line);
  }
  for (const name of ["strings", "points", "knot"]) lights(marks[name], marks[name].dataset.term, me.line);
  const numerals = ticks.filter((k) => k % 2 === 0).map((k) => shape("text", { class: "tick", x: x.px(k), y: y.base + 16 }, String(k).replace("-", "−")));
  const rest = shape("g", { class: "ticks" }, shape("path", { d: ticks.map((k) => `M${x.px(k)} ${y.base}v4`).join("") }), ...numerals);
  const plot = shape("rect", { class: "plant", x: x.from, y: y.base - 4, width: x.to - x.from, height: 26 });
  plot.addEventListener("click", (event) => plantAt(me, event));
  layers.marks.append(
    shape("defs", {}, gradient), line(y.xt, "xt"), line(y.x0, "x0"), marks.strings, marks.components, marks.likelihood, marks.prior, marks.truth,
    marks.product, line(y.base, "xs"), rest, plot, marks.band, marks.peak, marks.answer, marks.priorWay, marks.likelihoodWay, marks.guessWay, marks.points, marks.knot,
    shape("rect", { class: "track", x: rail.from - 8, y: y.time - 3, width: rail.to - rail.from + 16, height: 6, rx: 3, fill: "url(#time)" }),
    marks.pair, marks.sAt, marks.tAt, marks.from, marks.to,
  );
  layers.marks.setAttribute("role", "img");
  me.said = Object.fromEntries(["xt", "xs", "x0", "prior", "likelihood", "product", "truth", "strings", "drag_xt", "drag_x0"].map((name) => [name, label(me, name)]));
}

// How tall the tallest bell is: all the room there is; the others in proportion.
const tallness = (one) => 1 / (Math.max(one.sd, THIN) * Math.sqrt(2 * Math.PI));

// Places along x where bells with these means and widths want to be looked at.
function placesOf({ low, high }, list, count) {
  const places = [low, high];
  for (const { mean, sd } of list) {
    const reach = WIDE * Math.max(sd, THIN);
    const [from, to] = [Math.max(low, mean - reach), Math.min(high, mean + reach)];
    for (let i = 0; i <= count && from < to; i += 1) places.push(from + ((to - from) * i) / count);
    if (low < mean && mean < high) places.push(mean);
  }
  return places.sort((a, b) => a - b);
}

const drawn = ({ mean, sd }) => ({ mean, sd: Math.max(sd, THIN) });

// A curve of densities, from where it leaves the line to where it comes back.
function drawCurve(me, group, places, density, scale) {
  const { x, y } = me.view;
  const [area, edge] = group.children;
  const points = places.map((place) => [x.px(place), y.base - density(place) * scale]);
  const seen = points.filter(([, py], i) => y.base - py > 0.25 || y.base - (points[i + 1] ?? [0, y.base])[1] > 0.25 || y.base - (points[i - 1] ?? [0, y.base])[1] > 0.25);
  set(edge, { d: path(seen) });
  set(area, { d: seen.length ? `${path(seen)}L${round(seen.at(-1)[0])} ${y.base}L${round(seen[0][0])} ${y.base}Z` : "" });
}

function drawBell(me, name, one, scale) {
  const { x, y } = me.view;
  const bell = drawn(one);
  drawCurve(me, me.marks[name], placesOf(x, [bell], 96), (place) => normal(place, bell), scale);
  const inside = one.mean >= x.low && one.mean <= x.high;
  set(me.marks[name].lastChild, { d: inside ? `M${round(x.px(one.mean))} ${y.base}V${round(y.base - tallness(one) * scale)}` : "" });
}

// The true p(x_s|x_t): a bell for each of the data, as tall as its weight, and their sum.
function truthOf({ parts, weights }, x) {
  const heavy = parts.map((part, i) => ({ ...drawn(part), weight: weights[i] })).filter(({ weight }) => weight > 1e-4);
  const sum = (place) => heavy.reduce((all, one) => all + one.weight * normal(place, one), 0);
  const places = placesOf(x, heavy, heavy.length > 1 ? 40 : 96);
  return { heavy, places, values: new Map(places.map((place) => [place, sum(place)])) };
}

function drawTruth(me, { heavy, places, values }, scale) {
  const { x, y } = me.view;
  drawCurve(me, me.marks.truth, places, (place) => values.get(place), scale);
  const lines = me.mix > 0 ? heavy.map((one) => path(placesOf(x, [one], 48).map((place) => [x.px(place), y.base - one.weight * normal(place, one) * scale]))) : [];
  me.marks.components.replaceChildren(...lines.map((d) => shape("path", { d })));
}

// Strings from the data to the guess, as thick as their weights.
function drawStrings(me, { weights, guess }) {
  const { x, y } = me.view;
  const to = x.px(guess.mean);
  const { points } = me.scene;
  const { strings, points: dots, knot } = me.marks;
  const more = points.length - strings.children.length;
  if (more) {
    strings.replaceChildren(...points.map(() => shape("path", { class: "string" })));
    dots.replaceChildren(...points.map(() => shape("circle", { r: 4.2 })));
  }
  points.forEach((point, i) => {
    const from = x.px(point);
    set(strings.children[i], { d: `M${round(from)} ${y.x0 + 4}L${round(to)} ${y.knot}`, "stroke-width": round(0.6 + 14 * weights[i]), opacity: round(0.35 + 0.65 * Math.min(1, 4 * weights[i])) });
    set(dots.children[i], { cx: round(from), cy: y.x0 });
  });
  set(knot, { transform: `translate(${round(to)} ${y.knot})` });
}

// A dashed way from (x1, y1) to (x2, y2) with a head.
function wayOf(x1, y1, x2, y2) {
  const half = (y2 - y1) / 2;
  const down = y2 > y1 ? 1 : -1;
  return `M${round(x1)} ${y1}C${round(x1)} ${round(y1 + half)} ${round(x2)} ${round(y2 - half)} ${round(x2)} ${round(y2)}M${round(x2 - 4)} ${round(y2 - 5 * down)}L${round(x2)} ${round(y2)}L${round(x2 + 4)} ${round(y2 - 5 * down)}`;
}

function drawTime(me) {
  const { view: { y }, marks, state: { t, s }, words } = me;
  const time = timeOf(me);
  const [from, to] = [time.px(s), time.px(t)];
  set(marks.pair, { d: `M${round(from)} ${y.time}H${round(to)}` });
  const near = to - from < 66;
  const middle = clamp((from + to) / 2, time.from + 62, time.to - 66);
  const [sx, tx] = near ? [middle - 5, middle + 5] : [clamp(from, time.from + 22, time.to), clamp(to, 0, time.to - 22)];
  set(marks.sAt, { x: round(sx), y: y.times, "text-anchor": near ? "end" : "middle" });
  set(marks.tAt, { x: round(tx), y: y.times, "text-anchor": near ? "start" : "middle" });
  marks.sAt.textContent = fill(words.at.s, { s: Math.round(s) }, words.lang);
  marks.tAt.textContent = fill(words.at.t, { t: Math.round(t) }, words.lang);
  marks.from.style.opacity = Number(from > time.from + 70);
  marks.to.style.opacity = Number(to < time.to - 110);
}
