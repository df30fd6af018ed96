r"""Train the builder: guess the house from the ruin, at every stage of the ruin.

The loss is $E\,w_t\lVert x_0-\hat x_0(\bar\alpha_tx_0+\bar\beta_t\varepsilon,t)\rVert^2$ with
$w_t=\sqrt{\min(\mathrm{SNR}_t,25)}$: a weight that neither drops the first decisions
(day or night, made at the lowest ratios) nor the last (crisp windows). Times are drawn
stratified. Step k draws from `mix(seed, k, rank)`, so a resumed run repeats the losses
of one that was never stopped. The rate warms up, stays, and falls over the last fifth.

`python -m engine.diffusion.training --out runs/houses --steps 14000`; on several GPUs
`accelerate launch -m engine.diffusion.training …`.
"""

from __future__ import annotations

import argparse
import csv
import os
from dataclasses import dataclass
from pathlib import Path

import torch
from accelerate import Accelerator
from diffusers.training_utils import EMAModel
from torch import Tensor
from tqdm import tqdm

from engine.device import mix
from engine.diffusion.checkpoint import save_pipeline
from engine.diffusion.houses import houses
from engine.diffusion.network import NetworkDenoiser, new_network
from engine.diffusion.schedule import Schedule, demolish, schedule
from engine.diffusion.sheet import sample_sheet


@dataclass(frozen=True)
class Training:
    """What decides a run. `stages` are steps after which a pipeline of its own is written.

    `sheet` is how many houses (a multiple of 8) the picture beside a pipeline shows, 0 for none.
    """

    steps: int = 14_000
    batch: int = 16
    rate: float = 1e-3
    warmup: int = 300
    ema: float = 0.9995
    seed: int = 7
    every: int = 500
    stages: tuple[int, ...] = (300, 2000)
    sheet: int = 64


def rate_at(step: int, training: Training) -> float:
    """Learning rate of `step`: linear warm-up, plateau, linear fall over the last fifth."""
    fall = (training.steps - step) / max(1, training.steps // 5)
    return training.rate * min(1.0, (step + 1) / training.warmup, fall)


def batch_of(step: int, rank: int, training: Training, table: Schedule) -> tuple[Tensor, ...]:
    r"""Houses, noise and $\bar\alpha$ of `step` on process `rank`, all on the CPU."""
    seed = mix(training.seed, step, rank)
    x0 = houses(training.batch, seed)
    generator = torch.Generator().manual_seed(mix(seed, 1))
    epsilon = torch.randn(x0.shape, generator=generator)
    strata = torch.arange(training.batch, dtype=torch.float64) / training.batch
    u = (torch.rand(1, generator=generator, dtype=torch.float64) + strata) % 1
    time = 1 + u * (table.T - 1)
    left = table.log_alpha_bar[time.floor().long()]
    right = table.log_alpha_bar[time.ceil().long()]
    return x0, epsilon, torch.lerp(left, right, time.frac()).exp()


def loss_of(denoiser, x0: Tensor, epsilon: Tensor, alpha_bar: Tensor) -> Tensor:
    r"""$w_t\lVert x_0-\hat x_0\rVert^2$, mean over pixels and samples."""
    guess = denoiser(demolish(x0, epsilon, alpha_bar), alpha_bar)
    weight = (alpha_bar**2 / (1 - alpha_bar**2)).clamp(max=25).sqrt().to(x0)
    return (weight[:, None, None, None] * (guess - x0).square()).mean()


class Run:
    """A training run in a folder: state, losses, sheets, stages and the pipeline itself."""

    def __init__(self, out: Path, training: Training):
        self.out, self.training = out, training
        self.accelerator = Accelerator()
        self.table = schedule("su", 1000)
        unet = new_network(training.seed).to(memory_format=torch.channels_last)
        denoiser = NetworkDenoiser(unet, self.table)
        optimizer = torch.optim.AdamW(denoiser.parameters(), betas=(0.9, 0.99), weight_decay=0.01)
        self.ema = EMAModel(
            unet.parameters(), decay=training.ema, use_ema_warmup=True, inv_gamma=1, power=0.75
        )
        self.denoiser, self.optimizer = self.accelerator.prepare(denoiser, optimizer)
        self.ema.to(self.accelerator.device)
        out.mkdir(parents=True, exist_ok=True)
        self.step = 0

    @property
    def unet(self):
        return self.accelerator.unwrap_model(self.denoiser).unet

    def resume(self) -> None:
        """Take up the last checkpoint of the folder, if there is one."""
        path = self.out / "state.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self.accelerator.device, weights_only=True)
        self.unet.load_state_dict(state["unet"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.ema.load_state_dict(state["ema"])
        self.step = state["step"]

    def save(self) -> None:
        """Write the checkpoint whole or not at all."""
        state = {
            "step": self.step,
            "unet": self.unet.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "ema": self.ema.state_dict(),
        }
        partial = self.out / "state.pt.partial"
        torch.save(state, partial)
        os.replace(partial, self.out / "state.pt")

    def train_step(self) -> float:
        """One optimiser step; returns the loss of this process."""
        batch = batch_of(self.step, self.accelerator.process_index, self.training, self.table)
        for group in self.optimizer.param_groups:
            group["lr"] = rate_at(self.step, self.training)
        loss = loss_of(self.denoiser, *(part.to(self.accelerator.device) for part in batch))
        self.optimizer.zero_grad()
        self.accelerator.backward(loss)
        self.accelerator.clip_grad_norm_(self.denoiser.parameters(), 1.0)
        self.optimizer.step()
        self.ema.step(self.unet.parameters())
        self.step += 1
        return loss.item()

    def export(self, folder: Path) -> None:
        """The averaged weights as a diffusers pipeline in `folder`, with a sheet beside it."""
        self.ema.store(self.unet.parameters())
        self.ema.copy_to(self.unet.parameters())
        origin = {"steps": self.step, "batch": self.training.batch, "seed": self.training.seed}
        save_pipeline(self.unet, self.table, folder, **origin)
        denoiser = self.accelerator.unwrap_model(self.denoiser)
        if count := self.training.sheet:
            sheet = sample_sheet(denoiser, self.table, self.accelerator.device, count=count)
            sheet.save(f"{folder}.png")
        self.ema.restore(self.unet.parameters())

    def go(self) -> None:
        """Train to the last step, logging each loss and saving every `every` steps."""
        with _log(self.out / "losses.csv", self.step) as log:
            bar = tqdm(total=self.training.steps, initial=self.step, unit="step")
            while self.step < self.training.steps:
                loss = self.train_step()
                log.write(f"{self.step},{loss!r}\n")
                bar.update()
                bar.set_postfix(loss=f"{loss:.4f}")
                if self.accelerator.is_main_process:
                    self._keep(log)

    def _keep(self, log) -> None:
        if self.step in self.training.stages:
            self.export(self.out / f"stage_{self.step}")
        if self.step % self.training.every == 0 or self.step == self.training.steps:
            self.export(self.out / "pipeline")
            log.flush()
            self.save()


def _log(path: Path, step: int):
    """The loss file, cut back to what the checkpoint at `step` has seen, open for more."""
    rows = []
    if path.exists():
        with path.open() as file:
            rows = [row for row in csv.reader(file) if row[0].isdigit() and int(row[0]) <= step]
    file = path.open("w")
    file.write("step,loss\n" + "".join(f"{a},{b}\n" for a, b in rows))
    file.flush()
    return file


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m engine.diffusion.training")
    parser.add_argument("--out", type=Path, default=Path("runs/houses"))
    for name, kind in (
        ("steps", int),
        ("batch", int),
        ("seed", int),
        ("every", int),
        ("sheet", int),
    ):
        parser.add_argument(f"--{name}", type=kind, default=getattr(Training, name))
    chosen = vars(parser.parse_args())
    run = Run(chosen.pop("out"), Training(**chosen))
    run.resume()
    run.go()


if __name__ == "__main__":
    main()
