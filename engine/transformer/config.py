r"""Sizes of an encoder, and the recipes for its skip paths as data (torch-free).

A recipe's factors depend on the number of layers $N$ as $(cN)^p$:

| recipe | sublayer | factors | source |
|---|---|---|---|
| post, pre, none | as in the package's table | 1 | Vaswani et al. 2017; Xiong et al. 2020 |
| deepnorm | post | skip $(2N)^{1/4}$; V, O, feed-forward $(8N)^{-1/4}$ | arXiv 2203.00555 |
| rezero | none | learned, 0 at first, on the branch | arXiv 2003.04887 |
| fixup | none | V and first matrix $(2N)^{-1/2}$, last matrix 0 | arXiv 1901.09321 |
| scaled | pre | last matrix $(2N)^{-1/2}$ | GPT-2 |

Fixup's scalar multipliers and biases are 1 and 0 at first and are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import check, check_one_of, check_real, check_whole

NORMS = ("post", "pre", "none")
ACTIVATIONS = ("gelu", "relu")
WIDEST, DEEPEST = 1024, 96


@dataclass(frozen=True)
class Power:
    """The factor $(cN)^p$ of N layers."""

    c: float
    p: float

    def of(self, layers: int) -> float:
        """Its value."""
        return (self.c * layers) ** self.p


ONE, NOUGHT = Power(1, 0), 0.0


@dataclass(frozen=True)
class Recipe:
    """What a sublayer does with its branch, and how its matrices are drawn.

    `skip` is the factor on x; `scale` that on the branch, trained along where it is `learned`;
    `inner` multiplies the std of the value's and the first feed-forward matrix, `last` that of
    the branch's last one (a bare 0 makes it zero). Queries and keys keep theirs.
    """

    norm: str
    residual: bool = True
    skip: Power = ONE
    scale: float = 1.0
    learned: bool = False
    inner: Power = ONE
    last: Power | float = ONE

    def gains(self, layers: int) -> tuple[float, float]:
        """Factors on the std of inner and last matrices."""
        last = self.last.of(layers) if isinstance(self.last, Power) else self.last
        return self.inner.of(layers), last


RECIPES = {
    "post": Recipe("post"),
    "pre": Recipe("pre"),
    "none": Recipe("none"),
    "post_bare": Recipe("post", residual=False),
    "pre_bare": Recipe("pre", residual=False),
    "none_bare": Recipe("none", residual=False),
    "deepnorm": Recipe("post", skip=Power(2, 1 / 4), inner=Power(8, -1 / 4), last=Power(8, -1 / 4)),
    "rezero": Recipe("none", scale=0.0, learned=True),
    "fixup": Recipe("none", inner=Power(2, -1 / 2), last=NOUGHT),
    "scaled": Recipe("pre", last=Power(2, -1 / 2)),
}
"""`_bare` ones have no residual."""


@dataclass(frozen=True)
class EncoderConfig:
    """An encoder of `layers` layers: `width` features, `heads` heads, `hidden` in the middle of the
    feed-forward branch (0: four times the width), one of `RECIPES`; `eps` is the norm's."""

    width: int = 768
    heads: int = 12
    layers: int = 12
    hidden: int = 0
    recipe: str = "post"
    activation: str = "gelu"
    eps: float = 1e-5

    def __post_init__(self):
        check_whole(self.width, "width", 1, WIDEST)
        check_whole(self.heads, "heads", 1, WIDEST)
        even = self.width % self.heads == 0
        check(even, "heads", "must divide {whole}", self.heads, whole=self.width)
        check_whole(self.layers, "layers", 1, DEEPEST)
        check_whole(self.hidden, "hidden", 0, 16 * WIDEST)
        check_one_of(self.recipe, "recipe", RECIPES)
        check_one_of(self.activation, "activation", ACTIVATIONS)
        check_real(self.eps, "eps", 0, 1)

    @property
    def inside(self) -> int:
        """Features in the middle of the feed-forward branch."""
        return self.hidden or 4 * self.width

    @property
    def how(self) -> Recipe:
        """The recipe itself."""
        return RECIPES[self.recipe]
