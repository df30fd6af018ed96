"""Models of the Hub by their ids (torch-free)."""

from __future__ import annotations

import re
from typing import Any

from engine.errors import check

NO_ID = "must be the id of a model on the Hub, such as {example}"
ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


def check_model(value: Any, example: str) -> None:
    """`value` is an id, owner/name."""
    known = type(value) is str and ID.fullmatch(value) and ".." not in value
    check(bool(known), "model", NO_ID, value, example=example)


def megabytes(size: int) -> float:
    """`size` in bytes as MB."""
    return size / 1e6
