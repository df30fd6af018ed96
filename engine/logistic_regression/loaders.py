"""Tables of scikit-learn's, which come with it: nothing is fetched."""

from __future__ import annotations

import numpy as np
from sklearn import datasets

from engine.logistic_regression.config_table import Table

LOADERS = {
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "breast_cancer": datasets.load_breast_cancer,
    "digits": datasets.load_digits,
}
Loaded = tuple[np.ndarray, np.ndarray, tuple[str, ...], tuple[str, ...]]


def loaded(name: str, own: Table | None) -> Loaded:
    """Rows (n, d) float64, classes (n,) int64, names of the columns and of the classes."""
    if name == "own":
        return *own.arrays, own.columns, own.classes
    found = LOADERS[name]()
    columns, classes = (tuple(map(str, of)) for of in (found.feature_names, found.target_names))
    return found.data.astype(np.float64), found.target.astype(np.int64), columns, classes
