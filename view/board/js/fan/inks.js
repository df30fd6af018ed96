// The identities' colours as the style sheet has them, [red, green, blue].
function inksOf(me) {
  const dark = me.root.classList.contains("dark");
  if (me.inks?.dark === dark) return me.inks;
  const style = getComputedStyle(me.root);
  const hex = (name) => [1, 3, 5].map((i) => parseInt(style.getPropertyValue(name).trim().slice(i, i + 2), 16));
  const ink = style.color.match(/[\d.]+/g).slice(0, 3).map(Number);
  me.field = null;
  me.inks = { dark, ink, model: hex("--model"), noise: hex("--noise"), data: hex("--data") };
  me.marks.shades.forEach((stop, i, all) => (stop.style.stopColor = colour(turned(me.inks.model, me.inks.noise, i / (all.length - 1)), 1)));
  return me.inks;
}

// From calm to shaken: the hue turns from green by a pale yellow to orange, so that no mud lies
// between.
function turned(a, b, part) {
  const [from, to] = [a, b].map(hueOf);
  const [hue, strong, light] = from.map((value, i) => blend(value, to[i], part));
  return rgbOf([hue, strong * (1 - 1.9 * part * (1 - part)), light]);
}

function hueOf(rgb) {
  const [r, g, b] = rgb.map((value) => value / 255);
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const wide = high - low || 1;
  const hue = high === r ? (g - b) / wide : high === g ? 2 + (b - r) / wide : 4 + (r - g) / wide;
  return [60 * hue, wide / (1 - Math.abs(high + low - 1) || 1), (high + low) / 2];
}

function rgbOf([hue, strong, light]) {
  const part = (n) => (n + hue / 30) % 12;
  const half = strong * Math.min(light, 1 - light);
  return [0, 8, 4].map((n) => 255 * (light - half * Math.max(-1, Math.min(part(n) - 3, 9 - part(n), 1))));
}

const colour = (rgb, alpha) => `rgb(${rgb.map(Math.round).join(" ")} / ${alpha})`;
const mixed = (a, b, part) => a.map((value, i) => blend(value, b[i], part));
