"""The experiments of page `unargmaxable`, one a file: `show(text, config)`."""
