r"""Train the builder: guess the house from the ruin, at every stage of the ruin (`recipe`).

`python -m engine.diffusion.training --out runs/houses --steps 14000`; on several GPUs
`accelerate launch -m engine.diffusion.training …`.
"""

from __future__ import annotations

import argparse
import csv
import os
from pathlib import Path

import torch
from accelerate import Accelerator
from diffusers.training_utils import EMAModel
from tqdm import tqdm

from engine.diffusion.checkpoint import save_pipeline
from engine.diffusion.network import NetworkDenoiser, new_network
from engine.diffusion.recipe import Training, batch_of, loss_of, rate_at
from engine.diffusion.schedule import schedule
from engine.diffusion.sheet import sample_sheet


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
        """The bare network."""
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
        """Train to the last step; the first process logs its losses, and saves now and then."""
        first = self.accelerator.is_main_process
        with _log(self.out / "losses.csv" if first else Path(os.devnull), self.step) as log:
            bar = tqdm(total=self.training.steps, initial=self.step, unit="step")
            while self.step < self.training.steps:
                loss = self.train_step()
                log.write(f"{self.step},{loss!r}\n")
                bar.update()
                bar.set_postfix(loss=f"{loss:.4f}")
                if first:
                    self._keep(log)

    def _keep(self, log) -> None:
        """Export what is due after this step, and the checkpoint that a resumed run takes up."""
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
    """Begin the run in the folder that the command names, or go on with it."""
    parser = argparse.ArgumentParser(prog="python -m engine.diffusion.training")
    parser.add_argument("--out", type=Path, default=Path("runs/houses"))
    for name in ("steps", "batch", "seed", "every", "sheet"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Training, name))
    chosen = vars(parser.parse_args())
    run = Run(chosen.pop("out"), Training(**chosen))
    run.resume()
    run.go()


if __name__ == "__main__":
    main()
