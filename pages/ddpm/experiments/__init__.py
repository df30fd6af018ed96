"""The experiments of page `ddpm`: each draws its instruments under the hero when its chip is on."""
