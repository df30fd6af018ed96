r"""The one small Transformer that `attention`, `initialization` and `ladder_side_tuning` share,
plain enough that every tensor of it can be watched.

A sublayer is a branch $F$ (attention or feed-forward), a skip path and perhaps a norm:

| norm | sublayer |
|---|---|
| post | $x_{l+1}=\mathrm{Norm}(a\,x_l+s\,F_l(x_l))$ |
| pre | $x_{l+1}=a\,x_l+s\,F_l(\mathrm{Norm}(x_l))$, one more Norm at the end |
| none | $x_{l+1}=a\,x_l+s\,F_l(x_l)$ |

$a$ and $s$ are 1 but in the recipes that change them; without a residual $a=0$. $N$ layers are
$2N$ sublayers.

| file | concept |
|---|---|
| `config` | sizes and recipes, torch-free |
| `attention` | softmax and linear attention: naive, fused, whole, chunked, recurrent |
| `branches` | attention and feed-forward |
| `encoder` | sublayers in a row, with named places |
| `taps` | what can be done at a named place |
| `weights` | how the matrices are drawn |
| `count` | FLOPs, as torch counts them |
| `kept` | bytes that autograd keeps for the backward pass |
| `places` | which module and function torch is at work in |
"""
