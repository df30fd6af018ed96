"""Scripts and notebooks that need no clone: run in a bare room, they give the page's result."""

from __future__ import annotations

import ast
import importlib.util
import json
import pickle
import subprocess
import sys
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from scipy.stats import ks_2samp

from engine import jobs
from engine.attention.config import MeasureConfig
from engine.attention.config_saved import SavedConfig
from engine.diffusion.config import DdpmConfig
from engine.diffusion.config_bells import BayesConfig
from engine.diffusion.config_broken import BrokenConfig
from engine.diffusion.config_fan import FanConfig
from engine.diffusion.config_gradients import GradientConfig
from engine.diffusion.config_greedy import GreedyConfig
from engine.diffusion.config_jump import JumpConfig
from engine.diffusion.config_recogniser import RecogniserConfig
from engine.diffusion.config_slice import SliceConfig
from engine.diffusion.config_solvable import SolvableConfig
from engine.diffusion.config_stranding import StrandingConfig
from engine.diffusion.config_variances import VariancesConfig
from engine.diffusion.kolmogorov import kolmogorov_smirnov
from tests.bare import plain
from view.bundle import registry
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
    "bayes": BayesConfig(),
    "fan": FanConfig(etas=(0.0, 1.0), steps=(1, 5), count=300, fresh=4),
}
CLOCK = {"seconds", "peak", "stream"}
BARE = Path(__file__).parent / "bare.py"


def work_of(name: str) -> str:
    return f"engine.diffusion.{name}:run"


@cache
def allowed() -> frozenset[str]:
    """What torch, numpy and plotly bring along when nothing else is installed."""
    wanted, met = ["torch", "numpy", "plotly"], set()
    while wanted:
        name = canonicalize_name(wanted.pop())
        if name in met:
            continue
        met.add(name)
        for line in requires(name) or ():
            need = Requirement(line)
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                wanted.append(need.name)
    providers = packages_distributions().items()
    return frozenset(p for p, from_ in providers if met & {canonicalize_name(d) for d in from_})


def in_a_bare_room(script: str, folder: Path) -> tuple[dict, dict, str]:
    """What `script` computes where nothing else is installed: fields, curves, and its words."""
    (folder / "taken.py").write_text(script)
    command = [sys.executable, "-I", str(BARE), json.dumps(sorted(allowed())), "taken.py", "out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return *pickle.loads((folder / "out").read_bytes()), done.stdout


def agree(there: Any, here: Any, where: str = "") -> None:
    """The same to one part in a million, down to every number."""
    if isinstance(here, dict):
        assert there.keys() == here.keys(), where
        for key in here.keys() - CLOCK:
            agree(there[key], here[key], f"{where}.{key}")
    elif isinstance(here, list):
        assert len(there) == len(here), where
        for k, pair in enumerate(zip(there, here, strict=True)):
            agree(*pair, f"{where}[{k}]")
    elif isinstance(here, np.ndarray | np.number | float | int):
        assert np.shape(there) == np.shape(here), where
        assert np.allclose(there, here, rtol=1e-6, atol=1e-12, equal_nan=True), where
    else:
        assert there == here, where


def is_the_pages(script: str, name: str, folder: Path) -> None:
    """`script`, run in a bare room, gives every field and curve that the page's job gives."""
    there, curves, said = in_a_bare_room(script, folder)
    here = jobs.compute(work_of(name), WORKS[name])
    agree(there, plain(here))
    agree(curves, plain(here.curves))
    assert len(curves) >= 1 and f"DRAWN {len(curves)}\n" in said


@pytest.mark.parametrize("name", WORKS)
def test_a_script_alone_gives_the_pages_result(name, tmp_path, inline_jobs):
    script = snippet(work_of(name), WORKS[name], CAPTION).text
    assert CAPTION.link in script and "import engine" not in script
    is_the_pages(script, name, tmp_path)


@pytest.mark.parametrize(
    ("work", "config"),
    [
        ("engine.attention.saved:run", SavedConfig(lengths=(64, 128), readings=5)),
        ("engine.attention.measure:run", MeasureConfig(lengths=(16, 64), readings=5)),
    ],
)
def test_a_script_keeps_torchs_own_function_apart_from_the_engines_of_the_same_name(
    work: str, config: Any, tmp_path, inline_jobs
):
    there, _, _ = in_a_bare_room(snippet(work, config, CAPTION).text, tmp_path)
    agree(there, plain(jobs.compute(work, config)))


def bound(script: str) -> list[str]:
    """Every name that an import or a definition of `script` binds, as often as it does."""
    found: list[str] = []
    for node in ast.parse(script).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += [one.asname or one.name.partition(".")[0] for one in node.names]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(node.name)
    return found


@pytest.mark.parametrize(
    "work", sorted({(work, type(c)) for work, c in registry().values()}, key=str)
)
def test_no_name_of_a_script_is_bound_twice(work: tuple[str, type]):
    name, kind = work
    try:
        names = bound(alone.code(name, f"{kind.__module__}:{kind.__name__}"))
    except alone.NotAlone:
        return
    roots = {"torch", "numpy", "plotly"}
    assert not {one for one in names if names.count(one) > 1} - roots


def test_a_notebook_alone_gives_it_too(tmp_path, inline_jobs):
    made = snippet(work_of("gradients"), WORKS["gradients"], CAPTION)
    cells = json.loads(notebook(made, CAPTION))["cells"]
    head = "".join(cells[0]["source"])
    assert CAPTION.link in head and made.theory in head
    script = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    is_the_pages(script, "gradients", tmp_path)


@pytest.mark.parametrize("package", ["scipy", "streamlit", "engine", "PIL", "babel"])
def test_the_bare_room_has_nothing_else(package, tmp_path):
    with pytest.raises(AssertionError, match=f"No module named '{package}'"):
        in_a_bare_room(f"import {package}", tmp_path)


@pytest.mark.parametrize("there", [{"a": [1.0, 2.00001]}, {"a": [1.0]}, {"b": [1.0, 2.0]}])
def test_a_difference_is_seen(there):
    with pytest.raises(AssertionError):
        agree(there, {"a": [1.0, 2.0]})


@pytest.mark.parametrize("name", registry())
def test_every_computation_stands_alone_or_says_what_it_lacks(name):
    work, config = registry()[name]
    try:
        script = snippet(work, config, CAPTION).text
    except alone.NotAlone as missing:
        assert importlib.util.find_spec(missing.package), missing
        return
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F82,E9", "-"]
    done = subprocess.run(lint, input=script, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_head_says_the_theory_and_what_is_missing():
    script = snippet(work_of("alone"), WORKS["alone"], CAPTION).text
    head = script.partition("\nfrom __future__")[0]
    assert all(line.startswith("#") for line in head.splitlines() if line)
    assert "# The way out is the page's" in head and "trained builder is not here" in head


def test_what_needs_more_than_torch_says_so():
    with pytest.raises(alone.NotAlone) as caught:
        snippet("engine.diffusion.broken:run", BrokenConfig(), CAPTION)
    assert caught.value.package == "diffusers"


def test_an_import_inside_a_function_is_named_by_its_package():
    with pytest.raises(alone.NotAlone) as caught:
        alone.code("engine.ladder_side_tuning.peft_methods:lora")
    assert caught.value.package == "peft"


def test_names_that_two_modules_share_are_told_apart():
    text = alone.code("engine.diffusion.greedy:run", "engine.diffusion.gradients:run")
    assert text.count("\ndef run(") == 1 and "def gradients_run(" in text
    compile(text, "taken.py", "exec")


def test_a_variable_does_not_hide_the_function_it_is_made_with():
    text = alone.code("engine.diffusion.ode:slope_of")
    assert "the_score = score" in text and "partial(the_score, denoiser)" in text


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
