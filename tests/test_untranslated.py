"""The eye for words in the wrong language sees them, and nothing else."""

from __future__ import annotations

import pytest

from tests.browser.untranslated import foreign, hole, untranslated


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Upload", "zh"),
        ("Show me", "zh"),
        ("图里 the noise is settling on twelve houses 呢", "zh"),
        ("换一批噪声", "en"),
        ("Seed 种子", "en"),
    ],
)
def test_words_of_the_other_language_are_foreign(text: str, language: str):
    assert foreign(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("CPU · 2 核 · float32 · 13.73 秒", "zh"),
        ("上传一张图（PNG, JPEG, WEBP, GIF, BMP, TIFF；最大 8 MB）", "zh"),
        ("DDPM，σ=β", "zh"),
        ("x = 3.2 dB", "zh"),
        ("Transformer", "zh"),
        ("中文", "en"),
        ("EN", "zh"),
        ("Any word of ordinary English.", "en"),
    ],
)
def test_names_and_numbers_are_nobodys(text: str, language: str):
    assert not foreign(text, language)


@pytest.mark.parametrize(
    "text", ["α = [[alpha]]", "{t} of {T}", "t = NaN", "None", "ddpm.question"]
)
def test_a_place_left_open_is_a_hole(text: str):
    assert hole(text)


@pytest.mark.parametrize(
    "text", ["None is a recording.", "see kexue.fm/archives", "{1, 2}", "a[b]"]
)
def test_ordinary_words_are_no_hole(text: str):
    assert not hole(text)


def test_the_title_of_a_paper_stays_as_it_is():
    word = {"text": "Denoising Diffusion", "kind": "text", "place": "li", "source": True}
    assert untranslated([word], "zh") == []
    assert len(untranslated([{**word, "source": False}], "zh")) == 1
