r"""A ladder over the wall: train beside a frozen backbone, never through it.

Adapters, prompts and LoRA train few weights, yet the gradient must come down through the backbone
to the lowest of them, and every layer on its way keeps what that takes. With $F$ for the forward
pass of $L$ layers, a step costs $F$, as much again for the gradients of activations that are passed
through, and as much again for the gradients of trained weights: about $3F$ for all weights,
$(1+\frac{L-k}L)F$ where the lowest trained weights are few and stand on layer $k$ (0: at the
input). Ladder side-tuning (Sung, Cho, Bansal 2022, arXiv 2206.06522; article 9138) puts every
trained weight into a small network beside,

$$z_i=f_i\bigl(g_i\,z_{i-1}+(1-g_i)\,W_ih_i\bigr),\qquad g_i=\sigma(a_i/T),\quad T=0.1,$$

which reads the frozen features $h_i$ through rungs $W_i$ and is $1/r$ as wide: $F+3s$.

| file | concept |
|---|---|
| `backbone` | the tower: embedding, pre-norm layers, head |
| `methods` | what is trained: all, biases, head, prompt, adapters, or a ladder |
| `peft_methods` | LoRA and IA³, peft's own |
| `side` | the ladder |
| `ladders` | the author's: rungs that add |
| `prune` | the side cut out of the tower |
| `checkpoint` | a rival: keep the layers' inputs, compute the rest again |
| `account`, `table` | bytes kept, FLOPs and reach of one step, counted |
| `formulas` | parameters and bytes by formula |
| `hero` | every method on one tower |
| `bars` | parameters, four bars of memory, FLOPs, the clock |
| `step` | one training step by the clock |
| `depth` | any one tensor trained: how far down the gradient has to go |
| `tasks` | two questions about made-up texts, and Bayes' rule for them |
| `training`, `loaders` | the shipped tower, which has learned to fill gaps |
| `tune`, `compare` | one training; every method on both tasks |
| `gates` | all rungs, few, none; drawn at random or cut from the tower |
| `cached`, `rivals` | kept features; rivals in training and in use |
"""
