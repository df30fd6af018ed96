"""The experiments of page `logistic_regression`, one a file: `show(text, config)`."""
