"""What is said when a value breaks a rule: one sentence, made where the rule stands.

A rule is a message id, in English, with `{named}` places; the page translates it and
fills the places. The engine never formats text for a reader.
"""

from __future__ import annotations

from typing import Any


class InvalidParameter(ValueError):
    """A parameter breaks a rule.

    `name` is the parameter's name as its Config spells it, `rule` a message id with
    `{places}` filled from `places`, and `value` what was given. Pickles across
    processes.
    """

    def __init__(self, name: str, rule: str, value: Any, **places: Any):
        self.name, self.rule, self.value, self.places = name, rule, value, places
        super().__init__(f"{name}: {rule.format(**places)} (got {value!r})")

    def __reduce__(self):
        return _rebuild, (self.name, self.rule, self.value, self.places)


def _rebuild(name: str, rule: str, value: Any, places: dict) -> InvalidParameter:
    return InvalidParameter(name, rule, value, **places)


def check(holds: bool, name: str, rule: str, value: Any, **places: Any) -> None:
    """Raise `InvalidParameter` unless `holds`."""
    if not holds:
        raise InvalidParameter(name, rule, value, **places)


def check_whole(value: Any, name: str, low: int, high: int) -> None:
    """`value` is an int (no bool) from `low` to `high`, both included."""
    check(
        type(value) is int and low <= value <= high,
        name,
        "must be a whole number from {low} to {high}",
        value,
        low=low,
        high=high,
    )


def check_real(value: Any, name: str, low: float, high: float) -> None:
    """`value` is an int or a float (no bool, not NaN) from `low` to `high`, both included."""
    real = isinstance(value, int | float) and type(value) is not bool
    rule = "must be a number from {low} to {high}"
    check(real and low <= value <= high, name, rule, value, low=low, high=high)


def check_one_of(value: Any, name: str, choices) -> None:
    """`value` equals one of `choices` (so does True where 1 is one; unhashable values fail)."""
    known = list(choices)
    check(
        value in known, name, "must be one of {choices}", value, choices=", ".join(map(str, known))
    )


class WorkerFailed(RuntimeError):
    """The computing failed, not a value: `rule` is a message id, `places` fill it.

    Pickles across processes.
    """

    def __init__(self, rule: str, /, **places: Any):
        self.rule, self.places = rule, places
        super().__init__(rule.format(**places))

    def __reduce__(self):
        return _failed, (self.rule, self.places)


def _failed(rule: str, places: dict) -> WorkerFailed:
    return WorkerFailed(rule, **places)
