"""The experiments in the order of their chips, and what of theirs a link carries."""

from pages.unargmaxable.experiments import pull
from view import link

EXPERIMENTS = {"pull": pull}
IN_EXPERIMENTS = (link.Choice("pulled", pull.WORDS),)
