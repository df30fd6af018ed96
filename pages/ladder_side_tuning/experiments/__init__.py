"""The experiments of page `ladder_side_tuning`."""
