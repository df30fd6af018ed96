"""What the two experiments with live trainings share: words for progress, and accuracy in them."""

from __future__ import annotations

from engine.jobs import Status
from view.language import number, t
from view.polling import said

SLUG = "ladder_side_tuning"


def going(status: Status) -> str:
    """How far the trainings are, and the loss as it goes."""
    if status.place or not status.preview:
        return said(status)
    task, what, seed, step, loss = status.preview
    return t(
        f"{SLUG}.going",
        task=t(f"{SLUG}.task.{task}"),
        what=t(f"{SLUG}.trained.{what}"),
        seed=str(seed),
        step=str(step),
        loss=number(loss, 3),
        share=number(100 * status.done / status.total),
        seconds=number(status.seconds),
    )


def spread(end: tuple[float, float]) -> str:
    """An accuracy in percent with its spread over seeds."""
    mean, deviation = end
    return f"{number(100 * mean, 1)} ± {number(100 * deviation, 1)}"
