"""The image's steps, replayed by an unprivileged user in a read-only folder, serve the lab."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.server import wrong
from tests.browser.visit import opened
from tests.browser.watch import Watch, calm
from tests.deploy.dockerfile import context, instructions, pairs, the_last
from tests.deploy.image import ROOT, Image
from tests.deploy.replay import Served

STEPS = instructions(ROOT / "Dockerfile")


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    """The application in an empty place, with the packages of this Python."""
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        image = Image(Path(folder), here=True)
        try:
            image.build()
        except RuntimeError as unreachable:
            pytest.skip(str(unreachable))
        yield image


@pytest.fixture(scope="module")
def served(image: Image) -> Iterator[Served]:
    served = Served(image, alone=False)
    assert served.healthy(), served.stop()
    yield served
    assert not wrong(served.stop())


def test_the_server_is_healthy_and_its_first_page_computes(
    served: Served, page: Page, watch: Watch
):
    page.goto(f"{served.url}/ddpm?lang=en")
    opened(page, "ddpm")
    calm(page)
    said = json.load(urllib.request.urlopen(f"{served.url}/healthz"))
    assert said["status"] == "ok" and said["device"]["label"] == "CPU"


def test_scripts_are_packed_for_a_reader_elsewhere_and_every_answer_is_guarded(served: Served):
    html = urllib.request.urlopen(served.url)
    assert "default-src 'self'" in html.headers["Content-Security-Policy"]
    script = re.search(r'src="\./(static/js/[^"]+)"', html.read().decode())[1]
    asked = {"Accept-Encoding": "gzip", "X-Forwarded-For": "192.0.2.7"}
    packed = urllib.request.urlopen(urllib.request.Request(f"{served.url}/{script}", headers=asked))
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["X-Content-Type-Options"] == "nosniff"


def test_the_applications_folder_cannot_be_written_to(image: Image):
    with pytest.raises(subprocess.CalledProcessError):
        image.run(["touch", "app.py"], image.app)
    with pytest.raises(subprocess.CalledProcessError):
        image.run(["touch", "new"], image.app)


def test_the_image_runs_as_user_1000_and_asks_after_its_own_health():
    assert the_last(STEPS, "USER") == "1000"
    assert "/_stcore/health" in the_last(STEPS, "HEALTHCHECK")
    port = the_last(STEPS, "EXPOSE")
    assert f"--server.port={port}" in the_last(STEPS, "CMD")
    assert f"app_port: {port}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_build_argument_chooses_between_the_cpus_torch_and_cudas():
    assert pairs(the_last(STEPS, "ARG")) == {"TORCH": "cpu"}
    install = next(rest for word, rest in STEPS if word == "RUN" and "pip install" in rest)
    cpu, cuda = install.split("else")
    assert "whl/cpu" in cpu and "whl/cpu" not in cuda


def test_the_context_has_what_the_lab_runs_on_and_nothing_else():
    tops = {path.relative_to(ROOT).parts[0] for path in context(ROOT)}
    assert {"app.py", "assets", "engine", "pages", "view", ".streamlit"} <= tops
    assert not tops & {"tests", "benchmarks", ".git", ".venv", "wheels", "test-results"}
