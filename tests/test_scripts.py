"""The script of an instrument is several files laid end to end, in one scope."""

from __future__ import annotations

import json
import subprocess
import sys

from engine.backend import ROOT

# Every module of view/ is imported, and what it makes its scripts of is looked at on the way.
LOOK = r"""
import importlib, json, pkgutil, re
from collections import Counter
import view
from view.player import parts

DECLARED = re.compile(r"^(?:export default |async )*(?:function|const|let|class)\*? +(\w+)", re.M)
laid, found = parts.script, {}

def script(folder, *names):
    whole = laid(folder, *names)
    counts = Counter(DECLARED.findall(whole))
    found[f"{folder.name}: {names[-2:]}"] = len(counts), [n for n, k in counts.items() if k > 1]
    return whole

parts.script = script
for module in pkgutil.walk_packages(view.__path__, "view."):
    importlib.import_module(module.name)
print(json.dumps(found))
"""


def test_no_script_declares_a_name_twice():
    looked = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = json.loads(looked.stdout.splitlines()[-1])
    assert len(found) > 12 and all(names > 5 for names, _ in found.values())
    assert {where: twice for where, (_, twice) in found.items() if twice} == {}
