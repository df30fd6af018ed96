"""The experiments of page `bayes`, one a file: `show(text, config)`."""
