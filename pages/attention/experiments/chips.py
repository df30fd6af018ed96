"""The experiments in the order of their chips, and what of theirs a link carries."""

from engine.attention.config import DTYPES
from engine.attention.config_budget import WIDENED
from engine.attention.config_maps import SHARPNESS
from pages.attention.experiments import budget, decode, kernels, maps, saved
from view import link

EXPERIMENTS = {
    "budget": budget,
    "kernels": kernels,
    "maps": maps,
    "decode": decode,
    "saved": saved,
}
IN_EXPERIMENTS = (
    link.Switch("halved"),
    link.Choice("reading", tuple(WIDENED)),
    link.Switch("counted"),
    link.Choice("dtype", DTYPES),
    link.Choice("way", kernels.WAYS),
    link.Whole("batch", 1, 64),
    link.Choice("sharp", tuple(map(str, SHARPNESS))),
)
