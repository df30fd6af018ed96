"""What stands before Streamlit: the lab's own HTML, compressed scripts, security headers."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import lru_cache

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from view.prose import HOME, slugs
from view.style import INDEX, shell

# No frame-ancestors: lectures and Spaces show the lab inside their own pages. unsafe-inline:
# the scripts in the HTML. blob: components. unsafe-eval: plotly's WebGL traces compile theirs.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "connect-src 'self' ws: wss: data: blob:",
        "worker-src 'self' blob:",
        "frame-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
FOREVER = "public, immutable, max-age=31536000"  # Streamlit's scripts carry a hash in their name
KINDS = {"js": "text/javascript", "css": "text/css"}


class Front:
    """ASGI middleware; `heard` is told of every request."""

    def __init__(self, app: ASGIApp, heard: Callable[[Scope], None]) -> None:
        self.app, self.heard = app, heard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.heard(scope)
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY)
            await send(message)

        answer = opened(scope) or packed(scope) or self.app
        await answer(scope, receive, dressed)


def opened(scope: Scope) -> Response | None:
    """The HTML of a page; None for what is no page."""
    path, root = scope["path"], st.get_option("server.baseUrlPath").strip("/")
    name = path.removeprefix(f"/{root}" if root else "").removeprefix("/")
    if scope["method"] != "GET" or name == HOME or name not in ("", *slugs()):
        return None
    return Response(shell(), media_type="text/html", headers={"Cache-Control": "no-cache"})


def packed(scope: Scope) -> Response | None:
    """One of Streamlit's scripts or style sheets, compressed; None for anything else.

    Streamlit sends them as they are, 1–5 MB. So does this to a browser on the same machine.
    """
    found = re.search(r"/static/(js|css)/([\w.-]+\.(?:js|css))$", scope["path"])
    if not found or near(scope) or "gzip" not in Headers(scope=scope).get("Accept-Encoding", ""):
        return None
    body = pack(*found.groups())
    headers = {"Cache-Control": FOREVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return body and Response(body, headers=headers, media_type=KINDS[found[1]])


def near(scope: Scope) -> bool:
    """Whether the browser is on this machine, with nothing in between."""
    host = (scope.get("client") or ("",))[0]
    return host in ("127.0.0.1", "::1") and "X-Forwarded-For" not in Headers(scope=scope)


@lru_cache(maxsize=512)
def pack(folder: str, name: str) -> bytes | None:
    """`static/<folder>/<name>` of Streamlit, compressed once."""
    path = INDEX.parent / "static" / folder / name
    return gzip.compress(path.read_bytes(), 6) if path.is_file() else None
