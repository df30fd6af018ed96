"""Real tables: four of scikit-learn's and the reader's own, judged on rows held back."""

import streamlit as st

from engine.logistic_regression.config_data import (
    FITS,
    PALETTE,
    REPORTED,
    TABLES,
    DataConfig,
    DataResult,
)
from pages.logistic_regression.experiments.brought import brought
from view import controls, link
from view.experiment import ask
from view.field import Crowd, field
from view.language import known, number, t
from view.page import badge
from view.prose import Prose
from view.sentence import shown

SLUG, DEFAULT = "logistic_regression", DataConfig()
WORK = "engine.logistic_regression.data:run"
FEW = 8
"""So many names are listed, and the rest counted."""


def show(text: Prose, hero: object) -> None:
    """The choice, what was found out, both fields, the scores, and what the author reported."""
    place = st.container()
    config = _config()
    result: DataResult = ask(SLUG, "data", WORK, config)
    said = _numbers(result)
    place.markdown(text.part("x_data", **said))
    st.markdown(" ".join(_findings(result, said)))
    _fields(result, said)
    st.markdown(_scores(result))
    st.caption(t("logistic_regression.data.ridge"))
    badge("reported", t("logistic_regression.data.reported"))
    st.markdown(_reported())


def _config() -> DataConfig:
    chosen = controls.segments(SLUG, "table", TABLES, DEFAULT.table)
    link.note(SLUG, table=chosen)
    if chosen != "own":
        return DataConfig(chosen)
    found = brought()
    return DataConfig("own", found) if found else DEFAULT


def _fields(result: DataResult, said: dict[str, str]) -> None:
    names = [_word(result, name) for name in result.names]
    crowd = Crowd(result.points, result.kinds, names, PALETTE)
    for k, (side, fit) in enumerate(zip(st.columns(2), result.shown, strict=True)):
        with side:
            called = t(f"logistic_regression.data.fit.{fit}")
            st.caption(called)
            wrong = result.wrong[k]
            field(
                result.fields[k],
                result.box,
                crowd,
                wrong,
                key=f"logistic_regression_x_data_{k}",
                alt=t(
                    "logistic_regression.data.alt",
                    fit=called,
                    wrong=str(wrong.sum()),
                    points=str(len(wrong)),
                    **said,
                ),
            )


def _findings(result: DataResult, said: dict[str, str]) -> list[str]:
    """The verdict, the shrinkage, and whatever is odd about the table."""
    told = [result.kind, "needless" if result.regular else "needed"]
    told += ["dropped"] * bool(result.dropped) + ["flat"] * bool(result.flat)
    told += ["few"] * (result.learned < result.columns + len(result.names))
    told += ["equal"] * (result.apart < 1e-6) + ["unheld"] * (result.held == 0)
    return [t(f"logistic_regression.data.{one}", **said) for one in told]


def _scores(result: DataResult) -> str:
    """Markdown: accuracy and log loss of every fit, on rows learned and held back."""
    heads = ("fit", "learned", "held", "learned_loss", "held_loss")
    rows = [[t(f"logistic_regression.data.col.{head}") for head in heads]]
    rows.append(["---", *["--:"] * (len(heads) - 1)])
    for name in FITS:
        (accuracy, loss), (fresh, fresh_loss) = result.score(name)
        shares = (number(100 * one, 2) for one in (accuracy, fresh))
        losses = (number(one, 4) for one in (loss, fresh_loss))
        rows.append([t(f"logistic_regression.data.fit.{name}"), *shares, *losses])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _reported() -> str:
    """Markdown: the article's accuracies."""
    heads = [t(f"logistic_regression.data.col.{head}") for head in ("set", "descent", "closed")]
    rows = [heads, ["---", "--:", "--:"]]
    for name, on, *pair in REPORTED:
        called = f"{name} · {t(f'logistic_regression.data.on.{on}')}"
        rows.append([called, *(number(one, 2) for one in pair)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _listed(result: DataResult, names: tuple[str, ...]) -> str:
    """`names`, at most `FEW` of them; those of the reader's file as code."""
    more = f" … ({len(names)})" if len(names) > FEW else ""
    return " · ".join(shown(name) for name in names[:FEW]) + more


def _word(result: DataResult, name: str) -> str:
    """What a class is called: ours in the reader's language, the reader's without its markup."""
    message = f"logistic_regression.data.class.{name}"
    if result.config.table != "own":
        return t(message) if known(message) else name
    return name.replace("&", "&amp;").replace("<", "&lt;").replace("$", "＄")


def _numbers(result: DataResult) -> dict[str, str]:
    closed, rival = (result.score(name) for name in result.shown)
    return {
        "learned": number(result.learned),
        "held": number(result.held),
        "columns": number(result.columns),
        "classes": str(len(result.names)),
        "rho": number(result.rho, 3),
        "dropped": _listed(result, result.dropped),
        "flat": _listed(result, result.flat),
        "captured": number(100 * result.captured),
        "closed": number(100 * closed[1, 0], 2),
        "rival": number(100 * rival[1, 0], 2),
    }
