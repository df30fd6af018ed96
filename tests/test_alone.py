"""Scripts and notebooks that need no clone: run in a bare room, they give the page's result."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.stats import ks_2samp

from engine import jobs
from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_bayes import SliceConfig, SolvableConfig
from engine.diffusion.config_experiments import (
    GradientConfig,
    GreedyConfig,
    RecogniserConfig,
    StrandingConfig,
)
from engine.diffusion.config_films import BrokenConfig, JumpConfig
from engine.diffusion.config_variances import VariancesConfig
from engine.diffusion.kolmogorov import kolmogorov_smirnov
from view.export import alone
from view.export.caption import Caption
from view.export.notebook import notebook
from view.export.snippet import snippet

CAPTION = Caption("拆楼", "One sentence.", "种子 7", "https://lab.example/ddpm?lang=zh")
WORKS = {
    "alone": DdpmConfig(count=2, steps=6, frames=4),
    "jump": JumpConfig(count=500, repeats=2),
    "greedy": GreedyConfig(count=200, steps=60),
    "gradients": GradientConfig(times=(1, 500), count=2000),
    "stranding": StrandingConfig(steps=(1, 5), count=500),
    "recogniser": RecogniserConfig(draws=4, points=5),
    "slice": SliceConfig(given="data", count=50_000),
    "solvable": SolvableConfig(count=50_000, steps=(1, 5)),
    "variances": VariancesConfig(count=100, steps=(2, 5)),
}
# What a bare environment with torch, numpy and plotly does not have.
REFUSED = "engine view pages app streamlit scipy sklearn diffusers transformers av nbformat babel"
BARE = """
import pickle, runpy, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Refuse())
import plotly.graph_objects as go
go.Figure.show = lambda figure: print("DRAWN", len(figure.data))
made = runpy.run_path(sys.argv[1], run_name="__main__")["result"]
plain = vars(made)
curves = {{name: (list(x), list(y)) for name, (x, y) in made.curves.items()}}
arrays = {{name: value for name, value in plain.items() if hasattr(value, "dtype")}}
with open(sys.argv[2], "wb") as out:
    pickle.dump((arrays, curves), out)
"""


def work_of(name: str) -> str:
    return f"engine.diffusion.{name}:run"


def in_a_bare_room(script: str, folder: Path) -> tuple[dict, dict, str]:
    """What `script` computes where nothing of the lab can be imported."""
    (folder / "bare.py").write_text(BARE.format(refused=set(REFUSED.split())))
    (folder / "taken.py").write_text(script)
    command = [sys.executable, "-I", "bare.py", "taken.py", "out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return *pickle.loads((folder / "out").read_bytes()), done.stdout


def agree(arrays: dict, curves: dict, ours) -> None:
    for field in fields(ours):
        value = getattr(ours, field.name)
        if isinstance(value, np.ndarray):
            near = np.allclose(arrays[field.name], value, rtol=1e-6, atol=1e-6, equal_nan=True)
            assert near, field.name
    for name, (x, y) in ours.curves.items():
        assert np.allclose(curves[name][0], x) and np.allclose(curves[name][1], y, atol=1e-6)


@pytest.mark.parametrize("name", WORKS)
def test_a_script_alone_gives_the_pages_result(name, tmp_path, inline_jobs):
    script = snippet(work_of(name), WORKS[name], CAPTION).text
    assert CAPTION.link in script and "import engine" not in script
    arrays, curves, printed = in_a_bare_room(script, tmp_path)
    agree(arrays, curves, jobs.compute(work_of(name), WORKS[name]))
    assert f"DRAWN {len(curves)}" in printed


def test_a_notebook_alone_gives_it_too(tmp_path, inline_jobs):
    made = snippet(work_of("gradients"), WORKS["gradients"], CAPTION)
    book = json.loads(notebook(made, CAPTION))
    cells = book["cells"]
    assert CAPTION.link in "".join(cells[0]["source"])
    script = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    arrays, curves, _ = in_a_bare_room(script, tmp_path)
    agree(arrays, curves, jobs.compute(work_of("gradients"), WORKS["gradients"]))


def test_what_needs_more_than_torch_says_so():
    with pytest.raises(alone.NotAlone) as caught:
        snippet("engine.diffusion.broken:run", BrokenConfig(), CAPTION)
    assert caught.value.package == "diffusers"


def test_names_that_two_modules_share_are_told_apart():
    text = alone.code("engine.diffusion.greedy:run", "engine.diffusion.gradients:run")
    assert text.count("\ndef run(") == 1 and "def gradients_run(" in text
    compile(text, "taken.py", "exec")


def test_the_hero_alone_demolishes_as_the_page_does(inline_jobs):
    config = DdpmConfig(count=3, steps=2, frames=2)
    here = jobs.compute("engine.diffusion.alone:run", config)
    page = jobs.compute("engine.diffusion.ddpm:run", config)
    for name in ("log_alpha_bar", "x0", "epsilon"):
        assert np.array_equal(getattr(here, name), getattr(page, name))
    assert np.array_equal(here.back_x[0], page.back_x[0])


@pytest.mark.parametrize("shift", [0.0, 0.03, 0.3])
def test_the_test_for_a_difference_is_scipys(shift):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(1500, generator=generator)
    y = torch.randn(900, generator=generator) + shift
    distance, p = kolmogorov_smirnov(x, y)
    expected = ks_2samp(x.numpy(), y.numpy(), method="asymp")
    assert distance == pytest.approx(expected.statistic, abs=1e-12)
    assert p == pytest.approx(expected.pvalue, abs=5e-3)
