"""What stands before Streamlit: the HTML a page starts in, packed scripts, the headers."""

from __future__ import annotations

import asyncio
import gzip
import re

import pytest

from view import front, prose, style

AWAY = ("192.0.2.7", 5000)
HERE = ("127.0.0.1", 5000)


def asked(path: str, client: tuple = AWAY, method: str = "GET", **headers: str) -> dict:
    """The ASGI scope of a request."""
    lines = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "headers": lines,
        "client": client,
        "query_string": b"",
    }


def a_script() -> str:
    return next((style.INDEX.parent / "static" / "js").glob("index.*.js")).name


@pytest.mark.parametrize("path", ["/", *(f"/{s}" for s in prose.slugs() if s != prose.HOME)])
def test_a_page_starts_in_the_labs_own_html(path: str):
    html = front.opened(asked(path)).body.decode()
    assert style.ABOUT in html and "labAppearance" in html and "--lab-data" in html
    assert "SourceSans" not in html
    assert '<script type="module"' in html and '<div id="root">' in html


def test_a_page_knows_the_script_of_the_charts_to_come():
    (name,) = re.findall(r"\./static/js/(PlotlyChart\.[\w-]+\.js)", style.shell().decode())
    assert (style.INDEX.parent / "static" / "js" / name).is_file()


@pytest.mark.parametrize(
    "path", ["/home", "/nonsense", "/_stcore/health", "/ddpm/_stcore/health", "/favicon.png"]
)
def test_what_is_no_page_is_left_to_streamlit(path: str):
    assert front.opened(asked(path)) is None


def test_a_script_is_packed_for_a_browser_elsewhere():
    name = a_script()
    answer = front.packed(asked(f"/static/js/{name}", accept_encoding="gzip, br"))
    plain = (style.INDEX.parent / "static" / "js" / name).read_bytes()
    assert gzip.decompress(answer.body) == plain
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "scope",
    [
        asked(f"/static/js/{a_script()}", HERE, accept_encoding="gzip"),
        asked(f"/static/js/{a_script()}"),
        asked("/static/js/nothing.js", accept_encoding="gzip"),
        asked("/static/js/../../index.js", accept_encoding="gzip"),
    ],
    ids=["same machine", "cannot unpack", "not there", "outside"],
)
def test_other_requests_for_scripts_are_left_to_streamlit(scope: dict):
    assert front.packed(scope) is None


def test_every_answer_carries_the_security_headers_and_is_noted():
    heard, sent = [], []

    async def streamlit(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    scope = asked("/_stcore/health")
    asyncio.run(front.Front(streamlit, heard.append)(scope, None, send))
    assert heard == [scope]
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert got == {name.lower(): value for name, value in front.SECURITY.items()}
