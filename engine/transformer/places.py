"""Where in a network torch is at work: which module, and which of torch's functions."""

from __future__ import annotations

from contextlib import ExitStack

from torch import nn
from torch.overrides import TorchFunctionMode


class Places(TorchFunctionMode):
    """While it is open, `path` is the innermost running module of `net` by its qualified name,
    `function` the running function of torch ("softmax"); "" outside all."""

    def __init__(self, net: nn.Module):
        super().__init__()
        self._net, self._inside, self.function = net, [""], ""

    @property
    def path(self) -> str:
        """The innermost module."""
        return self._inside[-1]

    @property
    def place(self) -> tuple[str, str]:
        """Module and function."""
        return self.path, self.function

    def __enter__(self) -> Places:
        self._hooks = ExitStack()
        for name, module in self._net.named_modules():
            into = module.register_forward_pre_hook(lambda *_, name=name: self._into(name))
            out = module.register_forward_hook(lambda *_: self._out(), always_call=True)
            self._hooks.callback(into.remove)
            self._hooks.callback(out.remove)
        return super().__enter__()

    def __exit__(self, *error) -> None:
        self._hooks.close()
        super().__exit__(*error)

    def _into(self, name: str) -> None:
        self._inside.append(name)

    def _out(self) -> None:
        self._inside.pop()

    def __torch_function__(self, function, types, args=(), kwargs=None):
        before, self.function = self.function, getattr(function, "__name__", "")
        try:
            return function(*args, **(kwargs or {}))
        finally:
            self.function = before
