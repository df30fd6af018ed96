"""What is said when something is wrong: one sentence, in the reader's language.

It names the control, the rule and the value got. Whatever the reader or the address gave is
shown as code, short and on one line, so that it cannot draw anything.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from engine.errors import InvalidParameter, WorkerFailed
from view.language import known, t

LONGEST = 40


def shown(value: Any) -> str:
    """`value` as inline code: printable characters only, at most LONGEST of them."""
    text = "".join(c if c.isprintable() and c != "`" else " " for c in str(value)[: LONGEST + 1])
    text = " ".join(text.split())
    return f"`{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}`" if text else t("wrong.empty")


def control(page: str, name: str) -> str:
    """What the control `name` of `page` is called on screen: its label, or a shorter `.name`."""
    called = [message for message in (f"{page}.{name}.name", f"{page}.{name}") if known(message)]
    return f"**{t(called[0])}**" if called else shown(name)


def sentence(wrong: InvalidParameter, page: str) -> str:
    """The sentence for `wrong`, as Markdown."""
    rule = t(wrong.rule, **wrong.places)
    return t("wrong.value", control=control(page, wrong.name), rule=rule, value=shown(wrong.value))


def complain(wrong: InvalidParameter, page: str) -> None:
    """Draw the sentence for `wrong`."""
    st.warning(sentence(wrong, page))


def explain(error: Exception | None, page: str) -> None:
    """Draw the sentence for whatever ended a job."""
    if isinstance(error, InvalidParameter):
        complain(error, page)
    elif isinstance(error, WorkerFailed) and known(error.rule):
        st.warning(t(error.rule, **error.places))
    else:
        st.warning(t("job.failed"))
