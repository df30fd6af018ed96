"""What autograd keeps for the backward pass: bytes, each storage once, parameters aside.

The account is torch's own: every tensor that is packed away passes through
`saved_tensors_hooks`. Exact, on any device; the forward pass alone is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable

from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks


class Kept(saved_tensors_hooks):
    """While it is open, what is packed away is counted, under the `label` of that moment.

    `own` are tensors not to be counted: the parameters. `bytes` has the count by label.
    """

    def __init__(self, own: Iterable[Tensor], label: Callable[[], Hashable] = str):
        super().__init__(self._pack, _unpack)
        self.bytes: Counter[Hashable] = Counter()
        self._label = label
        self._seen = {tensor.untyped_storage()._cdata for tensor in own}
        self._held: list[Tensor] = []  # no storage is freed and its address given to another

    def _pack(self, tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage._cdata not in self._seen:
            self._seen.add(storage._cdata)
            self._held.append(tensor.detach())
            self.bytes[self._label()] += storage.nbytes()
        return tensor


def _unpack(tensor: Tensor) -> Tensor:
    return tensor


def kept_bytes(function: Callable[[], object], own: Iterable[Tensor]) -> int:
    """Bytes of what `function()` keeps, `own` aside."""
    kept = Kept(own)
    with kept:
        function()
    return kept.bytes.total()
