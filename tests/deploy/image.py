"""An image built from the Dockerfile without Docker, step by step, as an unprivileged user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

from tests.deploy.dockerfile import context, instructions, pairs

ROOT = Path(__file__).parents[2]


class Image:
    """What stands in `place` after the Dockerfile's steps; with `here` no package is installed."""

    def __init__(self, place: Path, *, here: bool):
        self.place, self.app, self.here = place, place / "app", here
        self.user = {"user": 1000, "group": 1000, "extra_groups": []} if os.geteuid() == 0 else {}
        self.steps = instructions(ROOT / "Dockerfile")
        (place / "tmp").mkdir()
        self.env = {**os.environ, "TMPDIR": str(place / "tmp"), "PYTHONPATH": ""}

    def build(self) -> None:
        """Every step up to the command, in order."""
        self.own(self.place)
        for word, rest in self.steps:
            getattr(self, f"step_{word.lower()}", lambda rest: None)(rest)
        self.lock()

    def step_from(self, rest: str) -> None:
        """A Python of its own; its packages are still to come, or this Python's."""
        bare = ["--without-pip"] if self.here else []
        self.run([self.python(), "-m", "venv", *bare, "venv"], self.place)
        self.env["PATH"] = f"{self.place / 'venv' / 'bin'}{os.pathsep}{self.env['PATH']}"
        if self.here:
            (lib,) = self.place.glob("venv/lib/python*/site-packages")
            (lib / "here.pth").write_text(sysconfig.get_path("purelib"))

    def python(self) -> str:
        """A Python of this version that the user can reach."""
        name = f"python3.{sys.version_info.minor}"
        for path in filter(None, (sys.executable, f"/usr/bin/{name}", shutil.which(name))):
            with suppress(OSError, subprocess.CalledProcessError):
                self.run([path, "-c", "import venv"], self.place)
                return path
        raise RuntimeError(f"user 1000 can reach no {name}")

    def step_arg(self, rest: str) -> None:
        self.env |= pairs(rest)

    def step_env(self, rest: str) -> None:
        self.env |= {k: v.replace("/tmp", self.env["TMPDIR"]) for k, v in pairs(rest).items()}

    def step_workdir(self, rest: str) -> None:
        self.app.mkdir()
        self.own(self.app)

    def step_copy(self, rest: str) -> None:
        wanted = ROOT / rest.split()[0]
        for path in context(ROOT):
            if path == wanted or wanted in path.parents:
                goal = self.app / path.relative_to(ROOT)
                goal.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, goal)
        self.own(self.app)

    def step_run(self, rest: str) -> None:
        if not (self.here and "pip install" in rest):
            self.run(["sh", "-ec", rest], self.app)

    def own(self, folder: Path) -> None:
        for path in (folder, *folder.rglob("*")):
            if self.user:
                os.chown(path, 1000, 1000, follow_symlinks=False)

    def lock(self) -> None:
        """The application's folder is another's, and read-only."""
        for path in (*self.app.rglob("*"), self.app):
            path.chmod(0o555 if path.is_dir() else 0o444)
            if self.user:
                os.chown(path, 0, 0)

    def run(self, command: list[str], cwd: Path) -> None:
        subprocess.run(command, cwd=cwd, env=self.env, check=True, **self.user)

    def size(self, folder: str) -> int:
        """Bytes under a folder of the place."""
        files = (path for path in (self.place / folder).rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files if not path.is_symlink())
