"""What others report of skipping steps (torch-free)."""

from __future__ import annotations

REPORTED = {
    "S": (10, 20, 50, 100, 1000),
    "0": (13.36, 6.84, 4.67, 4.16, 4.04),
    "0.2": (14.04, 7.11, 4.77, 4.25, 4.09),
    "0.5": (16.66, 8.35, 5.25, 4.46, 4.29),
    "1": (41.07, 18.36, 8.01, 5.78, 4.73),
    "hat": (367.43, 133.37, 32.72, 9.99, 3.17),
}
"""FID on CIFAR-10 as Song, Meng and Ermon report it (2010.02502, table 1)."""
