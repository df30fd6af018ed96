"""The server: `streamlit run app.py`.

The main script is `pages/frame.py`, so that no folder `pages/` lies beside it: Streamlit
would take the first deep link for one of its own old pages. Here is what belongs to the
server and to no page: when the worker starts, the health route, the sentence for what nobody
foresaw. What goes out before a page runs is in `view/front.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Scope

from engine import jobs
from view.front import Front
from view.language import t

QUIET = 1.0  # seconds without a request after which the first page counts as served
TICK = 0.25


class Traffic:
    """Whether a page has been opened yet, and when somebody last asked for something."""

    def __init__(self) -> None:
        self.opened, self.last = False, monotonic()

    def heard(self, scope: Scope) -> None:
        self.opened |= scope["type"] == "websocket"
        self.last = monotonic()

    def served(self) -> bool:
        return self.opened and monotonic() - self.last > QUIET


traffic = Traffic()


async def health(_: Request) -> JSONResponse:
    """Whether the server answers, and what computes, once that has started."""
    return JSONResponse({"status": "ok", "device": jobs.device()})


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """The worker starts once the first page is served, and ends with the server."""
    waiting = asyncio.create_task(_start_worker())
    try:
        yield
    finally:
        waiting.cancel()
        jobs.stop()


async def _start_worker() -> None:
    while not traffic.served():
        await asyncio.sleep(TICK)
    jobs.start()


def sorry(_: Exception) -> bool:
    """One sentence instead of a traceback; Streamlit has logged that already."""
    st.error(t("wrong.unforeseen"))
    return True


app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[Route("/healthz", health)],
    middleware=[Middleware(Front, heard=traffic.heard)],
    on_script_error=sorry,
)
