"""Loader of models from the Hub: looked at first, then fetched, then a folder like any other.

`look` asks what a model weighs, without loading its weights; `fetch` loads it, with progress
in bytes. What has been loaded lies in the Hub's own cache, and no network is needed for it.
Only the pipeline's configurations and its safetensors are ever asked for; nothing that a model
brings is executed. `pipelines.load_pipeline(result.folder)` opens it.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from huggingface_hub import hf_hub_download, try_to_load_from_cache

from engine.diffusion.config_hub import HubConfig, HubResult
from engine.diffusion.manifest import (
    INDEX,
    NETWORK,
    NO_PIPELINE,
    NO_SAFETENSORS,
    SCHEDULER,
    WEIGHTS,
    plain,
    read,
)
from engine.errors import InvalidParameter, check
from engine.hub import NAME, asking, download, listed
from engine.jobs import Progress
from engine.model_id import megabytes

TOO_HEAVY = "must weigh no more than {most} MB"
MOST_BYTES = 10**9


def look(config: HubConfig) -> Generator[Progress, None, HubResult]:
    """The model's files and size; from the cache alone, without size, where it is there."""
    yield Progress(0, 1)
    folder = cached(config.model)
    if folder:
        return HubResult(config, (), 0, folder)
    files, _ = listing(config.model)
    return HubResult(config, tuple(files), sum(files.values()), "")


def fetch(config: HubConfig) -> Generator[Progress, None, HubResult]:
    """Load what is missing; `Progress` in bytes."""
    folder = cached(config.model)
    if folder:
        return HubResult(config, (), 0, folder)
    files, revision = listing(config.model)
    size, done = sum(files.values()), 0
    for name, weight in files.items():
        for bytes_so_far in download(config.model, name, revision):
            yield Progress(min(done + bytes_so_far, size), size)
        done += weight
    return HubResult(config, tuple(files), size, cached(config.model))


def cached(model: str) -> str:
    """The folder of a model that is all here, or ""."""
    index = try_to_load_from_cache(model, INDEX)
    if not isinstance(index, str):
        return ""
    folder = Path(index).parent
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    try:
        needed(there, model)
    except InvalidParameter:
        return ""
    return str(folder)


def listing(model: str) -> tuple[dict[str, int], str]:
    """The files to load with their sizes in bytes, and the revision that has them.

    Raises `InvalidParameter` for a model that is not there, is gated, has no safetensors, is
    no unconditional DDPM or too heavy, `WorkerFailed` where the Hub cannot be reached.
    """
    with asking(model):
        sizes, _ = listed(model)
        check(INDEX in sizes, NAME, NO_PIPELINE, model)
        # by name, not by revision: so the cache remembers which one is the model's
        index = Path(hf_hub_download(model, INDEX))
    plain(read(index, model, NAME), model, NAME)
    files = {name: sizes[name] for name in needed(set(sizes), model)}
    check(
        sum(files.values()) <= MOST_BYTES, NAME, TOO_HEAVY, model, most=round(megabytes(MOST_BYTES))
    )
    return files, index.parent.name


def needed(there: set[str], model: str) -> list[str]:
    """The files of a pipeline among those that are `there`, in folders or side by side."""
    network = "unet/" if f"unet/{NETWORK}" in there else ""
    scheduler = "scheduler/" if f"scheduler/{SCHEDULER}" in there else ""
    words = [INDEX, f"{network}{NETWORK}", f"{scheduler}{SCHEDULER}"]
    check(there.issuperset(words), NAME, NO_PIPELINE, model)
    weights = [name for name in (f"{network}{file}" for file in WEIGHTS) if name in there]
    check(bool(weights), NAME, NO_SAFETENSORS, model)
    return [*words, weights[0]]
