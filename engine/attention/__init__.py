r"""What attention costs (article 8610): a formula, a count and a clock for the same thing.

One layer of width $D$ on $n$ tokens multiplies

$$\underbrace{4nD^2}_{\text{projections}}+\underbrace{8nD^2}_{\text{FFN}}
+\underbrace{2n^2D}_{QK^\top\text{ and }AV}$$

times. Only the last term is quadratic, and it is half of the layer at $n=6D$. Linear attention
replaces it by $2nDm$ with $m$ features a head, which is less from $n=m$ on: but what that is
worth depends on how much of the layer it was.

| file | concept |
|---|---|
| `layer` | a layer's sizes, and those of known models |
| `cost` | multiplications of every variant, forward and backward |
| `memory` | bytes: moved, kept for the backward pass, kept while writing |
| `crossing` | from which length on one thing costs more than another |
| `measure` | the clock: warmed up, synchronised, in turn; the device's roofline |
| `pieces` | kernels cut into pieces that are timed one by one |
| `budget`, `decode`, `maps`, `saved` | experiments of the page |
"""
