r"""The one small Transformer that `attention`, `initialization` and `ladder_side_tuning` share.

| file | concept |
|---|---|
| `attention` | softmax and linear attention: naive, fused, whole, chunked, recurrent |
"""
