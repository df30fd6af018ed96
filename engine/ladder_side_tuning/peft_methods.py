"""LoRA and IA³ by Hugging Face's `peft`, imported when first asked for: it takes seconds."""

from __future__ import annotations

from torch import nn

from engine.ladder_side_tuning.config import Setting


def lora(backbone: nn.Module, setting: Setting) -> nn.Module:
    r"""$W+\frac{\alpha}{r}BA$ on q and v, B = 0 at first, α = r (Hu et al. 2021)."""
    from peft import LoraConfig, get_peft_model

    r = setting.rank
    return get_peft_model(backbone, LoraConfig(r=r, lora_alpha=r, target_modules=["q", "v"]))


def ia3(backbone: nn.Module, setting: Setting) -> nn.Module:
    """Keys, values and the inside of the feed-forward branch, each feature scaled by a trained
    factor, 1 at first (Liu et al. 2022)."""
    from peft import IA3Config, get_peft_model

    asked = IA3Config(target_modules=["k", "v", "second"], feedforward_modules=["second"])
    return get_peft_model(backbone, asked)
