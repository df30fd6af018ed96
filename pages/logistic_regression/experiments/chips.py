"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.logistic_regression.config_assumption import HOW
from engine.logistic_regression.config_data import TABLES
from engine.logistic_regression.config_mistakes import COVARIANCES, DIVISORS, POINTS
from engine.logistic_regression.config_race import CLASSES, LAWS, ROWS, WIDTHS
from engine.logistic_regression.config_separable import REACH
from pages.logistic_regression.experiments import (
    assumption,
    data,
    mistakes,
    outliers,
    race,
    separable,
)
from view import link

EXPERIMENTS = {
    "outliers": outliers,
    "separable": separable,
    "assumption": assumption,
    "race": race,
    "data": data,
    "mistakes": mistakes,
}
IN_EXPERIMENTS = (
    link.Real("gap", -REACH, REACH),
    link.Choice("how", HOW),
    link.Real("away", 0.0, 1.0),
    link.Choice("set", POINTS),
    link.Choice("covariance", COVARIANCES),
    link.Choice("divisor", DIVISORS),
    link.Real("share", *mistakes.SHARE),
    link.Stop("n", ROWS),
    link.Stop("d", WIDTHS),
    link.Stop("k", CLASSES),
    link.Choice("law", LAWS),
    link.Choice("table", TABLES),
)
