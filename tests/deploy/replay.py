"""The Dockerfile's steps without Docker, by an unprivileged user in an empty place.

    python -m tests.deploy.replay                     installs what the image installs; minutes
    python -m tests.deploy.replay --packages-of-here  takes this Python's packages; seconds
    … --without-network                               serves where nothing but itself is reached

As root it becomes user 1000, as the image does. The application's folder is made read-only,
the server is started by the image's own command, and asked by its own health check.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.browser.server import free_port
from tests.deploy.dockerfile import the_last
from tests.deploy.image import Image

PORT = "8501"


class Served:
    """The image's command at work on a port of its own; `alone`, where there is no network."""

    def __init__(self, image: Image, *, alone: bool):
        self.image, self.alone, self.port = image, alone, free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def words(self, line: str) -> list[str]:
        """A command of the image in JSON, at this place's own port."""
        return [word.replace(PORT, str(self.port)) for word in json.loads(line)]

    def healthy(self, patience: float = 120) -> bool:
        """Start the image's command; whether its health check succeeds in time."""
        command = self.within(self.words(the_last(self.image.steps, "CMD")))
        with (self.image.place / "log").open("wb") as log:
            self.server = subprocess.Popen(
                command,
                cwd=self.image.app,
                env=self.image.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.entered(),
            )
        check = self.words(the_last(self.image.steps, "HEALTHCHECK").partition("CMD ")[2])
        end = time.monotonic() + patience
        while time.monotonic() < end and self.server.poll() is None:
            if self.asked(check) == 0:
                return True
            time.sleep(0.5)
        return False

    def within(self, command: list[str]) -> list[str]:
        """`command`, where there is no network if that is wanted."""
        if not self.alone:
            return command
        become = (
            ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"] if self.image.user else []
        )
        inside = f"ip link set lo up; exec {shlex.join([*become, *command])}"
        return [
            "unshare",
            "--net",
            *([] if self.image.user else ["--map-root-user"]),
            "sh",
            "-c",
            inside,
        ]

    def entered(self) -> dict:
        """Who runs the server: without network root goes first, to take it away."""
        return {} if self.alone else self.image.user

    def asked(self, command: list[str]) -> int:
        """The exit code of `command` beside the server."""
        beside = ["nsenter", "--net", f"--target={self.server.pid}"] if self.alone else []
        done = subprocess.run([*beside, *command], env=self.image.env, capture_output=True)
        return done.returncode

    def page(self, path: str) -> bool:
        """Whether the server answers for `path`."""
        program = f"import urllib.request as u; u.urlopen('{self.url}{path}')"
        return self.asked(["python", "-c", program]) == 0

    def stop(self) -> str:
        """End the server; what it said."""
        os.killpg(self.server.pid, signal.SIGTERM)
        self.server.wait(timeout=20)
        return (self.image.place / "log").read_text(errors="replace")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages-of-here", action="store_true")
    parser.add_argument("--without-network", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lab-") as folder:
        Path(folder).chmod(0o755)
        image = Image(Path(folder), here=asked.packages_of_here)
        image.build()
        served = Served(image, alone=asked.without_network)
        healthy = served.healthy()
        pages = {path: served.page(path) for path in ("/healthz", "/", "/ddpm")}
        said = served.stop()
        sizes = {name: f"{image.size(name) / 1e6:.0f} MB" for name in ("app", "venv")}
        print("healthy:", healthy, pages, sizes)
        sys.exit(0 if healthy and all(pages.values()) and "Traceback" not in said else said)


if __name__ == "__main__":
    main()
