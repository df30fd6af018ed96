"""Loader from the Hub: what all topics share; each asks for its own files.

What has been loaded lies in the Hub's own cache, and no network is needed for it. Nothing that a
model brings is executed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any

from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import GatedRepoError, HTTPError, RepositoryNotFoundError
from huggingface_hub.utils import tqdm

from engine.errors import InvalidParameter, WorkerFailed

NAME = "model"
UNKNOWN = "must be a model that the Hub has"
GATED = "must be open to all: this model asks for a permission first"
OFFLINE = "the Hub cannot be reached, and this model has not been loaded before"
PATIENCE, PAUSE = 10, 0.2
"""Seconds: for an answer of the Hub, and between two looks at what has come so far."""


@contextmanager
def asking(model: str) -> Iterator[None]:
    """What goes wrong with the Hub inside is a sentence: `InvalidParameter` for a `model` that is
    not there or is gated, `WorkerFailed` where the Hub cannot be reached."""
    try:
        yield
    except GatedRepoError as error:
        raise InvalidParameter(NAME, GATED, model) from error
    except RepositoryNotFoundError as error:
        raise InvalidParameter(NAME, UNKNOWN, model) from error
    except (OSError, HTTPError) as error:
        raise WorkerFailed(OFFLINE) from error


def listed(model: str) -> tuple[dict[str, int], str]:
    """The sizes of a model's files in bytes, by name, and the revision that has them."""
    info = HfApi().model_info(model, files_metadata=True, timeout=PATIENCE)
    return {file.rfilename: file.size or 0 for file in info.siblings}, info.sha


class Meter:
    """Counts the bytes that a thread has loaded; stops it at its next piece, if told."""

    def __init__(self) -> None:
        self.loaded, self.stopped = 0, False

    def add(self, count: int) -> None:
        if self.stopped:
            raise InterruptedError
        self.loaded += count


def loading(work: Callable[[Meter], Any]) -> Generator[int, None, None]:
    """Do `work` in a thread of its own; yields the bytes loaded so far, now and then.

    Closing the generator stops the thread at its next piece; what was loaded is kept.
    """
    meter, trouble = Meter(), []

    def run() -> None:
        try:
            work(meter)
        except Exception as error:
            trouble.append(error)

    thread = threading.Thread(target=run, daemon=True)
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


def download(model: str, name: str, revision: str) -> Generator[int, None, None]:
    """Load one whole file into the Hub's cache; yields as `loading` does."""

    def work(meter: Meter) -> None:
        hf_hub_download(model, name, revision=revision, tqdm_class=bar(meter))

    return loading(work)


def bar(meter: Meter) -> type[tqdm]:
    """A progress bar that shows nothing and tells `meter`."""

    class Silent(tqdm):
        def __init__(self, *args, **options):
            super().__init__(*args, **options | {"disable": True})
            meter.loaded = options.get("initial") or 0

        def update(self, n: float | None = 1) -> None:
            meter.add(int(n or 0))

    return Silent
