"""Loader of any network: the builders shipped, a folder on this server, a model of the Hub.

A folder is opened only where the environment variable `LAB_FOLDERS` names the folder that it
must lie in: whoever can open the page could else have the server read what it likes. A model
of the Hub must have been loaded by `hub.fetch`. Sentences about either name what the reader
wrote, and no path of the server.
"""

from __future__ import annotations

from pathlib import Path

import torch

from engine.diffusion import hub
from engine.diffusion.checkpoint import HALF, SHIPPED
from engine.diffusion.config_networks import CLOSED, NetworksConfig, opened
from engine.diffusion.manifest import NETWORK, part, pictures, read
from engine.diffusion.pipelines import Pipeline, load_pipeline
from engine.errors import InvalidParameter, WorkerFailed, check

OUTSIDE = "must lie in the folder that the server has opened for it"
NOT_HERE = "must have been loaded first"
SHAPE = "must draw pictures in 1 or 3 colours, {low} to {high} pixels wide and high, not {found}"
TOO_SHORT = "must have been trained for at least {least} steps, not {found}"
NO_DRAWING = "must be able to draw pictures of the size that it names"
SMALLEST, LARGEST = 8, 256


def other(config: NetworksConfig, device: torch.device) -> Pipeline:
    """The pipeline that `config` names, on `device`; tried once on a grey picture.

    Raises `InvalidParameter` of `config.parameter` where it will not do.
    """
    try:
        folder = place(config)
        shape = pictures(read(part(folder, "unet", NETWORK) / NETWORK, str(folder)), folder)
        fits = shape[0] in (1, 3) and all(SMALLEST <= n <= LARGEST for n in shape[1:])
        sizes = {"low": SMALLEST, "high": LARGEST, "found": "×".join(map(str, shape))}
        check(fits, "shape", SHAPE, config.place, **sizes)
        pipeline = load_pipeline(folder, device)
        T, least = pipeline.denoiser.schedule.T, max(config.steps)
        check(least <= T, "T", TOO_SHORT, config.place, least=least, found=T)
        check(draws(pipeline, device), "shape", NO_DRAWING, config.place)
    except InvalidParameter as wrong:
        raise InvalidParameter(
            config.parameter, wrong.rule, config.place, **wrong.places
        ) from wrong
    return pipeline


def place(config: NetworksConfig) -> Path:
    """The folder of what `config` names."""
    if config.kind == "hub":
        found = hub.cached(config.place)
        check(bool(found), "model", NOT_HERE, config.place)
        return Path(found)
    if config.kind == "folder":
        return inside(config.place)
    return {"shipped": SHIPPED, "half": HALF}[config.kind]


def inside(written: str) -> Path:
    """The folder `written`, if it lies in the one of `LAB_FOLDERS`, links followed.

    What lies outside gets one sentence, be it there or not.
    """
    named = opened()
    check(bool(named), "folder", CLOSED, written)
    try:
        parent = Path(named).expanduser().resolve()
        found = (parent / written).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # a null byte, links in a circle
        raise InvalidParameter("folder", OUTSIDE, written) from error
    check(found.is_relative_to(parent), "folder", OUTSIDE, written)
    return found


def draws(pipeline: Pipeline, device: torch.device) -> bool:
    """Whether the network makes of a grey picture another one, all numbers finite."""
    grey = torch.zeros(1, *pipeline.shape, device=device)
    try:
        with torch.inference_mode():
            guess = pipeline.denoiser(grey, 0.5)
    except WorkerFailed:  # no memory, which is not the network's fault
        raise
    except (RuntimeError, ValueError):
        return False
    return guess.shape == grey.shape and bool(guess.isfinite().all())
