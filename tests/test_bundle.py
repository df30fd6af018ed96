"""Shipped first paints: what is written comes back, and the engine still computes it."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from engine import jobs
from engine.diffusion.config_gradients import GradientConfig
from view import bundle

QUICK = ("ddpm_losses",)


def same(a, b) -> bool:
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b)
    return a == b


@pytest.mark.parametrize("name", sorted(bundle.registry()))
def test_every_bundle_is_shipped_and_answers_its_config(name):
    result, date = bundle.load(name)
    assert result.config == bundle.registry()[name][1]
    assert len(date) == 10


@pytest.mark.parametrize("name", QUICK)
def test_the_engine_still_computes_what_was_shipped(name, inline_jobs):
    work, config = bundle.registry()[name]
    result, _ = bundle.load(name)
    again = jobs.compute(work, config)
    assert np.allclose(result.predicted, again.predicted, rtol=1e-9)
    assert np.allclose(result.ratio, again.ratio, rtol=1e-6)


def test_what_is_written_comes_back(tmp_path, monkeypatch, inline_jobs):
    monkeypatch.setattr(bundle, "FOLDER", tmp_path)
    result = jobs.compute(
        "engine.diffusion.gradients:run", GradientConfig(times=(1, 10), count=100)
    )
    bundle.save("trial", result)
    back, _ = bundle.load.__wrapped__("trial")
    for field in fields(result):
        assert same(getattr(result, field.name), getattr(back, field.name)), field.name
