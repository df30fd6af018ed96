"""The tests: one file per topic of the engine, the pages, and the browser."""
