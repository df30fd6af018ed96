"""What all experiments of this page do: ask for a Result, show how it came to be."""

from __future__ import annotations

from typing import Any

from view.device import name as device_name
from view.language import t
from view.live import Live, later, live
from view.page import badge
from view.polling import poll


def ask(name: str, work: str, config: Any, *, shipped: bool = True) -> Any:
    """The Result for `config`, the shipped one first; progress and Cancel while it is computed.

    Each has a lane of its own, so that two on one page do not supersede each other.
    """
    known = f"ddpm_{name}" if shipped else None
    shown = live(f"x_{name}", f"engine.diffusion.{work}:run", config, known)
    poll(shown.job, "ddpm", name)
    later(shown, key=name)
    if shown.result:
        say_where(shown)
    return shown.result


def say_where(shown: Live) -> None:
    """The line that says which machine computed it, and when if it was shipped."""
    device = shown.result.device
    label = device_name("CPU", getattr(shown.result, "threads", 0)) if device == "CPU" else device
    label = "CPU" if label == "cpu" else label
    text = t("ddpm.measured.here", device=label)
    if shown.origin:
        text = t("ddpm.measured.shipped", device=label, date=shown.origin)
    badge("measured", text)
