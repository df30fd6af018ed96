r"""Record a rebuild: the frames of $x_t$ and $\hat x_0$ that the screen will scrub.

The way back starts where the way out ended, at $x_T=\bar\alpha_Tx_0+\bar\beta_T\varepsilon$.
Several recordings can be laid side by side, a column each, to be compared on one sheet.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
import torch
from torch import Tensor

from engine.device import describe, mix, timed
from engine.diffusion.noise import Noise
from engine.diffusion.sampler import Denoiser, fold, grid, sample
from engine.diffusion.schedule import Schedule, demolish
from engine.diffusion.sheet import to_bytes
from engine.jobs import Progress


def starting_noise(seed: int, x0: Tensor) -> Tensor:
    """The noise of the way out for the houses `x0` of `seed`, one stream a house."""
    return Noise(mix(seed, 1), len(x0), tuple(x0.shape[1:]), device=x0.device)()


def record(
    denoiser: Denoiser,
    x0: Tensor,
    table: Schedule,
    *,
    seed: int,
    steps: int,
    rule: str,
    frames: int,
    first: int = 0,
    total: int = 0,
) -> Generator[Progress, None, dict]:
    """The fields of a `HouseFilm` but `trained_steps`; one `Progress` a sampling step.

    `first` and `total` place these steps among those of a longer piece of work.
    """
    epsilon = starting_noise(seed, x0)
    noise = Noise(mix(seed, 2), len(x0), tuple(x0.shape[1:]), device=x0.device)
    folded = fold(table, grid(table.T, steps), rule)
    kept = set(np.linspace(0, steps, frames).round().astype(int).tolist())
    states, ruin = [], demolish(x0, epsilon, folded[0].alpha_bar)
    walk = timed(sample(denoiser, ruin, folded, noise), x0.device)
    for k, (seconds, state) in enumerate(walk):  # noqa: B007 (the last one is the answer)
        if k in kept:
            states.append((state.t, to_bytes(state.x), to_bytes(state.x0)))
        yield Progress(first + k, total or steps)
    return {
        "log_alpha_bar": table.log_alpha_bar.numpy(),
        "x0": to_bytes(x0).cpu().numpy(),
        "epsilon": epsilon.movedim(1, -1).contiguous().cpu().numpy(),
        **_frames(states),
        "seconds": seconds,
        "device": describe(x0.device).label,
        "dtype": "float32",
        "threads": torch.get_num_threads(),
    }


def _frames(states: list[tuple[int, Tensor, Tensor]]) -> dict[str, np.ndarray]:
    """The states that were kept, (t, x, guess) each, as the fields of a `HouseFilm`."""
    times, x, guess = zip(*states, strict=True)
    return {
        "back_t": np.array(times, dtype=np.int32),
        "back_x": torch.stack(x).cpu().numpy(),
        "back_x0": torch.stack(guess).cpu().numpy(),
    }


def beside(films: Sequence[dict]) -> dict:
    """Recordings of as many houses with the same times, a column each of one sheet."""

    def columns(name: str, axis: int) -> np.ndarray:
        stacked = np.stack([film[name] for film in films], axis=axis + 1)
        shape = list(films[0][name].shape)
        shape[axis] *= len(films)
        return stacked.reshape(shape)

    tables = np.stack([film["log_alpha_bar"] for film in films])
    return {
        **films[0],
        "log_alpha_bar": tables[0] if (tables == tables[0]).all() else tables,
        "x0": columns("x0", 0),
        "epsilon": columns("epsilon", 0),
        "back_x": columns("back_x", 1),
        "back_x0": columns("back_x0", 1),
        "seconds": sum(film["seconds"] for film in films),
    }
