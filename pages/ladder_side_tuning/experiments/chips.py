"""The experiments in the order of their chips, and what of theirs a link carries."""

from pages.ladder_side_tuning.experiments import bars, depth
from view import link

EXPERIMENTS = {"bars": bars, "depth": depth}
IN_EXPERIMENTS = (
    link.Choice("layers", bars.LAYERS),
    link.Choice("width", bars.WIDTHS),
    link.Choice("batch", bars.BATCHES),
    link.Choice("tensor", depth.TENSORS),
    link.Whole("layer", 0, depth.PLACES - 1),
)
