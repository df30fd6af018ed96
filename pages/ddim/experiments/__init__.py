"""The experiments of page `ddim`: each draws its instruments under the hero when its chip is on."""
