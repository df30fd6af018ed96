"""Page ladder_side_tuning: what its board gets, what it says, and what it holds back."""

from __future__ import annotations

import numpy as np
import pytest

from engine.ladder_side_tuning.config import CAUSES, METHODS
from engine.ladder_side_tuning.config_bars import BARS, BarsResult
from engine.ladder_side_tuning.config_depth import RIVALS, DepthResult
from engine.ladder_side_tuning.config_hero import HeroConfig, HeroResult
from pages.ladder_side_tuning.experiments import columns
from pages.ladder_side_tuning.experiments.chips import EXPERIMENTS
from pages.ladder_side_tuning.question import setting
from pages.ladder_side_tuning.said import SECRET, named, numbers, scene
from tests.test_pages import asked, drawn, sentences, visit
from view import bundle, language
from view.board.tower import METHODS as HOUSES
from view.export.figure import read

SLUG = "ladder_side_tuning"


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")


@pytest.fixture
def shipped() -> HeroResult:
    return bundle.load(SLUG)[0]


def test_the_shipped_tower_is_the_articles(shipped: HeroResult):
    assert shipped.config == HeroConfig()
    assert 0.65 <= shipped.of("spared", "lst") <= 0.74
    for name in ("lora", "bitfit", "adapter"):
        assert 0.22 <= shipped.of("spared", name) <= 0.45
        assert shipped.of("reach", name) == 1
    assert shipped.of("reach", "lst") == 0 and shipped.of("work", "lst") <= 0.4


@pytest.mark.parametrize(
    ("setting_", "article"), [("fused", 78), ("long", 52), ("heads", 62.6), ("short", 75.8)]
)
def test_the_share_that_is_spared_goes_with_the_setting_as_in_the_article(setting_, article):
    result: HeroResult = bundle.load(f"{SLUG}_{setting_}")[0]
    assert 100 * result.of("spared", "lst") == pytest.approx(article, abs=1)
    assert numbers(bundle.load(SLUG)[0], True)[f"lst_{setting_}"] in drawn(visit(SLUG, lang="en"))


def test_every_byte_that_was_counted_stands_somewhere_in_the_picture(shipped: HeroResult):
    told = scene(shipped, True)
    for method in HOUSES:
        stands = sum(told["kept"][method]) + sum(told["beside"][method])
        assert stands == told["bytes"][method] == shipped.of("bytes", method)
    assert min(min(told["kept"][m]) for m in HOUSES) >= 0


def test_the_features_that_rungs_read_are_drawn_where_they_come_from(shipped: HeroResult):
    config = shipped.config
    feature = 4 * config.batch * config.n * config.width
    tower, ladder = shipped.drawn
    row = METHODS.index("lst")
    assert (tower[row, 1:] == feature).all()
    assert (ladder[row] == shipped.beside[row] - feature).all()
    assert (tower[0] == shipped.kept[0]).all() and not ladder[0].any()


def test_the_ladders_sheets_are_as_large_as_the_towers(shipped: HeroResult):
    config = shipped.config
    sheet = 4 * config.batch * config.heads * config.n**2 * config.layers
    assert shipped.causes[0, CAUSES.index("sheet")] == sheet
    assert shipped.sheets == pytest.approx(sheet / shipped.of("bytes", "lst"))


def test_what_can_be_taken_away_holds_the_answer_back(shipped: HeroResult):
    assert SECRET not in named(shipped, False).curves
    curves = named(shipped, True).curves
    assert set(curves) == set(METHODS)
    assert sum(curves["lst"][1]) == shipped.of("bytes", "lst")


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_no_word_gives_the_answer_before_the_flag_stands(shipped: HeroResult, lang: str):
    answer = f"{100 * shipped.of('left', SECRET):.1f}%"
    spared = f"{100 * shipped.of('spared', SECRET):.1f}"
    words = drawn(visit(SLUG, lang=lang))
    assert answer not in words and spared not in words
    words = drawn(visit(SLUG, lang=lang, ladder_side_tuning_flag="20"))
    assert f"**{answer}**" in words and spared in words
    assert f"{abs(20 - 100 * shipped.of('left', SECRET)):.1f}" in words


def test_the_answer_comes_when_it_is_asked_for(shipped: HeroResult):
    test = visit(SLUG, lang="en")
    test.button(key="ladder_side_tuning_show_me").click().run()
    assert f"**{100 * shipped.of('left', SECRET):.1f}%**" in drawn(test)
    assert "You said" not in drawn(test)


def test_nothing_is_held_back_where_nothing_is_asked(shipped: HeroResult):
    words = drawn(visit(SLUG, lang="en", hide="question"))
    assert f"{100 * shipped.of('spared', SECRET):.1f}" in words


def test_the_preset_that_fails_writes_sheets_on_the_ladder():
    test = visit(SLUG, lang="en")
    test.button(key="ladder_side_tuning_fail").click().run()
    assert asked(test, f"{SLUG}_n") == "512" and asked(test, f"{SLUG}_kernel") == "naive_8"
    assert not test.exception and not sentences(test)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"n": "5"}, "must be one of"),
        ({"method": "all"}, "must be one of"),
        ({"at": "3"}, "from 0 to 2"),
        ({"flag": "101"}, "from 0 to 100"),
        ({"x": "bars", "width": "128", "r": "32", "kernel": "naive_8"}, "which 8 heads do not"),
        ({"x": "bars", "layers": "3"}, "must be one of"),
        ({"x": "depth", "layer": "10"}, "from 0 to 9"),
        ({"x": "tasks", "narrow": "5"}, "must be one of"),
        ({"x": "tasks", "seeds": "9"}, "must be one of"),
        ({"x": "gates", "task": "middling"}, "must be one of"),
        ({"x": "rivals", "long": "100"}, "must be one of"),
    ],
)
def test_a_wrong_value_gets_a_sentence(said: dict[str, str], rule: str):
    asks = {f"{SLUG}_{name}": value for name, value in said.items()}
    (sentence,) = sentences(visit(SLUG, lang="en", **asks))
    assert rule in sentence


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_stands_in_both_languages(name: str, lang: str):
    test = visit(SLUG, lang=lang, ladder_side_tuning_x=name)
    assert not test.exception and not sentences(test)
    assert len(test.get("plotly_chart")) >= 1
    assert "[[" not in drawn(test)


def test_the_setting_stands_beside_the_numbers(shipped: HeroResult):
    said = numbers(shipped, False)
    assert said["setting"] == setting(shipped) and said[f"spared_{SECRET}"] == "?"
    assert float(said["full"]) == pytest.approx(shipped.of("bytes", "full") / 1e6, abs=0.06)


def test_a_tensor_on_the_lowest_layer_costs_as_much_memory_as_all_biases():
    result: DepthResult = bundle.load(f"{SLUG}_depth")[0]
    bias, whole = result.bytes[1], dict(zip(RIVALS, result.rival_bytes, strict=True))
    assert 0.95 < bias / whole["bitfit"] <= 1 and bias > 2 * whole["lst"]
    assert result.kept[3, 1:3].sum() == 0 and (result.kept[3, 3:] > 0).all()


@pytest.mark.parametrize("layer", [0, 3, 9])
def test_the_experiment_on_depth_names_the_tensor_and_how_far_the_gradient_goes(layer: int):
    test = visit(SLUG, lang="en", ladder_side_tuning_x="depth", ladder_side_tuning_layer=str(layer))
    named_ = {0: "the embedding’s table", 3: "Q, bias, of layer 3", 9: "the head’s weight"}
    enters = {0: "enters 8 of 8", 3: "enters 6 of 8", 9: "enters 0 of 8"}
    assert named_[layer] in drawn(test) and enters[layer] in drawn(test)


def test_four_bars_of_memory_stand_side_by_side_in_what_is_taken_away(monkeypatch):
    figures = []
    monkeypatch.setattr(columns, "draw", lambda figure, *_: figures.append(figure))
    visit(SLUG, lang="en", ladder_side_tuning_x="bars")
    drawing = read(figures[0])
    assert len(drawing.curves) == len(BARS)
    places = np.sort(np.concatenate([curve.x for curve in drawing.curves]))
    assert np.diff(places).min() >= max(curve.wide for curve in drawing.curves)
    assert [name for _, name in drawing.panels[0].named][-1] == "Checkpoint"


def test_the_experiment_on_memory_keeps_the_answer_back_as_well(monkeypatch):
    result: BarsResult = bundle.load(f"{SLUG}_bars")[0]
    row, last = result.row[SECRET], BARS.index("activations")
    answer = f"{100 - 100 * result.spared[row, last]:.1f}"
    figures: list = []
    monkeypatch.setattr(columns, "draw", lambda figure, *_: figures.append(figure))
    asks = {"lang": "en", "ladder_side_tuning_x": "bars"}
    assert answer not in drawn(visit(SLUG, **asks))
    assert np.isnan(figures[0].data[last].y[row])
    assert answer in drawn(visit(SLUG, **asks, ladder_side_tuning_flag="50"))
    assert figures[3].data[last].y[row] == pytest.approx(result.memory[row, last] / 1e6)
