r"""The table of the step-skipping chart, for the command line.

`python -m engine.diffusion.skip_table [CONTESTANT …]` computes and prints it.
"""

from __future__ import annotations

import sys

from engine.diffusion.config_contestants import BETA, CONTESTANTS, MEMBERS
from engine.diffusion.config_skip import question
from engine.diffusion.config_skip_result import SkipResult
from engine.diffusion.skip import run
from engine.task import finished


def table(result: SkipResult) -> str:
    """What the command prints of one contestant."""
    config = result.config
    head = (
        f"{config.contestant}: {config.count} samples on {result.device}, {result.threads} threads"
    )
    rows = [f"\n{head}, {result.wall:.0f} s in all"]
    for metric in result.metrics:
        floor = f"{result.bar(metric):.5f} ± {result.spread(metric):.5f}"
        rows.append(f"  {metric}: two fresh sets are {floor} apart")
        for member in MEMBERS:
            line = result.line(metric, member)
            for S, seconds, value, se in zip(*line.values(), strict=True):
                said = f"{value:9.5f} ± {se:.5f}   floor {floor}   {seconds:9.4f} s"
                rows.append(f"    {label(member):>8}   S = {S:<5d} {said}")
    won = result.speedup()
    few = f"S = {won.few} at η = 0: {won.few_distance.value:.5f} in {won.few_seconds:.4f} s"
    many = f"S = {won.many} at η = 1: {won.many_distance.value:.5f} in {won.many_seconds:.4f} s"
    return "\n".join([*rows, f"  {few}; {many}: {won.times:.1f} times fewer seconds"])


def label(member: str) -> str:
    """A member's name."""
    return "σ = β" if member == BETA else f"η = {member}"


def main(names: list[str]) -> None:
    for name in names or CONTESTANTS:
        print(table(finished(run(question(name)))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
