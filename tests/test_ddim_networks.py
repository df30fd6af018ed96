"""The experiment "any network" of page ddim, as a reader meets it: downloads, and sentences."""

import pytest
from huggingface_hub.errors import HTTPError

from engine import jobs
from engine.diffusion import hub, manifest, others, pipelines
from engine.hub import GATED, OFFLINE, UNKNOWN
from engine.model_id import NO_ID
from tests import test_diffusion_hub as faked
from tests import test_diffusion_networks as folders
from tests.test_diffusion_hub import MODEL, made_up, stored  # noqa: F401 (fixtures)
from tests.test_diffusion_networks import SPOILED, opened  # noqa: F401 (a fixture)
from tests.test_pages import drawn, sentences, visit
from view import language

LANGUAGES = pytest.mark.parametrize("lang", language.LANGUAGES)


@pytest.fixture(autouse=True)
def afresh(inline_jobs):
    """No model and no folder is remembered from another test; what is shipped may be."""
    kept = jobs._broker().tasks.cache._values
    for work, kind, config in list(kept):
        if getattr(config, "kind", "shipped") in ("folder", "hub") or hasattr(config, "model"):
            del kept[work, kind, config]


def beside(lang: str = "en", **asked: str):
    """The experiment, opened."""
    asked = {f"ddim_{name}": value for name, value in asked.items()}
    return visit("ddim", lang=lang, ddim_x="networks", **asked)


def named(lang: str, kind: str, name: str):
    """The experiment with the folder or the model `name` beside the shipped builder.

    By the link: AppTest cannot run a page once more whose select boxes speak Chinese.
    """
    if kind == "folder":
        return beside(lang, net="folder", folder=name)
    return beside(lang, net="hub", hub="other", model=name)


def words(lang: str, rule: str) -> str:
    """How a rule begins in `lang`, up to its first place."""
    return language.CATALOGUES[lang][rule].partition("{")[0]


def pictures(test) -> int:
    """How many pictures the experiment shows: four for each network."""
    return len(test.get("image"))


@LANGUAGES
def test_two_networks_stand_side_by_side_from_their_bundles(lang):
    test = beside(lang)
    assert not test.exception and not sentences(test)
    assert pictures(test) == 8
    assert "[[" not in drawn(test)
    assert language.CATALOGUES[lang]["ddim.net.shipped"] in drawn(test)


def test_without_a_folder_opened_there_is_no_field_for_one(monkeypatch):
    monkeypatch.delenv("LAB_FOLDERS", raising=False)
    test = beside(net="folder")
    assert not [one for one in test.text_input if one.key == "ddim_folder"]
    (said,) = sentences(test)
    assert "is not opened here" in said and pictures(test) == 8


def test_a_folder_on_the_server_draws(opened):  # noqa: F811
    folders.spoiled(opened / "fine", "not at all")
    test = named("en", "folder", "fine")
    assert not test.exception and not sentences(test)
    assert pictures(test) == 8 and "**`fine`**" in drawn(test)


@LANGUAGES
@pytest.mark.parametrize("how", SPOILED)
def test_a_folder_that_will_not_do_gets_one_sentence(opened, lang, how):  # noqa: F811
    folders.spoiled(opened / "one", how)
    test = named(lang, "folder", "one")
    (said,) = sentences(test)
    assert words(lang, SPOILED[how]) in said and "`one`" in said
    assert language.CATALOGUES[lang]["ddim.folder.name"] in said
    assert str(opened) not in said and not test.exception
    assert pictures(test) == 4


@LANGUAGES
def test_a_folder_elsewhere_gets_one_sentence(opened, lang):  # noqa: F811
    (said,) = sentences(named(lang, "folder", "/etc"))
    assert words(lang, others.OUTSIDE) in said


def test_a_model_tells_its_size_and_is_loaded_when_the_reader_says_so(made_up):  # noqa: F811
    test = named("en", "model", MODEL)
    assert not sentences(test) and pictures(test) == 4
    assert not any("safetensors" in name for name in made_up.asked)
    button = test.button(key="ddim_download")
    assert "MB" in button.label
    button.click()
    test.run()
    assert not test.exception and not sentences(test)
    assert pictures(test) == 8 and f"`{MODEL}`" in drawn(test)
    assert any("safetensors" in name for name in made_up.asked)


def test_what_has_been_loaded_is_there_without_the_hub(made_up):  # noqa: F811
    faked.run(hub.fetch)
    made_up.error = AssertionError("the Hub was asked")
    test = named("en", "model", MODEL)
    assert not sentences(test) and pictures(test) == 8


HOW = {
    "missing": UNKNOWN,
    "gated": GATED,
    "pickled": manifest.NO_SAFETENSORS,
    "conditional": manifest.NOT_PLAIN,
    "torn": manifest.NO_PIPELINE,
    "no pipeline": manifest.NO_PIPELINE,
}


@LANGUAGES
@pytest.mark.parametrize("how", HOW)
def test_a_model_that_will_not_do_gets_one_sentence(made_up, lang, how):  # noqa: F811
    faked.spoiled(made_up, how)
    test = named(lang, "model", MODEL)
    (said,) = sentences(test)
    assert words(lang, HOW[how]) in said and f"`{MODEL}`" in said
    assert language.CATALOGUES[lang]["ddim.model.name"] in said
    assert not test.exception and pictures(test) == 4


@LANGUAGES
def test_a_model_too_heavy_is_refused_by_its_size(made_up, monkeypatch, lang):  # noqa: F811
    monkeypatch.setattr(hub, "MOST_BYTES", 1000)
    (said,) = sentences(named(lang, "model", MODEL))
    assert words(lang, hub.TOO_HEAVY) in said


@LANGUAGES
def test_without_the_hub_there_is_one_sentence_and_the_shipped_network(made_up, lang):  # noqa: F811
    made_up.error = HTTPError("no route")
    test = named(lang, "model", MODEL)
    assert sentences(test) == [language.CATALOGUES[lang][OFFLINE]]
    assert pictures(test) == 4


def test_what_failed_can_be_tried_again(made_up):  # noqa: F811
    made_up.error = HTTPError("no route")
    test = named("en", "model", MODEL)
    made_up.error = None
    test.button(key="again_x_ddim_look").click()
    test.run()
    assert not sentences(test) and test.button(key="ddim_download")


@LANGUAGES
@pytest.mark.parametrize("text", ["nonsense", "a/b/c", "../x", "a/..", "http://a/b"])
def test_what_is_no_id_gets_one_sentence(lang, text):
    (said,) = sentences(named(lang, "model", text))
    assert words(lang, NO_ID) in said


def test_a_model_whose_weights_do_not_fit_is_told_so_after_its_loading(made_up):  # noqa: F811
    weights = made_up.model / "unet" / manifest.WEIGHTS[0]
    weights.write_bytes(weights.read_bytes()[:100])
    test = named("en", "model", MODEL)
    test.button(key="ddim_download").click()
    (said,) = sentences(test.run())
    assert words("en", pipelines.NO_FIT) in said and f"`{MODEL}`" in said
    assert pictures(test) == 4
