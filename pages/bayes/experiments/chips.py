"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.diffusion.config_guess import GUESSERS
from engine.diffusion.config_slice import GIVEN
from engine.diffusion.config_variances import LINES
from pages.bayes.experiments import guess, slice, solvable, variances
from view import link

EXPERIMENTS = {"slice": slice, "guess": guess, "variances": variances, "solvable": solvable}
IN_EXPERIMENTS = (
    link.Choice("given", GIVEN),
    link.Real("own", -slice.REACH, slice.REACH),
    link.Choice("guesser", GUESSERS),
    link.Whole("jump", 0, 100),
    link.Choice("line", LINES),
    link.Real("spread", *variances.SPREADS),
    link.Choice("steps", variances.STEPS),
    link.Whole("pair", *solvable.PAIR),
)
