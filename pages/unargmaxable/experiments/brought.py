"""The reader's own matrix: a file, looked at before it is read."""

from __future__ import annotations

import streamlit as st

from engine.unargmaxable.config_brought import (
    MOST_BYTES,
    NUMBERS,
    ROWS,
    Tensor,
    brought,
    contents,
    matrices,
)
from engine.unargmaxable.config_heads import chosen
from engine.unargmaxable.config_vocabulary import VocabularyConfig
from view import controls, link
from view.language import number, t
from view.sentence import shown

SLUG, LONGEST, MANY = "unargmaxable", 120, 12


def config(plant: bool, seed: int) -> VocabularyConfig | None:
    """The file and the tensor to take of it; None without a file.

    Raises `InvalidParameter` for a file that will not do.
    """
    limits = {"rows": number(ROWS), "numbers": number(NUMBERS), "mb": MOST_BYTES // 1_000_000}
    file = controls.upload(SLUG, "matrix", MOST_BYTES, **limits)
    if file is None:
        return None
    data = brought(file.getvalue())
    tensors = contents(data.data)
    tensor, bias = chosen(tensors, _wanted(matrices(tensors)))
    _say(tensors, tensor, bias)
    return VocabularyConfig("file", plant, seed, data, tensor, bias)


def _wanted(names: list[str]) -> str:
    """The matrix that the reader names where there are several; "" leaves the choice to us."""
    written = controls.text(SLUG, "tensor", "", LONGEST).strip() if len(names) > 1 else ""
    link.note(SLUG, tensor=written or None)
    if len(names) > 1:
        told = " · ".join(map(shown, names[:MANY]))
        more = " …" if len(names) > MANY else ""
        st.caption(t("unargmaxable.tensor.names", names=told + more))
    return written


def _say(tensors: dict[str, Tensor], tensor: str, bias: str) -> None:
    """Which tensor is taken, its shape and type, and whether with a bias."""
    one = tensors[tensor]
    shape = " × ".join(map(number, one.shape))
    said = {"shape": shape, "kind": one.kind, "name": shown(tensor) if tensor else ""}
    st.caption(t("unargmaxable.tensor.taken", **said).strip())
    if bias:
        st.caption(t("unargmaxable.tensor.bias", name=shown(bias)))
