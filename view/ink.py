"""The identities' colours (after Okabe and Ito), on light ground and on dark; a dash and a mark
of its own for each, since colour never stands alone."""

LIGHT = {
    "data": "#0072B2",
    "noise": "#D55E00",
    "model": "#009E73",
    "prediction": "#A8518A",
    "truth": "#1B1B1F",
    "warning": "#8F5F00",
}
DARK = {
    "data": "#56B4E9",
    "noise": "#FF9E5E",
    "model": "#3CD3A5",
    "prediction": "#CC79A7",
    "truth": "#F2F0EA",
    "warning": "#E69F00",
}
DASH = {
    "data": "solid",
    "noise": "dash",
    "model": "dot",
    "prediction": "dashdot",
    "truth": "longdash",
    "warning": "longdashdot",
}
MARK = {
    "data": "circle",
    "noise": "square",
    "model": "triangle-up",
    "prediction": "diamond",
    "truth": "x",
    "warning": "star",
}
