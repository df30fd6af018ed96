"""What a reader takes away, opened again: it holds the figure's numbers and the link."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import jobs
from engine.diffusion.config import DdpmConfig
from view.export import film as films
from view.export.caption import Caption
from view.export.curves import chart_of
from view.export.figure import read
from view.export.svg import HEIGHT, WIDTH, svg
from view.export.table import COLUMNS, table
from view.export.ticks import Axis, axis
from view.ink import DASH, LIGHT

LINK = "https://lab.example/ddpm?lang=zh&ddpm_seed=8&ddpm_x=jump"
CAPTION = Caption("拆楼 <&>", "一句话。", "种子 8", LINK)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def figure() -> go.Figure:
    figure = go.Figure()
    error = {"array": [0.1, 0.2, 0.3], "arrayminus": [0.01, 0.02, 0.03]}
    figure.add_scatter(x=[1, 10, 100], y=[1e-3, 2, 3.5], name="实测", error_y=error)
    figure.add_scatter(x=[1.0, 100.0], y=[0.5, np.nan], name="theory", mode="lines")
    figure.add_bar(x=[0, 1, 2], y=[3, 1, 2], name="bars", xaxis="x2", yaxis="y2")
    figure.update_layout(xaxis={"domain": [0, 0.4], "type": "log", "title": "t"})
    return figure.update_layout(xaxis2={"domain": [0.6, 1]}, yaxis2={"title": "y"})


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff#")
    kept = [line for line in text.lstrip("\ufeff").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(kept))))


def test_the_csv_is_what_plotly_was_told_to_draw(figure):
    text = table(read(figure), CAPTION)
    told = rows(text)
    assert tuple(told[0]) == COLUMNS
    for trace in figure.data:
        mine = [row for row in told if row["series"] == trace.name]
        for axis_name in ("x", "y"):
            values = [float(row[axis_name]) for row in mine]
            assert np.array_equal(values, np.asarray(trace[axis_name], float), equal_nan=True)
    assert [row["error"] for row in told[:3]] == ["0.1", "0.2", "0.3"]
    assert [row["error_minus"] for row in told[:3]] == ["0.01", "0.02", "0.03"]
    assert {row["error"] for row in told[3:]} == {""}
    assert told[-1]["panel"] == "2" and LINK in text and "种子 8" in text


def test_the_picture_is_whole_xml_that_carries_title_words_and_link(figure):
    root = ElementTree.fromstring(svg(read(figure), CAPTION))
    assert root.find(f"{SVG}title").text == CAPTION.title
    assert root.find(f"{SVG}desc").text == CAPTION.said
    assert root.find(f"{SVG}metadata").text == LINK
    words = [node.text for node in root.iter(f"{SVG}text")]
    assert {CAPTION.title, CAPTION.parameters, LINK, "实测", "theory", "t", "y"} <= set(words)


def test_error_bars_alike_both_ways_are_told_twice_and_drawn_to_both_ends():
    figure = go.Figure(go.Scatter(x=[1, 2], y=[1.0, 5.0], error_y={"array": [0.5, 2.0]}))
    told = rows(table(read(figure), CAPTION))
    assert [(row["error"], row["error_minus"]) for row in told] == [("0.5", "0.5"), ("2.0", "2.0")]
    figure.data[0].error_y.arrayminus = [0.5, 4.0]
    paths = [node.get("d") for node in ElementTree.fromstring(svg(read(figure), CAPTION)).iter()]
    bars = [re.fullmatch(r"M[\d.]+,([\d.]+)V([\d.]+)", path) for path in paths if path]
    first, second = [float(bar[1]) - float(bar[2]) for bar in bars if bar][:2]
    assert second == pytest.approx(6 * first, rel=0.02), "6 from end to end, and 1"


def test_what_is_drawn_lies_inside_the_picture(figure):
    root = ElementTree.fromstring(svg(read(figure), CAPTION))
    for node in root.iter(f"{SVG}rect"):
        assert 0 <= float(node.get("x", 0)) <= WIDTH and 0 <= float(node.get("y", 0)) <= HEIGHT
    for node in root.iter(f"{SVG}path"):
        moved = node.get("transform")
        where = moved or node.get("d")
        first = re.findall(r"-?[\d.]+", where)[:2]
        assert 0 <= float(first[0]) <= WIDTH and 0 <= float(first[1]) <= HEIGHT, where


@given(
    low=st.floats(-1e6, 1e6),
    span=st.floats(1e-3, 1e6),
    log=st.booleans(),
)
def test_ticks_lie_on_the_axis_and_say_where_they_are(low, span, log):
    found = Axis(low % 9, low % 9 + max(1.2, span % 9), 0, 100, True) if log else None
    found = found or axis([np.array([low, low + span])], 0, 100, False)
    ticks = found.ticks
    assert 1 <= len(ticks) <= 14
    places = found.place(np.array([value for value, _ in ticks]))
    assert (places >= -1e-6).all() and (places <= 100 + 1e-6).all()
    if not log:
        step = ticks[1][0] - ticks[0][0] if len(ticks) > 1 else 1
        for value, said in ticks:
            assert float(said.replace("−", "-")) == pytest.approx(value, abs=1e-6 * abs(step))


def test_a_short_logarithmic_axis_has_ticks_too():
    assert [said for _, said in axis([np.array([1.0, 1.5])], 0, 100, True).ticks] == [
        "1",
        "1.2",
        "1.5",
    ]
    assert [said for _, said in axis([np.array([0.02, 0.2])], 0, 100, True).ticks] == [
        "0.02",
        "0.05",
        "0.1",
        "0.2",
    ]


@pytest.fixture(scope="module")
def film():
    return jobs.compute("engine.diffusion.alone:run", DdpmConfig(count=5, steps=4, frames=3))


@pytest.mark.parametrize(("leg", "at"), [("demolish", 0), ("demolish", 1000), ("rebuild", 999)])
def test_the_still_of_a_film_is_its_tiles(film, leg, at):
    moment, left, right = films.tiles(film, at, leg)
    assert moment == {"demolish": at, "rebuild": 1000}[leg]
    if leg == "rebuild":
        assert np.array_equal(left, film.back_x[0]) and np.array_equal(right, film.back_x0[0])
    elif at == 0:
        assert np.abs(left.astype(int) - film.x0).max() <= 1
    else:
        # at T the way out ends where the way back begins
        assert np.abs(left.astype(int) - film.back_x[0]).max() <= 1


def test_the_schedule_of_a_film_is_in_its_csv(film):
    text = films.numbers(film, CAPTION)
    told = rows(text)
    assert LINK in text and len(told) == 1001
    assert [float(row["alpha_bar"]) for row in told] == np.exp(film.log_alpha_bar).tolist()
    assert told[0]["snr_db"] == "inf" and float(told[-1]["snr_db"]) == pytest.approx(film.snr_T)


@pytest.mark.parametrize("count", [3, 13, 36])
def test_curves_differ_by_more_than_their_colour(count):
    curves = {f"c{k}": (np.arange(5), np.arange(5)) for k in range(count)}
    drawn = read(chart_of(curves, "ddim")).curves
    looks = [(curve.colour, curve.dash) for curve in drawn]
    assert len(set(looks)) == count and len({dash for _, dash in looks[:6]}) == min(count, 6)
    assert all(curve.kind == "both" for curve in drawn)


def test_a_curve_named_as_an_identity_looks_like_it_and_many_points_are_not_marked():
    many = np.arange(200.0)
    (curve,) = read(chart_of({"truth": (many, many)}, "ddim")).curves
    assert (curve.colour, curve.dash, curve.kind) == (LIGHT["truth"], DASH["truth"], "line")


def test_bars_keep_their_width_their_foot_and_their_places_names():
    figure = go.Figure()
    for k, name in enumerate(("a", "b")):
        figure.add_bar(x=[0.0 + k, 3.0 + k], y=[1, 2], width=0.5, name=name)
    figure.update_xaxes(tickvals=[0.5, 3.5], ticktext=["first", "second"])
    drawing = read(figure)
    assert drawing.panels[0].named == ((0.5, "first"), (3.5, "second"))
    tree = ElementTree.fromstring(svg(drawing, CAPTION))
    bars = [one for one in tree.iter(f"{SVG}rect") if one.get("fill-opacity")]
    left, wide = (np.array([float(bar.get(name)) for bar in bars]) for name in ("x", "width"))
    feet = {round(float(bar.get("y")) + float(bar.get("height")), 1) for bar in bars}
    assert len(bars) == 4 and len(feet) == 1
    assert wide / (left[1] - left[0]) == pytest.approx(0.5 / 3, rel=1e-3)
    assert {"first", "second"} <= {one.text for one in tree.iter(f"{SVG}text")}


def test_single_points_carry_their_names_where_a_legend_has_no_room():
    figure = go.Figure()
    for k in range(9):
        figure.add_scatter(x=[k], y=[k], mode="markers", name=f"point {k}")
    said = [one.text for one in ElementTree.fromstring(svg(read(figure), CAPTION)).iter()]
    assert {f"point {k}" for k in range(9)} <= set(said)
