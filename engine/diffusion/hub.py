"""Loader of models from the Hub: looked at first, then fetched, then a folder like any other.

`look` asks what a model weighs, without loading its weights; `fetch` loads it, with progress
in bytes. What has been loaded lies in the Hub's own cache, and no network is needed for it.
Only the pipeline's configurations and its safetensors are ever asked for; nothing that a model
brings is executed. `pipelines.load_pipeline(result.folder)` opens it.
"""

from __future__ import annotations

import threading
from collections.abc import Generator
from pathlib import Path

from huggingface_hub import HfApi, hf_hub_download, try_to_load_from_cache
from huggingface_hub.errors import GatedRepoError, HTTPError, RepositoryNotFoundError
from huggingface_hub.utils import tqdm

from engine.diffusion.config_hub import HubConfig, HubResult, megabytes
from engine.diffusion.pipelines import (
    INDEX,
    NETWORK,
    NO_PIPELINE,
    NO_SAFETENSORS,
    SCHEDULER,
    WEIGHTS,
    plain,
    read,
)
from engine.errors import InvalidParameter, WorkerFailed, check
from engine.jobs import Progress

NAME = "model"
UNKNOWN = "must be a model that the Hub has"
GATED = "must be open to all: this model asks for a permission first"
OFFLINE = "the Hub cannot be reached, and this model has not been loaded before"
TOO_HEAVY = "must weigh no more than {most} MB"
PATIENCE, PAUSE, MOST_BYTES = 10, 0.2, 10**9


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
    try:
        info = HfApi().model_info(model, files_metadata=True, timeout=PATIENCE)
        sizes = {file.rfilename: file.size or 0 for file in info.siblings}
        check(INDEX in sizes, NAME, NO_PIPELINE, model)
        # by name, not by revision: so the cache remembers which one is the model's
        index = Path(hf_hub_download(model, INDEX))
    except GatedRepoError as error:
        raise InvalidParameter(NAME, GATED, model) from error
    except RepositoryNotFoundError as error:
        raise InvalidParameter(NAME, UNKNOWN, model) from error
    except (OSError, HTTPError) as error:
        raise WorkerFailed(OFFLINE) from error
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


def download(model: str, name: str, revision: str) -> Generator[int, None, None]:
    """Load one file, in a thread of its own; yields the bytes loaded so far, now and then.

    Closing the generator stops the thread at its next piece; what was loaded is kept.
    """
    meter, trouble = _meter(), []

    def work() -> None:
        try:
            hf_hub_download(model, name, revision=revision, tqdm_class=meter)
        except Exception as error:
            trouble.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(PAUSE)
            yield meter.loaded
    finally:
        meter.stopped = True
    for error in trouble:
        if isinstance(error, (HTTPError, ConnectionError, FileNotFoundError)):
            raise WorkerFailed(OFFLINE) from error
        raise error


def _meter() -> type[tqdm]:
    """A progress bar that shows nothing and counts; it stops who updates it, if told."""

    class Meter(tqdm):
        loaded, stopped = 0, False

        def __init__(self, *args, **options):
            super().__init__(*args, **options | {"disable": True})
            Meter.loaded = options.get("initial") or 0

        def update(self, n: float | None = 1) -> None:
            if Meter.stopped:
                raise InterruptedError
            Meter.loaded += int(n or 0)

    return Meter
