"""The experiments in the order of their chips, and what of theirs a link carries."""

from pages.logistic_regression.experiments import outliers

EXPERIMENTS = {"outliers": outliers}
IN_EXPERIMENTS = ()
