"""What this page says of the film on screen: its origin, its place, the numbers of the prose."""

from functools import partial

from engine.diffusion.config import DdpmResult
from engine.errors import InvalidParameter, check_whole
from engine.recording.config import RecordingConfig
from view.device import name as device_name
from view.export.menu import take_film
from view.language import number, t
from view.live import Live
from view.player import leg_of
from view.sentence import complain


def on_axis(name: str, value: int | None, T: int) -> int | None:
    """The place the address asks for, if it lies on the axis 0…T; else a sentence, and None."""
    if value is None:
        return None
    try:
        check_whole(value, name, 0, T)
    except InvalidParameter as wrong:
        complain(wrong, "ddpm")
        return None
    return value


def noted(told: float | None, asked: int | None, T: int) -> int | None:
    """What the address says of a place: where the reader let go on this axis, or what it asked."""
    return asked if told is None or told > T else round(told)


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


def take(shown: Live, at: float | None) -> None:
    """What a reader takes away from the hero."""
    config = shown.result.config
    take_film(
        shown.result,
        "ddpm",
        "hero",
        t("player.houses"),
        at=at,
        leg=leg_of("ddpm_player"),
        recording=partial(RecordingConfig, "engine.diffusion.ddpm:run", config),
        alone=("engine.diffusion.alone:run", config),
    )
