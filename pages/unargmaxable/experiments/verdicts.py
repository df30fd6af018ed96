"""The verdicts on a vocabulary: counts, a table to search, the planted word, files to keep."""

from __future__ import annotations

import gzip

import numpy as np
import streamlit as st

from engine.unargmaxable.config import VERDICTS
from engine.unargmaxable.config_vocabulary import PLANTED
from engine.unargmaxable.config_vocabulary_result import VocabularyResult
from view import controls, link
from view.chart import Series, lines
from view.export.menu import take_files
from view.language import known, number, t
from view.sentence import shown

SLUG, ALL, MOST, LONGEST = "unargmaxable", "all", 12, 60
"""So many rows are shown at a time."""
FEW = 3
"""So many rows of a proof that does not fit."""


def said(result: VocabularyResult) -> dict[str, str]:
    """What the prose says of `result`."""
    called = f"unargmaxable.from.{result.name}"
    return {
        "name": t(called) if known(called) else shown(result.name),
        "rows": number(len(result.kind)),
        "d": number(result.d),
        "planted": number(PLANTED),
        **{verdict: number(count) for verdict, count in result.counts.items()},
    }


def show(result: VocabularyResult) -> None:
    """Counts and the planted word; then the table, and the files."""
    st.markdown(_counts(result))
    if len(result.true):
        _planted(result)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        written = controls.text(SLUG, "search", "", LONGEST)
        verdict = controls.choice(SLUG, "verdict", (ALL, *VERDICTS), ALL)
    link.note(SLUG, search=written or None, verdict=verdict)
    rows = result.found(written, verdict)
    few = {"shown": number(min(MOST, len(rows))), "found": number(len(rows))}
    st.caption(t("unargmaxable.verdicts.found", **few))
    if len(rows):
        st.markdown(_table(result, rows[:MOST].tolist()))
    _files(result)


def _counts(result: VocabularyResult) -> str:
    """Markdown: how many rows have each verdict, and what proves it."""
    head = [t(f"unargmaxable.verdicts.{name}") for name in ("verdict", "rows", "proof")]
    body = [
        [t(f"unargmaxable.verdict.{name}"), number(count), t(f"unargmaxable.proves.{name}")]
        for name, count in result.counts.items()
    ]
    return _markdown(head, body)


def _table(result: VocabularyResult, rows: list[int]) -> str:
    """Markdown: the `rows`, each with its verdict and as much of its proof as fits."""
    head = [t(f"unargmaxable.verdicts.{name}") for name in ("row", "verdict", "lead", "proof")]
    return _markdown(head, [_row(result, k) for k in rows])


def _row(result: VocabularyResult, k: int) -> list[str]:
    verdict = result.verdict(k)
    lead = result.lead[k]
    told = f"{lead:.3g}" if np.isfinite(lead) else "—"
    return [_name(result, k), t(f"unargmaxable.verdict.{verdict}"), told, _proof(result, k)]


def _name(result: VocabularyResult, k: int) -> str:
    token = result.token(k)
    return f"#{k} {shown(token)}".replace("|", "\\|") if token else f"#{k}"


def _proof(result: VocabularyResult, k: int) -> str:
    """The heaviest rows of the mean it is, the row it is equal to, or which h puts it first."""
    if result.twin[k] >= 0:
        return f"= {_name(result, int(result.twin[k]))}"
    pairs = result.proof(k)
    if not pairs:
        return t(f"unargmaxable.witness.{_witness(result, k)}")
    pairs = pairs if result.support[k] == len(pairs) else pairs[:FEW]
    parts = [f"{number(weight, 3)} {_name(result, row)}" for row, weight in pairs]
    left = int(result.support[k]) - len(pairs)
    more = [t("unargmaxable.verdicts.more", count=number(left))] if left > 0 else []
    return "= " + " + ".join(parts + more)


def _witness(result: VocabularyResult, k: int) -> str:
    """What is known of the h that puts row `k` first."""
    if result.verdict(k) == "undecided":
        return "none"
    return "own" if result.own[k] else "other"


def _planted(result: VocabularyResult) -> None:
    """Which rows were mixed, what the proof names, and the article's algorithm after it."""
    k = len(result.kind) - 1
    mixed = [int(row) for row in result.true]
    same = {row for row, _ in result.proof(k)} == set(mixed) and result.support[k] == len(mixed)
    told = {
        "row": f"#{k}",
        "mixed": " · ".join(_name(result, row) for row in mixed),
        "proof": _proof(result, k),
        "last": number(result.fall[-1], 3),
        "steps": number(len(result.fall)),
    }
    st.markdown(t(f"unargmaxable.planted.{'same' if same else 'others'}", **told))
    steps = np.arange(1, len(result.fall) + 1)
    lines(
        [Series(t("unargmaxable.proof.length"), "model", result.fall, steps, marks=False)],
        key="unargmaxable_x_planted",
        x=t("unargmaxable.proof.steps"),
        y="‖Σ α Δ‖",
        alt=t("unargmaxable.planted.alt", **told),
        log_x=True,
        legend=False,
        height=240,
    )


def _files(result: VocabularyResult) -> None:
    """The certificates, where they are not too large."""
    made = {
        "npz": lambda: result.npz.tobytes(),
        "json": lambda: gzip.decompress(result.json.tobytes()),
    }
    there = {kind: make for kind, make in made.items() if len(getattr(result, kind))}
    if there:
        take_files("unargmaxable_x_certificates", t("unargmaxable.certificates"), there)
    if len(there) < len(made):
        st.caption(t("unargmaxable.certificates.large"))


def _markdown(head: list[str], body: list[list[str]]) -> str:
    lines_of = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines_of)
