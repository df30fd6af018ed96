"""The experiments in the order of their chips, and what of theirs a link carries."""

from pages.ladder_side_tuning.experiments import bars, depth, gates, rivals, tasks
from view import link

EXPERIMENTS = {"bars": bars, "tasks": tasks, "gates": gates, "rivals": rivals, "depth": depth}
IN_EXPERIMENTS = (
    link.Choice("layers", bars.LAYERS),
    link.Choice("width", bars.WIDTHS),
    link.Choice("batch", bars.BATCHES),
    link.Choice("against", tasks.AGAINST),
    link.Choice("narrow", tasks.NARROW),
    link.Choice("seeds", tasks.SEEDS),
    link.Choice("task", tasks.TASKS),
    link.Choice("thin", gates.NARROW),
    link.Choice("long", rivals.LONG),
    link.Choice("beside", rivals.THIN),
    link.Choice("tensor", depth.TENSORS),
    link.Whole("layer", 0, depth.PLACES - 1),
)
