"""How the search grows with the words and the dimension, drawn from the benchmark's JSON.

    python -m benchmarks unargmaxable --json | python -m benchmarks.growth > benchmarks/growth.svg

Both axes are logarithmic, the straight lines least squares; their slopes are the exponents.
"""

from __future__ import annotations

import json
import re
import sys

import numpy as np

WIDE, HIGH, LEFT, TOP = 360, 250, 62, 46
SERIES = (("ours", "search", "#009E73", ""), ("peer", "bare half product", "#0072B2", "6 4"))
PANELS = (("words V, at d = 384", 0, 1, 384), ("dimension d, at V = 20,000", 1, 0, 20_000))
PAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" font-family="sans-serif" '
    'font-size="12" fill="#1B1B1F"><title>Seconds by words and by dimension</title>'
    '<rect width="100%" height="100%" fill="#FBFAF7"/>{body}</svg>'
)


def exponent(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    r"""$(p,c)$ of the least squares $\log y=p\log x+c$."""
    slope, offset = np.polyfit(np.log(x), np.log(y), 1)
    return float(slope), float(offset)


def sizes(cases: list[dict]) -> dict[tuple[int, int], dict]:
    """The cases `growth_VxD` by (V, d)."""
    found = {re.fullmatch(r"growth_(\d+)x(\d+)", case["name"]): case for case in cases}
    return {(int(m[1]), int(m[2])): case for m, case in found.items() if m}


def panel(cases: dict, title: str, axis: int, held: int, value: int, left: float) -> str:
    """One pair of axes from `left`: points, fitted lines, exponents."""
    some = sorted((size[axis], case) for size, case in cases.items() if size[held] == value)
    x = np.array([size for size, _ in some], float)
    times = [case[side] for case in cases.values() for side, *_ in SERIES]
    low, high = np.log(min(times) / 1.5), np.log(max(times) * 1.5)
    span = np.log(x[-1] / x[0])

    def at(size: float, log_time: float) -> tuple[float, float]:
        right = left + 14 + (WIDE - LEFT - 40) * np.log(size / x[0]) / span
        return right, TOP + HIGH * (high - log_time) / (high - low)

    parts = [f'<text x="{left}" y="{TOP - 24}" font-weight="bold">{title}</text>']
    parts.append(
        f'<path d="M{left} {TOP}V{TOP + HIGH}H{left + WIDE - LEFT}" fill="none" stroke="#777"/>'
    )
    parts += [_tick(at(size, low)[0], TOP + HIGH + 18, f"{size:,.0f}", "middle") for size in x]
    for time in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10):
        if low < np.log(time) < high:
            parts.append(_tick(left - 6, at(x[0], np.log(time))[1] + 4, f"{time:g} s", "end"))
    for row, (side, name, colour, dash) in enumerate(SERIES):
        y = np.array([case[side] for _, case in some])
        slope, offset = exponent(x, y)
        ends = [at(size, slope * np.log(size) + offset) for size in (x[0], x[-1])]
        line = "L".join(f"{a:.1f} {b:.1f}" for a, b in ends)
        parts.append(
            f'<path d="M{line}" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        parts += [
            _mark(*at(a, np.log(b)), colour, round_=not dash) for a, b in zip(x, y, strict=True)
        ]
        parts.append(
            f'<text x="{left + 14}" y="{TOP + 8 + 16 * row}" fill="{colour}">'
            f"{'●' if not dash else '■'} {name}, exponent {slope:.2f}</text>"
        )
    return "".join(parts)


def _tick(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _mark(x: float, y: float, colour: str, round_: bool) -> str:
    if round_:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'


def drawn(report: dict) -> str:
    """The SVG of a report's cases `growth_…`."""
    cases = sizes(report["cases"])
    body = [panel(cases, *words, LEFT + k * WIDE) for k, words in enumerate(PANELS)]
    return PAGE.format(w=2 * WIDE + 20, h=TOP + HIGH + 36, body="".join(body))


if __name__ == "__main__":
    print(drawn(json.load(sys.stdin)))
