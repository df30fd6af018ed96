"""Real tables: the article's figures, scikit-learn's solvers, sixty tables that readers bring."""

from __future__ import annotations

import pickle
from xml.etree import ElementTree

import numpy as np
import plotly.graph_objects as go
import pytest
import torch
from sklearn.covariance import ledoit_wolf_shrinkage
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression

from engine.errors import InvalidParameter
from engine.logistic_regression import data, fits
from engine.logistic_regression.config_data import FITS, PALETTE, SHIPPED, DataConfig, DataResult
from engine.logistic_regression.config_table import MOST_BYTES, table
from engine.logistic_regression.discriminant import plane_of
from engine.logistic_regression.field import OPAQUE, coloured, lattice, palette
from engine.logistic_regression.loaders import loaded
from engine.logistic_regression.moments import moments
from engine.logistic_regression.split import Split, divided
from pages.logistic_regression.experiments.brought import LIMITS
from tests.crafted_tables import ACCEPTED, HAN, REFUSED, cloud, csv
from tests.test_diffusion_experiments import finish
from tests.test_logistic_regression import clouds
from tests.test_pages import drawn, sentences, visit
from view import language
from view.export.caption import Caption
from view.export.figure import Ground
from view.export.figure import read as read_figure
from view.export.svg import svg
from view.spreadsheet import Sheet, read

SLUG = "logistic_regression"
ARTICLE = {
    "iris": ((0.9732, 1.0), (0.9554, 0.9737)),
    "wine": ((1.0, 1.0), (1.0, 1.0)),
    "breast_cancer": ((0.9695, 0.9510), (0.9906, 0.9580)),
}


@pytest.fixture(scope="module")
def results() -> dict[str, DataResult]:
    return {name: finish(data.run(DataConfig(name))) for name in SHIPPED}


def split(name: str):
    x, y, _, _ = loaded(name, None)
    return divided(x, y, 0)


def sheet(of: bytes) -> Sheet:
    return read(of, *LIMITS)


def result_of(of: bytes) -> DataResult:
    """What the page computes of a file whose last column is the class."""
    found = sheet(of)
    own = table(found.names, found.columns, len(found.names) - 1, found.comma)
    return finish(data.run(DataConfig("own", own)))


@pytest.mark.parametrize("name", ARTICLE)
def test_the_articles_stand_in_figures_come_out(results, name):
    closed, penal = ARTICLE[name]
    assert results[name].score("closed")[:, 0] == pytest.approx(closed, abs=1e-4)
    assert results[name].score("ridge")[:, 0] == pytest.approx(penal, abs=1e-4)


@pytest.mark.parametrize("name", SHIPPED)
def test_losses_are_those_of_scikit_learns_lda_and_logistic_regression(results, name):
    parts = split(name)
    x, y = parts.x.numpy(), parts.y.numpy()
    peers = {
        "closed": LinearDiscriminantAnalysis(solver="lsqr").fit(x, y),
        "ridge": LogisticRegression(C=1, tol=1e-9, max_iter=5000).fit(x, y),
    }
    for fit, peer in peers.items():
        said = peer.predict_log_proba(parts.fresh.numpy())
        loss = -said[np.arange(len(said)), parts.fresh_y.numpy()].mean()
        assert results[name].score(fit)[1, 1] == pytest.approx(loss, abs=1e-5)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shrinkage_is_scikit_learns(results, name):
    parts = split(name)
    centred = parts.x.clone()
    for k in range(int(parts.y.max()) + 1):
        centred[parts.y == k] -= centred[parts.y == k].mean(0)
    expected = ledoit_wolf_shrinkage(centred.numpy(), assume_centered=True)
    assert results[name].rho == pytest.approx(expected, rel=1e-8)


def test_of_our_own_tables_none_has_a_maximum_of_the_likelihood(results):
    kinds = {name: result.kind for name, result in results.items()}
    assert kinds == {
        "iris": "quasi",
        "wine": "separated",
        "breast_cancer": "separated",
        "digits": "separated",
    }
    assert all(np.isnan(result.score("rival")).all() for result in results.values())


def test_where_classes_overlap_the_rival_is_scikit_learns_without_a_penalty():
    rows = cloud(n=400)
    result = result_of(csv(rows).encode())
    assert result.kind == "overlapping" and result.shown == ("closed", "rival")
    parts = divided(
        np.array([row[:2] for row in rows], float), np.array([row[2] == "y" for row in rows]) * 1, 0
    )
    peer = LogisticRegression(C=np.inf, tol=1e-10).fit(parts.x.numpy(), parts.y.numpy())
    said = peer.predict_log_proba(parts.fresh.numpy())[np.arange(100), parts.fresh_y.numpy()]
    assert result.score("rival")[1, 1] == pytest.approx(-said.mean(), abs=1e-6)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_plane_is_scikit_learns_discriminants(results, name):
    parts = split(name)
    seen = moments(parts.x, parts.y, len(results[name].names))
    plane = plane_of(seen, 0.0)
    back = plane.project(plane.lift(torch.tensor([[1.0, -2.0]], dtype=torch.float64)))
    assert back.flatten().tolist() == pytest.approx([1, -2], abs=1e-9)
    peer = LinearDiscriminantAnalysis(solver="eigen").fit(parts.x.numpy(), parts.y.numpy())
    theirs = peer.transform(parts.x.numpy())[:, :2]
    ours = plane.project(parts.x).numpy()
    for k in range(theirs.shape[1]):
        assert abs(np.corrcoef(ours[:, k], theirs[:, k])[0, 1]) > 1 - 1e-9
    assert np.corrcoef(ours.T)[0, 1] < 0.999


def test_with_three_classes_the_closed_forms_field_tells_every_point_as_the_fit_does(results):
    result = results["iris"]
    left, right, bottom, top = result.box
    size = result.fields.shape[1]
    columns = ((result.points[:, 0] - left) / (right - left) * size).astype(int)
    rows = ((top - result.points[:, 1]) / (top - bottom) * size).astype(int)
    colours = palette(PALETTE, 3, torch.device("cpu")).numpy()
    named = (result.fields[0][rows, columns, None, :3] == colours).all(-1).argmax(-1)
    assert ((named != result.kinds) != result.wrong[0]).mean() < 0.01


def test_a_field_is_the_colour_of_the_likeliest_the_stronger_the_surer():
    said = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5], [1 / 3, 1 / 3, 1 / 3], [0.1, 0.1, 0.8]])
    colours = torch.tensor([[255, 0, 0], [0, 255, 0], [0, 0, 255]], dtype=torch.uint8)
    image = coloured(said.reshape(2, 2, 3), colours)
    assert image.dtype == torch.uint8 and image.shape == (2, 2, 4)
    flat = image.reshape(4, 4).tolist()
    assert flat[0] == [255, 0, 0, round(255 * OPAQUE)] and flat[2][3] == 0
    assert flat[3] == [0, 0, 255, round(255 * OPAQUE * 0.7)]


def test_a_lattice_begins_at_the_upper_left():
    places = lattice((0.0, 4.0, -2.0, 2.0), 4, torch.zeros((), dtype=torch.float64))
    assert places[0, 0].tolist() == [0.5, 1.5] and places[-1, -1].tolist() == [3.5, -1.5]


def test_one_question_has_one_answer(results):
    again = finish(data.run(DataConfig("wine")))
    assert np.array_equal(again.scores, results["wine"].scores, equal_nan=True)
    assert np.array_equal(again.fields, results["wine"].fields)


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_odd_table_is_taken_and_judged(name):
    result = result_of(ACCEPTED[name])
    shown = result.score(result.shown[0]), result.score(result.shown[1])
    assert all(np.isfinite(one[0]).all() for one in shown)
    assert np.isfinite(result.points).all() and len(result.names) == len(result.counts)


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_table_ends_in_one_sentence(name):
    of, said = REFUSED[name]
    with pytest.raises(InvalidParameter, match=said.replace("(", r"\(")):
        result_of(of)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plain", set()),
        ("with a mark", set()),
        ("Chinese", set()),
        ("Chinese in gb18030", {"sheet.encoding"}),
        ("Chinese in utf-16", {"sheet.encoding"}),
        ("big end first, no mark", {"sheet.encoding"}),
        ("latin-1", {"sheet.encoding"}),
        ("semicolons", {"sheet.semicolon"}),
        ("semicolons and decimal commas", {"sheet.semicolon", "sheet.decimal", "sheet.headless"}),
        ("tabs", {"sheet.tab"}),
        ("bars", {"sheet.bar"}),
        ("no heading", {"sheet.headless"}),
        ("blank lines", {"sheet.blank"}),
    ],
)
def test_what_was_found_out_about_a_table_is_told(name, told):
    assert {message for message, _ in sheet(ACCEPTED[name]).told} == told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_chinese_table_is_the_same_in_every_encoding(encoding):
    found = sheet(HAN.encode(encoding))
    assert found.names == ("长", "宽", "水果") and set(found.columns[2]) == {"苹果", "梨"}


def test_accents_in_latin_1_stay_accents():
    found = sheet(ACCEPTED["latin-1"])
    assert found.names[2] == "étage" and set(found.columns[2]) == {"née", "reçue"}


def test_columns_that_do_not_count_are_named():
    assert result_of(ACCEPTED["a constant column"]).dropped == ("c",)
    twice = result_of(ACCEPTED["a column twice"])
    assert not twice.regular and twice.rho > 0 and np.isnan(twice.score("closed")).all()
    assert not result_of(ACCEPTED["collinear"]).regular
    again = result_of(ACCEPTED["the label once more"])
    assert again.flat == ("c",) and again.kind == "separated"


def test_equal_means_and_too_few_rows_are_seen():
    assert result_of(ACCEPTED["equal means"]).apart < 1e-6
    small = result_of(ACCEPTED["four rows"])
    assert small.held == 0 and np.isnan(small.score("ridge")[1]).all()
    wide = result_of(ACCEPTED["fewer rows than columns"])
    assert wide.learned < wide.columns and not wide.regular


def test_a_table_enters_the_config_by_its_content():
    found = sheet(ACCEPTED["plain"])
    one, other = (table(found.names, found.columns, 2) for _ in range(2))
    assert one == other and hash(one) == hash(other) and one is not other
    changed = sheet(csv(cloud(("x", "z"))).encode())
    assert table(changed.names, changed.columns, 2) != one
    assert "packed" not in repr(one) and len(repr(one)) < 200
    back = pickle.loads(pickle.dumps(DataConfig("own", one)))
    assert all(map(np.array_equal, back.own.arrays, one.arrays))


def test_another_column_can_be_the_class():
    found = sheet(csv([[k % 3, *row[:2]] for k, row in enumerate(cloud())], "kind,a,b").encode())
    own = table(found.names, found.columns, 0)
    assert own.columns == ("a", "b") and own.classes == ("0", "1", "2")


def test_the_verdict_is_left_open_where_the_program_would_be_too_large(monkeypatch):
    monkeypatch.setattr(fits, "MOST_ENTRIES", 10)
    x, y = clouds(3)
    parts = Split(x, y, x, y, np.ones(3, bool))
    slight = finish(fits.fitted(parts, 3, fits.SLIGHT, 2))
    assert fits.verdict(parts, 3, slight) == "undecided"


@pytest.mark.parametrize("wrong", [{"table": "mnist"}, {"table": "own"}, {"seed": -1}])
def test_bad_questions_get_a_sentence(wrong):
    with pytest.raises(InvalidParameter):
        DataConfig(**wrong)


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_table_stands_in_both_languages(inline_jobs, lang, name):
    test = visit(SLUG, lang=lang, logistic_regression_x="data", logistic_regression_table=name)
    assert not test.exception and not sentences(test)
    assert len(test.get("plotly_chart")) == 2
    assert "IFLYTEK" in drawn(test)


def brought(of: bytes, lang: str = "en"):
    test = visit(SLUG, lang=lang, logistic_regression_x="data", logistic_regression_table="own")
    said = " ".join(one.value for one in test.caption)
    assert "8 MB" in said and "100,000" in said
    test.file_uploader(key="logistic_regression_file").upload("t.csv", of, "text/csv").run()
    assert not test.exception
    return test


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_a_readers_table_is_shown_and_its_classes_are_said(inline_jobs, lang):
    test = brought(HAN.encode("gb18030"), lang)
    captions = " ".join(one.value for one in test.caption)
    assert not sentences(test) and "`苹果`" in captions and "gb18030" in captions
    assert len(test.get("plotly_chart")) == 2


def test_the_reader_chooses_the_class_column(inline_jobs):
    rows = [[k % 3, *row[:2]] for k, row in enumerate(cloud())]
    test = brought(csv(rows, "kind,a,b").encode())
    assert len(sentences(test)) == 1 and "20" in sentences(test)[0]
    (label,) = (one for one in test.selectbox if one.key.startswith("logistic_regression_label"))
    label.set_value(0).run()
    assert not test.exception and not sentences(test)
    assert "3 classes in one softmax" in drawn(test)


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("name", ["nothing", "a million rows", "NaN", "one class", "a picture"])
def test_a_bad_table_says_one_sentence_and_the_figure_stays(inline_jobs, lang, name):
    test = brought(REFUSED[name][0], lang)
    assert len(sentences(test)) == 1 and len(test.get("plotly_chart")) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a column twice", "**cannot be inverted**"),
        ("a constant column", "so dropped: `c`"),
        ("the label once more", "of weight 0"),
        ("equal means", "means of all classes are equal"),
        ("four rows", "too small to hold rows back"),
    ],
)
def test_what_is_odd_about_a_table_is_said(inline_jobs, name, said):
    assert said in drawn(brought(ACCEPTED[name]))


def test_the_limits_are_the_servers():
    from tomllib import loads

    from tests.test_rooms import ROOT

    config = loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] * 1_000_000 >= MOST_BYTES
    assert len(FITS) == 4


def test_the_picture_taken_away_has_the_field_under_its_points():
    figure = go.Figure(go.Scatter(x=[0.0, 2.0], y=[1.0, 3.0], mode="markers", name="a"))
    image = {"source": "data:image/png;base64,AA", "x": -1.0, "y": 4.0, "sizex": 4.0, "sizey": 4.0}
    figure.add_layout_image(**image)
    drawing = read_figure(figure)
    assert drawing.grounds == (Ground("data:image/png;base64,AA", -1.0, 3.0, 0.0, 4.0),)
    root = ElementTree.fromstring(svg(drawing, Caption("T", "said", "", "https://lab.example")))
    (ground,) = root.iter("{http://www.w3.org/2000/svg}image")
    left, width = float(ground.get("x")), float(ground.get("width"))
    marks = [one.get("transform") for one in root.iter("{http://www.w3.org/2000/svg}path")]
    places = [float(one.split("(")[1].split()[0]) for one in marks if one]
    assert min(places) == pytest.approx(left + width / 4, abs=0.1)
    assert max(places) == pytest.approx(left + 3 * width / 4, abs=0.1)
