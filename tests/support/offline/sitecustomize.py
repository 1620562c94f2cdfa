"""Blocks the network in this process. On PYTHONPATH it blocks every Python child that a test starts, too."""

from __future__ import annotations

import socket
import sys
from typing import Any


class NetworkBlocked(RuntimeError):
    """A test, or something it started, tried to reach the network."""


_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


def _allowed(sock: socket.socket, address: Any) -> bool:
    if sock.family == getattr(socket, "AF_UNIX", None):
        return True
    # Windows has no socketpair of its own: Python makes one over the loopback address.
    return sys.platform == "win32" and isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    if not _allowed(self, address):
        raise NetworkBlocked(f"tests may not connect to {address!r}")
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    if not _allowed(self, address):
        raise NetworkBlocked(f"tests may not connect to {address!r}")
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    if host not in (None, "", "localhost", "127.0.0.1", "::1"):
        raise NetworkBlocked(f"tests may not look up {host!r}")
    return _getaddrinfo(host, *args, **kwargs)


def block() -> None:
    """Let only local (AF_UNIX) sockets connect from now on."""
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = _guarded_getaddrinfo


def unblock() -> None:
    """Undo :func:`block`, for the few tests about it."""
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = _getaddrinfo


block()
