"""Contrast by script: marks 3:1 and text 4.5:1, in light and dark, on every ground they meet.

The style sheets are read as they are: `var`, `light-dark` and `color-mix(in srgb, …)` are
computed here, so that a colour changed anywhere is measured anew.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.test_rooms import ROOT
from view import chart

LOOKS = ("light", "dark")
VIEW = ROOT / "view"
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
IDENTITIES = ("data", "noise", "model", "prediction")
# large type, 24 px or 18.7 px bold: 3:1 is enough
LARGE = {".term"}
SHEETS = sorted(p for p in VIEW.rglob("*.css"))

Colour = tuple[float, float, float]


def hexed(text: str) -> Colour:
    digits = text.removeprefix("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    return tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))


def luminance(colour: Colour) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: Colour, b: Colour) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def arguments(text: str) -> list[str]:
    """What stands between the outer brackets, split at its commas."""
    inside, depth, found = text[text.index("(") + 1 : -1], 0, [""]
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found]


def computed(text: str, look: str, known: dict[str, str]) -> Colour:
    """The colour that `text` is, where `known` says what each variable holds."""
    text = text.strip()
    if text.startswith("#"):
        return hexed(text)
    if text.startswith("var("):
        name, *fallback = arguments(text)
        return computed(known.get(name) or fallback[0], look, known)
    if text.startswith("light-dark("):
        return computed(arguments(text)[LOOKS.index(look)], look, known)
    assert text.startswith("color-mix("), text
    space, one, other = arguments(text)
    assert space == "in srgb"
    one, share = re.fullmatch(r"(.*?)\s+([\d.]+)%", one).groups()
    a, b = computed(one, look, known), computed(other, look, known)
    k = float(share) / 100
    return tuple(k * x + (1 - k) * y for x, y in zip(a, b, strict=True))


def rules(path: Path) -> list[tuple[str, dict[str, str]]]:
    """(selector, declarations) of a sheet, without what is for paper only."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"@media print \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
    found = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    return [(where.strip(), declared(body)) for where, body in found]


def declared(body: str) -> dict[str, str]:
    lines = [line.split(":", 1) for line in body.split(";") if ":" in line]
    return {name.strip(): value.strip() for name, value in lines}


def variables(look: str) -> dict[str, str]:
    """Every variable of colour in `look`: Streamlit's, the page's, the instruments'."""
    theme = THEME[look]
    known = {
        "--st-background-color": theme["backgroundColor"],
        "--st-text-color": theme["textColor"],
        "--st-primary-color": theme["primaryColor"],
    }
    known |= {
        k: v
        for where, body in rules(VIEW / "style.css")
        if where == ":root"
        for k, v in body.items()
    }
    for where, body in rules(VIEW / "player" / "colours.css"):
        known |= {k: v for k, v in body.items() if k == "--strong"}
        if where.startswith(".player") and (look == "dark" or ".dark" not in where):
            known |= {k: v for k, v in body.items() if k.startswith("--")}
    return known


def grounds(look: str, known: dict[str, str]) -> dict[str, Colour]:
    """What marks and words stand on."""
    return {
        "page": computed(THEME[look]["backgroundColor"], look, known),
        "sidebar": computed(THEME[look]["sidebar"]["backgroundColor"], look, known),
        "card": computed("var(--lab-card)", look, known),
        "instrument": computed("var(--card)", look, known),
    }


def texts(look: str) -> list[tuple[str, str, str]]:
    """(sheet, selector, colour) of every text that has a colour of its own in `look`."""
    found = []
    for path in SHEETS:
        for where, body in rules(path):
            dark = ".dark" in where
            colour = body.get("color", "inherit")
            if colour in ("inherit", "currentColor") or (dark and look == "light"):
                continue
            found.append((path.relative_to(VIEW).as_posix(), where, colour))
    return found


@pytest.mark.parametrize("look", LOOKS)
def test_the_identities_stand_out_as_marks_on_what_they_are_drawn_on(look: str):
    known = variables(look)
    on = grounds(look, known)
    for name in IDENTITIES:
        colour = computed(f"var(--{name})", look, known)
        assert contrast(colour, on["instrument"]) >= 3, (name, "instrument")
    for name in ("data", "noise", "model"):
        colour = computed(f"var(--lab-{name})", look, known)
        assert min(contrast(colour, on[place]) for place in ("page", "card")) >= 3, name


@pytest.mark.parametrize("look", LOOKS)
def test_the_charts_lines_stand_out_on_the_page_and_on_a_card(look: str):
    known = variables(look)
    on = grounds(look, known)
    for name, colour in (chart.DARK if look == "dark" else chart.LIGHT).items():
        assert min(contrast(hexed(colour), on[place]) for place in ("page", "card")) >= 3, name


@pytest.mark.parametrize("look", LOOKS)
def test_the_themes_own_words_and_links_can_be_read(look: str):
    theme = THEME[look]
    ground = hexed(theme["backgroundColor"])
    for name in ("textColor", "linkColor"):
        assert contrast(hexed(theme[name]), ground) >= 4.5, name
    side = hexed(theme["sidebar"]["backgroundColor"])
    assert contrast(hexed(theme["textColor"]), side) >= 4.5


@pytest.mark.parametrize(
    ("look", "sheet", "where", "colour"),
    [(look, *text) for look in LOOKS for text in texts(look)],
)
def test_every_coloured_text_can_be_read(look: str, sheet: str, where: str, colour: str):
    known = variables(look)
    on = grounds(look, known)
    body = next(b for w, b in rules(VIEW / sheet) if w == where and b.get("color") == colour)
    own = body.get("background")
    if own and re.match(r"var|#|color-mix", own) and "transparent" not in own:
        places = [computed(own, look, known)]
    elif sheet == "style.css":
        places = [on["page"], on["card"], on["sidebar"]]
    else:
        places = [on["instrument"]]
    enough = 3 if where in LARGE or where.endswith("svg") else 4.5
    names = IDENTITIES if re.search("--(identity|strong)", colour) else ("data", "noise", "model")
    for identity in names:
        more = {"--identity": f"var(--{identity})", "--now": f"var(--{identity})"}
        drawn = computed(colour, look, known | more)
        assert min(contrast(drawn, place) for place in places) >= enough, identity
