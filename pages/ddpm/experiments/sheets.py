"""A second player under the hero: columns of houses to be compared."""

from __future__ import annotations

from engine.diffusion.config_columns import ColumnsConfig, ColumnsResult
from view.experiment import ask
from view.film import houses_film
from view.language import t
from view.player import player, words_only
from view.player.houses import houses_words
from view.trouble import admit

SAID = {"builders": "builder", "schedules": "schedule", "rules": "rule"}


def sheet(name: str, config: ColumnsConfig) -> ColumnsResult:
    """The film of `config` with a name over each column; its Result comes back."""
    result = ask("ddpm", name, "engine.diffusion.columns:run", config)
    admit(result)
    columns = [t(f"ddpm.{SAID[result.config.subject]}.{name}") for name in result.config.columns]
    player(houses_film(result), key=f"ddpm_x_{name}", name=f"ddpm_{name}", t=None)
    words = {**houses_words(experiment=t(f"ddpm.x.{name}")), "columns": columns}
    words_only(words, key=f"ddpm_w_{name}", name=f"ddpm_{name}")
    return result
