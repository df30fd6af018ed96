"""The experiments in the order of their chips: the first four are the course."""

from pages.ddpm.experiments import (
    broken,
    builders,
    cost,
    greedy,
    jump,
    losses,
    own,
    schedules,
)

EXPERIMENTS = {
    "schedules": schedules,
    "jump": jump,
    "builders": builders,
    "greedy": greedy,
    "losses": losses,
    "own": own,
    "cost": cost,
    "broken": broken,
}
