"""The experiments in the order of their chips, and what of theirs a link carries."""

from types import ModuleType

EXPERIMENTS: dict[str, ModuleType] = {}
IN_EXPERIMENTS = ()
