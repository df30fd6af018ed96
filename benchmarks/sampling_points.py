r"""An exact denoiser in the plane, and the steps alone, beside diffusers' schedulers.

The points: a mixture of two Gaussians (.3 at (−1, 0), .7 at (1, 0), sd .4) whose posterior
mean is known; both sides ask the same function, ours between folded steps, theirs between
calls of `DDPMScheduler.step`. The modes are wide because between narrow ones a difference
in the last digit of float32 grows a thousandfold on the way. The steps: the guess is given,
and a batch of 16 houses goes down the grid, so that nothing but the arithmetic of a step is
left. What noise a way needs, the first included, both draw from equal generators while the
clock runs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import product

import torch
from diffusers import DDIMScheduler, DDPMScheduler
from torch import Tensor

from benchmarks.pairs import Case, compare
from engine.device import clock
from engine.diffusion.mixture import GaussianMixture
from engine.diffusion.sampler import Denoiser, fold, grid, sample
from engine.diffusion.schedule import schedule
from engine.graph import captured

T, STEPS, PAIRS = 1000, 50, 15
SU = schedule("su", T)
SIZES = (100, 10_000)
HOUSES = (16, 3, 32, 32)
RULES = {"ddpm": "ddpm_lower", "ddim": "ddim"}
PEERS = {"ddpm": DDPMScheduler, "ddim": DDIMScheduler}
Walk = Callable[..., Tensor]


def points(device: torch.device) -> Iterator[Case]:
    """The exact denoiser at each of `SIZES`, by DDPM and, `_ddim` in the name, by DDIM."""
    denoiser = mixture(device)
    for kind, size in product(PEERS, SIZES):
        asked = kind, denoiser, (size, 2), device
        yield _compare(
            f"points_{size}" + {"ddpm": "", "ddim": "_ddim"}[kind],
            quickest(*asked),
            theirs(*asked),
            device,
            f"the same denoiser through diffusers' {PEERS[kind].__name__}.step",
            difference(*asked),
        )


def steps(device: torch.device) -> Iterator[Case]:
    """The arithmetic of each rule alone: the guess is given."""
    given = torch.randn(HOUSES, generator=torch.Generator().manual_seed(1)).to(device)
    for kind, peer in PEERS.items():
        asked = kind, lambda x, alpha_bar: given, HOUSES, device
        peer_name, same = f"diffusers' {peer.__name__}.step", difference(*asked)
        yield _compare(f"step_{kind}", ours(*asked), theirs(*asked), device, peer_name, same)


def mixture(device: torch.device) -> GaussianMixture:
    """Two wide modes in the plane."""
    parts = [0.3, 0.7], [[-1.0, 0.0], [1.0, 0.0]], [0.4, 0.4]
    return GaussianMixture(*(torch.tensor(part, device=device) for part in parts))


def ours(kind: str, denoiser: Denoiser, shape: tuple[int, ...], device: torch.device) -> Walk:
    """Our way down, as a function that shows each x to `see` and returns the last."""
    folded = fold(SU, grid(T, STEPS), RULES[kind])

    def walk(see: Callable[[Tensor], object] = id) -> Tensor:
        noise = _noise(shape, device)
        with torch.inference_mode():
            for state in sample(denoiser, noise(), folded, noise):
                see(state.x)
        return state.x

    return walk


def quickest(kind: str, denoiser: Denoiser, shape: tuple[int, ...], device: torch.device) -> Walk:
    """`ours`; on a GPU recorded, the whole way down being one CUDA graph."""
    return (ours if device.type == "cpu" else recorded)(kind, denoiser, shape, device)


def recorded(kind: str, denoiser: Denoiser, shape: tuple[int, ...], device: torch.device) -> Walk:
    """Our way down as a function of all its noise, drawn beforehand, recorded where it can be."""
    folded = fold(SU, grid(T, STEPS), RULES[kind])

    def way(start: Tensor, *draws: Tensor) -> Tensor:
        return deque(sample(denoiser, start, folded, iter(draws).__next__), maxlen=1).pop().x

    def draws() -> list[Tensor]:
        noise = _noise(shape, device)
        return [noise() for _ in range(1 + sum(step.sigma > 0 for step in folded))]

    with torch.inference_mode():
        graph = captured(way, *draws())

    @torch.inference_mode()
    def walk() -> Tensor:
        return graph(*draws())

    return walk


def theirs(kind: str, denoiser: Denoiser, shape: tuple[int, ...], device: torch.device) -> Walk:
    """The same way down by diffusers' scheduler as it comes, driven as its pipeline does."""
    scheduler = PEERS[kind](
        trained_betas=SU.ho_betas.tolist(),
        prediction_type="sample",
        clip_sample=False,
        timestep_spacing="trailing",
    )
    scheduler.set_timesteps(STEPS)
    signal = scheduler.alphas_cumprod.sqrt().tolist()

    def walk(see: Callable[[Tensor], object] = id) -> Tensor:
        generator = torch.Generator().manual_seed(0)
        with torch.inference_mode():
            x = torch.randn(shape, generator=generator).to(device)
            see(x)
            for t in scheduler.timesteps:
                guess = denoiser(x, signal[t])
                x = scheduler.step(guess, t, x, generator=generator).prev_sample
                see(x)
        return x

    return walk


def difference(
    kind: str, denoiser: Denoiser, shape: tuple[int, ...], device: torch.device
) -> float:
    """The largest difference of any x on both ways down."""
    ways = [], []
    for make, way in zip((ours, theirs), ways, strict=True):
        make(kind, denoiser, shape, device)(way.append)
    return max((a - b).abs().max().item() for a, b in zip(*ways, strict=True))


def _noise(shape: tuple[int, ...], device: torch.device) -> Callable[[], Tensor]:
    generator = torch.Generator().manual_seed(0)
    return lambda: torch.randn(shape, generator=generator).to(device)


def _compare(
    name: str, ours: Walk, theirs: Walk, device: torch.device, peer_name: str, agreement: float
) -> Case:
    def milliseconds(walk: Walk) -> float:
        start = clock(device)
        walk()
        return 1e3 * (clock(device) - start)

    return compare(
        name,
        lambda: milliseconds(ours),
        lambda: milliseconds(theirs),
        peer_name=peer_name,
        unit=f"ms for {STEPS} steps",
        agreement=agreement,
        pairs=PAIRS,
    )
