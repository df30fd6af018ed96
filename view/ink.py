"""The identities' colours (after Okabe and Ito), on light ground and on dark."""

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
