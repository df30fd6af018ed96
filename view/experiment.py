"""What every experiment does: ask for a Result, show how it came to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.jobs import Job, Status
from view.device import name as device_name
from view.export.menu import take_code
from view.language import t
from view.live import Live, later, live, session, still
from view.page import Kind, badge
from view.polling import again, poll


def ask(
    slug: str,
    name: str,
    work: str,
    config: Any,
    *,
    shipped: bool = True,
    begin: bool = True,
    trained: bool = False,
    meanwhile: Callable[[Job], None] | None = None,
    words: Callable[[Status], str] | None = None,
) -> Any:
    """The Result of `work(config)`, the shipped one first; progress and Cancel meanwhile.

    Without `begin` it is the last one, or the shipped one, and nothing is computed. What is to
    be seen of a job while it goes on is drawn by `meanwhile`; `words` says where it
    stands, if it can say more than how much is done.

    Where its numbers are those of networks `trained` for them, its badge says so.

    `name` tells the experiments of page `slug` apart; the bundle is `<slug>_<name>`. Each has
    a lane of its own, so that two on one page do not supersede each other.
    """
    lane = f"x_{slug}_{name}"
    first = f"{slug}_{name}" if shipped else None
    shown = live(lane, work, config, first) if begin else still(lane, first, config)
    poll(shown.job, slug, name, words)
    if shown.job and meanwhile:
        meanwhile(shown.job)
    again(shown.job, session(), lane)
    later(shown, key=f"{slug}_{name}")
    if shown.result:
        with st.container(horizontal=True, vertical_alignment="center", key=f"how_{slug}_{name}"):
            say_where(shown, "trained" if trained else "measured")
            take_code(slug, name, work, shown.result.config)
    return shown.result


def say_where(shown: Live, kind: Kind = "measured") -> None:
    """The line that says which machine computed it, and when if it was shipped.

    What is only counted is the same on every machine: such a Result names none.
    """
    device = getattr(shown.result, "device", None)
    if device is None:
        badge("exact", t("exact.counted"))
        return
    label = device_name("CPU", getattr(shown.result, "threads", 0)) if device == "CPU" else device
    label = "CPU" if label == "cpu" else label
    text = t("measured.here", device=label)
    if shown.origin:
        text = t("measured.shipped", device=label, date=shown.origin)
    badge(kind, text)
