"""The builder on disk: a folder that stock diffusers opens as a DDIMPipeline.

Weights are float16 safetensors; the schedule stands in it as `trained_betas`. The
network works on unshuffled pixels, so what the stock pipeline returns with
`output_type="np"` is 16×16×12: `pixel_shuffle` by 2 makes the 32×32×3 picture. Its times
are "trailing", from T down in even steps, as ours are where the steps divide T.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import DDIMPipeline, DDIMScheduler, UNet2DModel

from engine.diffusion.network import NetworkDenoiser
from engine.diffusion.pipelines import load_pipeline
from engine.diffusion.schedule import Schedule

MODELS = Path(__file__).parents[2] / "assets" / "models"
SHIPPED, HALF = MODELS / "houses", MODELS / "houses_half"


def save_pipeline(
    unet: UNet2DModel,
    schedule: Schedule,
    folder: Path,
    prediction: str = "sample",
    **origin: int,
) -> None:
    """Write `unet` in float16 with `schedule` to `folder`; `unet` itself is left alone.

    `prediction` is what it predicts, a key of `PREDICTIONS`; `origin` (steps, batch, seed of
    the training) is kept beside it as origin.json.
    """
    copy = UNet2DModel.from_config(unet.config)
    copy.load_state_dict({k: v.contiguous() for k, v in unet.state_dict().items()})
    scheduler = DDIMScheduler(
        num_train_timesteps=schedule.T,
        trained_betas=schedule.ho_betas.tolist(),
        prediction_type=prediction,
        clip_sample=False,
        timestep_spacing="trailing",
    )
    DDIMPipeline(copy.half(), scheduler).save_pretrained(folder)
    (Path(folder) / "origin.json").write_text(json.dumps(origin) + "\n")


def origin_of(folder: Path) -> dict[str, int]:
    """How the pipeline in `folder` was trained, as `save_pipeline` was told; {} if untold."""
    path = Path(folder) / "origin.json"
    return json.loads(path.read_text()) if path.exists() else {}


def load_denoiser(folder: Path, device: torch.device | str = "cpu") -> NetworkDenoiser:
    """The pipeline in `folder` as a denoiser in float32, ready to sample on `device`.

    Raises `InvalidParameter` where `pipelines.load_pipeline` does.
    """
    return load_pipeline(folder, device).denoiser
