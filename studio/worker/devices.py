"""What the machine has to compute with."""

from __future__ import annotations

import msgspec


class DeviceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A device to run models on. ``id`` is torch's name (``cpu``, ``cuda:0``, ``mps``, ``xpu:0``); ``dtype`` the
    fastest number format that proved right on it; ``memory`` and ``free`` in bytes."""

    id: str = "cpu"
    name: str = ""
    dtype: str = "float32"
    memory: int = 0
    free: int = 0

    @property
    def kind(self) -> str:
        """``cpu``, ``cuda``, ``mps`` or ``xpu``."""
        return self.id.partition(":")[0]
