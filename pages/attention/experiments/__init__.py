"""The experiments of page `attention`, one a file: `show(text, config)`."""
