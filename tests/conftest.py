"""What every test shares: one hypothesis profile, the markers, jobs without a worker."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Derandomised, so that a failure is everybody's; no test leans on the clock.
settings.register_profile(
    "lab", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("lab")

# before torch is imported: threads that wait give their core away
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

BROWSER = Path(__file__).parent / "browser"

# the ninth article, dropped into a copied tree by browser/test_ninth.py
collect_ignore = ["ninth"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser's tests and run them last; skip `gpu` where there is no GPU."""
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    needy = [item for item in items if item.get_closest_marker("gpu")]
    if needy and not _cuda():
        for item in needy:
            item.add_marker(pytest.mark.skip(reason="no CUDA device on this machine"))


def _cuda() -> bool:
    import torch

    return torch.cuda.is_available()


@pytest.fixture
def inline_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run in this process, inside `submit`: no worker, no waiting."""
    monkeypatch.setenv("JOBS", "inline")
