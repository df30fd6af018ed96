"""The reader's own table: the upload, what was found out, and which column is the class."""

from __future__ import annotations

import hashlib

import streamlit as st

from engine.errors import InvalidParameter
from engine.logistic_regression.config_table import (
    MOST_BYTES,
    MOST_CELLS,
    MOST_CLASSES,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    number,
    table,
)
from view import controls
from view.language import number as said
from view.language import t
from view.sentence import complain
from view.spreadsheet import Sheet, Told, read

SLUG = "logistic_regression"
LIMITS = (MOST_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_CELLS)


def brought() -> Table | None:
    """The table of the file the reader brought; None without one, or with a sentence that says why.

    What came of it is kept for the session, by the hash of the file.
    """
    st.caption(t("logistic_regression.file.limits", **_limits()))
    file = controls.upload(SLUG, "file", MOST_BYTES)
    if file is None:
        return None
    try:
        data = file.getvalue()
        digest, names, told, likely = _seen(data)
        for message, places in told:
            st.caption(t(message, **places))
        label = controls.pick(SLUG, "label", digest, names, likely)
        found = _table(data, digest, label)
    except InvalidParameter as wrong:
        complain(wrong, SLUG)
        return None
    st.caption(t("logistic_regression.data.mapped", classes=_mapped(found)))
    return found


def _limits() -> dict[str, str]:
    return {
        "size": f"{MOST_BYTES // 1_000_000} MB",
        "rows": said(MOST_ROWS),
        "columns": said(MOST_COLUMNS),
        "cells": said(MOST_CELLS),
        "classes": str(MOST_CLASSES),
    }


def _seen(data: bytes) -> tuple[str, tuple[str, ...], tuple[Told, ...], int]:
    """The hash of `data`, its columns' names, what is told of it, and the likely class; read once.

    The cells are not kept: as text they weigh many times the file.
    """
    digest, slot = hashlib.sha256(data).hexdigest()[:16], "_logistic_regression_seen"
    if st.session_state.get(slot, ("",))[0] != digest:
        sheet = read(data, *LIMITS)
        st.session_state[slot] = digest, sheet.names, sheet.told, _likely(sheet)
    return st.session_state[slot]


def _table(data: bytes, digest: str, label: int) -> Table:
    """The table in `data` with the class in column `label`, made once."""
    slot, asked = "_logistic_regression_table", (digest, label)
    if st.session_state.get(slot, ("",))[0] != asked:
        sheet = read(data, *LIMITS)
        st.session_state[slot] = asked, table(sheet.names, sheet.columns, label, sheet.comma)
    return st.session_state[slot][1]


def _likely(sheet: Sheet) -> int:
    """The last column of words, else the last of all."""
    wordy = [k for k, column in enumerate(sheet.columns) if not _is_number(column[0], sheet.comma)]
    return wordy[-1] if wordy else len(sheet.names) - 1


def _is_number(cell: str, comma: bool) -> bool:
    try:
        number(cell, comma)
    except ValueError:
        return False
    return True


def _mapped(found: Table) -> str:
    """Which class is which number; what the file says stands as code, so that it draws nothing."""
    return " · ".join(f"{k} = `{_plain(name)}`" for k, name in enumerate(found.classes))


def _plain(name: str) -> str:
    return "".join(c if c.isprintable() and c != "`" else " " for c in name) or " "
