"""Laid on a server's PYTHONPATH: a machine without network, whose sockets reach only itself.

Whoever tries to reach further gets what he would get there, and is written down in the log.
"""

import ipaddress
import socket
import sys

SAID = "reached outside:"


def _here(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket of this machine's file system
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] in ("localhost", "")


def _refuse(host: object) -> None:
    print(SAID, host, file=sys.stderr, flush=True)
    raise OSError(101, "Network is unreachable")


class Fenced(socket.socket):
    def connect(self, address):
        return super().connect(address) if _here(address) else _refuse(address)

    def connect_ex(self, address):
        return super().connect_ex(address) if _here(address) else _refuse(address)


def _resolve(host, *rest, **named):
    named_here = host in (None, "", b"", "localhost", socket.gethostname())
    return _look_up(host, *rest, **named) if named_here or _here((host,)) else _refuse(host)


_look_up, socket.getaddrinfo, socket.socket = socket.getaddrinfo, _resolve, Fenced
