// A scale: where a value stands, as a share from 0 at its low end to 1 at its high end; and a
// number as its words say it.

function scaleOf([low, high], log) {
  const [a, b] = log ? [Math.log(low), Math.log(high)] : [low, high];
  return {
    share: (value) => ((log ? Math.log(value) : value) - a) / (b - a),
    value: (share) => (log ? Math.exp(a + share * (b - a)) : a + share * (b - a)),
  };
}

function said(value, digits, lang) {
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(lang, fixed).format(value).replace("-", "−");
}

// "{value} {unit}" with texts in its places.
const filled = (template, texts) => template.replace(/\{(\w+)\}/g, (place, name) => texts[name] ?? place);
