"""The experiments of page `initialization`, one a file: `show(text, config)`."""
