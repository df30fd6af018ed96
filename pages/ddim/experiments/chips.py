"""The experiments in the order of their chips: the first four are the course."""

from pages.ddim.experiments import skip

EXPERIMENTS = {"skip": skip}
