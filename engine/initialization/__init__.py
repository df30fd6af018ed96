r"""Why 0.02: what the standard deviation of fresh weights does to a deep Transformer.

After a post-norm sublayer $x_{l}=\mathrm{Norm}(x_{l-1}+F_l(x_{l-1}))$ with $\mathrm{Var}\,x=1$ and
an uncorrelated branch, the share of $x_{l-1}$ is $(1+\mathrm{Var}\,F_l)^{-1/2}$. Down the skip
path alone therefore comes

$$\prod_l(1+\mathrm{Var}\,F_l)^{-1/2},$$

$2^{-l/2}$ where every $\mathrm{Var}\,F_l=1$ (article 8747). The *total* gradient takes every way
down, through branches too, and does not follow this product. The two are never mixed here.

| file | concept |
|---|---|
| `descent` | skip path and total, measured floor by floor |
| `tokens` | the input, its size and how alike its tokens are |
| `recursion` | the same from variances and correlations alone |
| `hero` | ten stds on one building |
| `truncation` | the normal law cut off, and what libraries make of it |
| `updates` | how far SGD and Adam step |
| `source` | letters whose every entropy is known |
| `masked`, `steps` | a tiny masked language model, and what moves it |
| `training` | five stds that learn the same sentences |
| `softmax`, `head` | how sure it is at every γ; two models with and without a head |
"""
