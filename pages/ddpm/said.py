"""What this page says of the film on screen: its origin, and the live numbers of the prose."""

from engine.diffusion.config import DdpmResult
from view.device import name as device_name
from view.language import number, t
from view.live import Live


def origin(shown: Live) -> str:
    """Where and in how many seconds the film on screen was computed."""
    result: DdpmResult = shown.result
    told = {
        "device": device_name(result.device, result.threads),
        "dtype": result.dtype,
        "seconds": number(result.seconds, 2),
    }
    return (
        t("ddpm.shipped", date=shown.origin, **told) if shown.origin else t("ddpm.measured", **told)
    )


def numbers(result: DdpmResult) -> dict:
    """The live numbers of the prose."""
    return {
        "T": str(result.config.T),
        "alpha_bar_T": number(result.alpha_bar_T, 5),
        "snr_T": f"{number(result.snr_T, 1)} dB",
        "beta_1": number(result.beta_1, 5),
        "beta_T": number(result.beta_T, 4),
        "moves": result.config.moves,
        "frames": len(result.back_t),
        "trained_steps": result.trained_steps,
    }
