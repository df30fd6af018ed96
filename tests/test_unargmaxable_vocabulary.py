"""Whole vocabularies on the page: files that mean no good, verdicts against others, the table."""

from __future__ import annotations

import gzip
import io
import json
import pickle

import numpy as np
import pytest
from safetensors.torch import load
from scipy.spatial import ConvexHull

from engine import jobs
from engine.errors import InvalidParameter, WorkerFailed
from engine.unargmaxable import kept, measure, shown, vocabulary, words
from engine.unargmaxable.check import wrong
from engine.unargmaxable.config import VERDICTS
from engine.unargmaxable.config_brought import (
    MOST_BYTES,
    NO_FLOATS,
    NO_MATRIX,
    NONE_FITS,
    PICKLED,
    TOO_MANY,
    TORN,
    brought,
    contents,
)
from engine.unargmaxable.config_heads import chosen, head_of
from engine.unargmaxable.config_vocabulary import BUNDLES, PLANTED, WORK, VocabularyConfig
from tests.crafted_matrices import FINE, ODD, REFUSED, SQUARE, npy, tensors
from tests.test_pages import asked, drawn, sentences, visit
from view import bundle, language

SLUG, HERE = "unargmaxable", {"unargmaxable_x": "vocabulary"}
FILE = HERE | {"unargmaxable_from": "file"}


@pytest.fixture(autouse=True)
def inline(monkeypatch):
    monkeypatch.setenv("JOBS", "inline")


RULES = {
    "a pickled npy": PICKLED,
    "npy of whole numbers": NO_FLOATS,
    "not a number": words.FOREIGN,
    "safetensors with NaN": words.FOREIGN,
    "numbers too large": words.OUT_OF_SCALE,
    "a vector": NONE_FITS,
    "npy cut in the body": TORN,
    "text": NO_MATRIX,
    "npy of too many rows": TOO_MANY,
}
"""The very sentence, where another one would mislead."""


def of_file(data: bytes, **more) -> VocabularyConfig:
    """The Config that the page makes of an upload."""
    file = brought(data)
    tensor, bias = chosen(contents(data))
    return VocabularyConfig("file", brought=file, tensor=tensor, bias=bias, **more)


def kinds(result) -> list[str]:
    return [VERDICTS[k] for k in result.kind]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_means_no_good_ends_in_one_sentence(name):
    with pytest.raises(InvalidParameter) as caught:
        jobs.compute(WORK, of_file(REFUSED[name]))
    assert caught.value.name == "matrix"
    assert caught.value.rule == RULES.get(name, caught.value.rule)
    for lang in language.LANGUAGES:
        assert language.CATALOGUES[lang][caught.value.rule].format(**caught.value.places)


@pytest.mark.parametrize("name", FINE)
def test_a_matrix_of_any_width_is_decided(name):
    result = jobs.compute(WORK, of_file(FINE[name]))
    assert kinds(result) == ["argmaxable"] * 4 + ["unargmaxable"]
    rows, weights = zip(*result.proof(4), strict=True)
    there = np.array(weights) @ SQUARE[list(rows)]
    assert there == pytest.approx(SQUARE[4], abs=1e-3 if "16" in name else 1e-6)


@pytest.mark.parametrize("name", ODD)
def test_what_looks_wrong_and_is_not_is_decided_too(name):
    data, expected = ODD[name]
    result = jobs.compute(WORK, of_file(data))
    assert kinds(result) == expected[: len(result.kind)]
    assert [result.twin[k] >= 0 for k in range(len(result.kind))] == [
        kind == "tie" for kind in kinds(result)
    ]


def test_every_verdict_is_qhulls_and_every_file_of_certificates_holds():
    w = np.random.default_rng(3).normal(size=(400, 3))
    result = jobs.compute(WORK, of_file(npy(w)))
    there = np.flatnonzero(result.kind == 0).tolist()
    assert there == sorted(ConvexHull(w).vertices.tolist())
    found = kept.from_npz(result.npz.tobytes())
    assert wrong(found, w) == [] and (found.kind == result.kind).all()
    told = json.loads(gzip.decompress(result.json.tobytes()))["rows"]
    assert [row["verdict"] for row in told] == kinds(result)
    for k in there[:20]:
        lead = w @ found.witnesses[k] if k in found.witnesses else w @ (w[k] - found.centre)
        h = found.witnesses.get(k, w[k] - found.centre)
        lead = lead / np.linalg.norm(h)
        assert lead[k] - np.delete(lead, k).max() == pytest.approx(result.lead[k], rel=1e-5)
    assert np.isnan(result.lead[result.kind != 0]).all()


@pytest.mark.parametrize("biased", [False, True])
def test_a_planted_word_is_mute_and_its_proof_names_what_was_mixed(biased):
    w = np.random.default_rng(4).normal(size=(60, 40))
    named = {"w": w, "bias": np.linspace(-1, 1, 60)} if biased else {"w": w}
    result = jobs.compute(WORK, of_file(tensors(**named), plant=True))
    assert len(result.kind) == 61 and kinds(result)[-1] == "unargmaxable"
    assert result.biased == biased
    assert sorted(row for row, _ in result.proof(60)) == sorted(result.true.tolist())
    assert [weight for _, weight in result.proof(60)] == pytest.approx([0.2] * 5)
    assert result.fall[-1] < 0.1 * result.fall[0] and (np.diff(result.fall) <= 1e-12).all()


def test_the_shipped_vocabularies_are_still_decided_so():
    shipped, _ = bundle.load("unargmaxable_vocabulary")
    again = jobs.compute(*BUNDLES["unargmaxable_vocabulary"])
    assert (again.kind == shipped.kind).all() and again.counts == shipped.counts
    assert again.lead == pytest.approx(shipped.lead, rel=1e-4, nan_ok=True)
    assert (shipped.kind[:PLANTED] == 1).all() and shipped.counts["unargmaxable"] > PLANTED
    w = words.read(shipped.config).w
    assert wrong(kept.from_npz(shipped.npz.tobytes()), w) == []


def test_the_shipped_real_vocabulary_is_the_packages():
    shipped, _ = bundle.load("unargmaxable_vocabulary_minilm")
    assert shipped.counts["argmaxable"] == len(shipped.kind) == len(shipped.tokens) == 30_522
    found = kept.from_npz(shipped.npz.tobytes())
    pytest.importorskip(words.PACKAGE)
    there = words.read(shipped.config)
    assert there.tokens == shipped.tokens and there.tokens[2000:2002] == (
        "to",
        "##ing"[:0] or there.tokens[2001],
    )
    some = np.random.default_rng(0).choice(30_522, 40, replace=False)
    for k in some.tolist():
        h = found.witnesses.get(k, there.w[k] - found.centre)
        logits = there.w.astype(np.float64) @ h
        assert logits.argmax() == k


def test_without_the_package_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(words, "PACKAGE", "no_such_package")
    with pytest.raises(WorkerFailed) as caught:
        words.read(VocabularyConfig("minilm"))
    assert caught.value.rule == words.ABSENT


def test_an_upload_enters_the_config_by_its_content():
    one, same, other = of_file(npy(SQUARE)), of_file(npy(SQUARE)), of_file(npy(SQUARE + 1))
    assert one == same and hash(one) == hash(same) and one != other
    light = vocabulary.light(one)
    assert light == one and len(pickle.dumps(light)) < 500
    assert jobs.compute(WORK, one).config.brought.data == b""
    assert jobs.cached(WORK, one) is not None
    assert repr(one).find("NUMPY") < 0
    with pytest.raises(WorkerFailed) as caught:
        words.read(light)
    assert caught.value.rule == words.GONE


def test_results_too_large_leave_their_files_out(monkeypatch):
    monkeypatch.setattr(shown, "MOST_JSON", 10)
    result = jobs.compute(WORK, of_file(npy(SQUARE[:, ::-1])))
    assert not len(result.json) and len(result.npz)
    monkeypatch.setattr(shown, "MOST_NPZ", 10)
    assert not len(jobs.compute(WORK, of_file(npy(2 * SQUARE))).npz)


def test_a_look_measures_more_seconds_for_more_words():
    few, many = (measure.seconds(n, 64, False, measure.default()) for n in (1000, 100_000))
    assert many > 1000 * few > 0
    found = jobs.compute("engine.unargmaxable.measure:weigh", of_file(npy(SQUARE)))
    assert (found.rows, found.d, found.biased) == (5, 2, False) and found.seconds > 0


@pytest.mark.parametrize(
    ("names", "head", "bias"),
    [
        (["model.embed_tokens.weight", "lm_head.weight"], "lm_head.weight", ""),
        (["transformer.wte.weight", "transformer.wpe.weight"], "transformer.wte.weight", ""),
        (["gpt_neox.embed_in.weight", "embed_out.weight"], "embed_out.weight", ""),
        (
            ["bert.embeddings.word_embeddings.weight", "cls.predictions.bias"],
            "bert.embeddings.word_embeddings.weight",
            "cls.predictions.bias",
        ),
        (
            ["cls.predictions.decoder.weight", "cls.predictions.decoder.bias"],
            "cls.predictions.decoder.weight",
            "cls.predictions.decoder.bias",
        ),
        (["conv1.weight", "fc.weight"], "", ""),
        ([], "", ""),
    ],
)
def test_the_last_matrix_of_a_model_is_known_by_its_name(names, head, bias):
    assert head_of(names) == (head, bias)


def test_of_several_tensors_the_head_is_taken_or_the_one_that_is_named():
    data = tensors(
        **{"big": np.ones((9, 9)), "wte.weight": SQUARE, "bias": np.ones(5), "other": np.ones(9)}
    )
    there = contents(data)
    assert chosen(there) == ("wte.weight", "bias")
    assert chosen(there, "big") == ("big", "other")
    assert chosen(there, "nonsense") == ("wte.weight", "bias")
    assert load(data)["wte.weight"].numpy() == pytest.approx(SQUARE)


def test_the_table_finds_by_number_by_text_and_by_verdict():
    result, _ = bundle.load("unargmaxable_vocabulary_minilm")
    assert result.token(int(result.found("king", "all")[0])).count("king") == 1
    assert result.found("#1996", "all")[0] == 1996 and "1996" in result.token(
        int(result.found("1996", "all")[1])
    )
    assert len(result.found("", "unargmaxable")) == 0 and len(result.found("", "all")) == 30_522
    leads = result.lead[result.found("", "argmaxable")]
    assert (np.diff(leads) >= 0).all()
    made, _ = bundle.load("unargmaxable_vocabulary")
    assert sorted(made.found("", "unargmaxable")) == sorted(made.mute)
    assert (made.kind[made.found("", "all")[: len(made.mute)]] == 1).all()
    assert len(made.found("no text at all", "all")) == 0
    assert len(made.found("99999999999999999999", "all")) == 0


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("source", ["made", "minilm", "file"])
def test_every_source_stands_in_both_languages(source: str, lang: str):
    test = visit(SLUG, lang=lang, **HERE, unargmaxable_from=source)
    assert not test.exception and not sentences(test)
    assert "[[" not in drawn(test)
    assert language.CATALOGUES[lang]["unargmaxable.verdict.argmaxable"] in drawn(test)


def test_an_uploaded_matrix_is_decided_at_once_and_its_planted_word_too():
    test = visit(SLUG, lang="en", **FILE)
    before = drawn(test)
    test.file_uploader(key="unargmaxable_matrix").upload("w.npy", FINE["float16"], "x/y").run()
    assert not test.exception and not sentences(test)
    assert "F16" in drawn(test) and drawn(test) != before
    assert "of 5 words in 2 dimensions 4 can come first" in drawn(test)
    assert "| #4 | mute | — | = " in drawn(test)
    test.toggle(key="unargmaxable_plant").set_value(True).run()
    assert not test.exception and "#5" in drawn(test)


@pytest.mark.parametrize(
    "name", ["text", "a pickled npy", "npy cut in the body", "a vector", "not a number", "one row"]
)
def test_a_file_that_will_not_do_leaves_the_last_good_figure(name: str):
    test = visit(SLUG, lang="en", **FILE)
    table = [one.value for one in test.markdown if one.value.startswith("| ")]
    test.file_uploader(key="unargmaxable_matrix").upload("w.npy", REFUSED[name], "x/y").run()
    (sentence,) = sentences(test)
    assert "The file" in sentence
    assert [one.value for one in test.markdown if one.value.startswith("| ")] == table
    assert not test.exception


def test_what_is_written_into_the_search_draws_nothing():
    asked_for = "<b>|`**" + "x" * 40
    test = visit(SLUG, lang="en", **HERE, unargmaxable_search=asked_for)
    assert not test.exception and asked(test, "unargmaxable_search") == asked_for
    assert "0 of 0 found" in drawn(test)


def test_a_long_search_is_asked_about_first(monkeypatch):
    from pages.unargmaxable.experiments import vocabulary as page

    monkeypatch.setattr(page, "QUICK", 0)
    test = visit(SLUG, lang="en", **FILE)
    upload = test.file_uploader(key="unargmaxable_matrix")
    upload.upload("w.npy", npy(SQUARE + 3), "x/y").run()
    assert "of 5 words in" not in drawn(test)
    test.button(key="unargmaxable_decide").click().run()
    assert not test.exception and "of 5 words in" in drawn(test)


def test_the_limit_that_is_stated_is_the_servers():
    assert MOST_BYTES == 8_000_000
    with pytest.raises(InvalidParameter):
        brought(bytes(MOST_BYTES + 1))
    out = io.BytesIO()
    np.save(out, np.zeros((10, 10)))
    assert brought(out.getvalue()).digest == brought(out.getvalue()).digest
