"""A Chromium for the tests: found, or installed. `python tests/browser/chromium.py` ensures it.

The one on the PATH if there is one, else Playwright's own download, else Debian's package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# WebGL without a GPU, by SwiftShader; `--disable-gpu` would take WebGL away.
WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
QUIET = (
    "--no-first-run",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    # the lab needs nobody but its own server
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
# fonts-noto-cjk: Chinese labels have their true width, so that clipped ones are seen.
DEBIAN = ("chromium", "fonts-noto-cjk")


def on_path() -> str | None:
    """A Chromium or Chrome on the PATH."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def own() -> str | None:
    """The one Playwright downloaded, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def launch_options() -> dict:
    """Arguments of Playwright's `launch`: which browser, with WebGL, and as root too."""
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    found = on_path()
    return {"args": [*WEBGL, *QUIET, *root]} | ({"executable_path": found} if found else {})


def _download() -> None:
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _package() -> None:
    """Debian's package, as root or by sudo where it asks nothing."""
    if not shutil.which("apt-get"):
        return
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = [*sudo, "apt-get", "install", "-y", "--no-install-recommends", *DEBIAN]
    subprocess.run([*sudo, "apt-get", "update", "-q"], check=False, env=quiet)
    subprocess.run(install, check=False, env=quiet, stdin=subprocess.DEVNULL)


def ensure() -> str:
    """The path of a Chromium, after trying to install one; ends the program without one."""
    for attempt in (lambda: None, _download, _package):
        attempt()
        if found := on_path() or own():
            return found
    sys.exit("The browser tests need a Chromium: install one and put it on the PATH.")


if __name__ == "__main__":
    print("Chromium:", ensure())
