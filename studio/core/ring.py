"""Pictures from one process to another through preallocated shared memory: no pickling, no growing buffers.

The memory is a row of equal slots. The writer goes round them and never waits; a reader that comes too late finds
another serial number in the slot and gets None instead of half a picture.

Layout of a slot (little endian): ``u64 begun, u64 ended, u32 width, u32 height``, padding to 64 bytes, RGB888 rows.
``begun`` is set before the pixels are written and ``ended`` after them; a picture is whole where both are the same.
"""

from __future__ import annotations

import struct
from multiprocessing.shared_memory import SharedMemory

_HEADER = struct.Struct("<QQII")
_BEGUN = struct.Struct("<Q")
_HEADER_SIZE = 64

SLOTS = 4
SLOT_BYTES = 1024 * 1024 * 3


class Ring:
    """One end of the ring. The engine creates it and destroys it; the worker attaches to it by name."""

    def __init__(self, name: str | None = None, *, slots: int = SLOTS, slot_bytes: int = SLOT_BYTES) -> None:
        """Create (``name`` None) or attach. Both ends must agree on ``slots`` and ``slot_bytes``.

        Raises OSError when there is no such memory or not enough of it, ValueError when it is too small.
        """
        self._stride = _HEADER_SIZE + -(-slot_bytes // 64) * 64
        self._slots, self.capacity = slots, slot_bytes
        self._owner = name is None
        size = self._stride * slots
        self._memory = SharedMemory(name=name, create=self._owner, size=size if self._owner else 0)
        if self._memory.size < size:
            self._memory.close()
            raise ValueError(f"the preview memory has {self._memory.size} bytes; {size} expected")
        self._serial = 0

    @property
    def _buffer(self) -> memoryview:
        buffer = self._memory.buf
        if buffer is None:
            raise ValueError("the preview memory is closed")
        return buffer

    @property
    def name(self) -> str:
        return self._memory.name

    def write(self, rgb: bytes | memoryview, width: int, height: int) -> tuple[int, int]:
        """Put a picture of ``width * height * 3`` bytes into the next slot; gives its slot and serial number."""
        if len(rgb) != width * height * 3 or len(rgb) > self.capacity:
            raise ValueError(f"{len(rgb)} bytes for {width}×{height} pixels in a slot of {self.capacity}")
        self._serial += 1
        slot = self._serial % self._slots
        start = slot * self._stride
        buffer = self._buffer
        _BEGUN.pack_into(buffer, start, self._serial)
        buffer[start + _HEADER_SIZE : start + _HEADER_SIZE + len(rgb)] = rgb
        _HEADER.pack_into(buffer, start, self._serial, self._serial, width, height)
        return slot, self._serial

    def read(self, slot: int, serial: int, width: int, height: int) -> bytes | None:
        """A copy of the picture, or None when the slot holds another one by now or the numbers make no sense."""
        size = width * height * 3
        if not (0 <= slot < self._slots and width > 0 and height > 0 and size <= self.capacity):
            return None
        start = slot * self._stride
        buffer = self._buffer
        if _HEADER.unpack_from(buffer, start) != (serial, serial, width, height):
            return None
        data = bytes(buffer[start + _HEADER_SIZE : start + _HEADER_SIZE + size])
        return data if _HEADER.unpack_from(buffer, start) == (serial, serial, width, height) else None

    def close(self) -> None:
        """Let go of the memory; the end that created it also removes it. May be called twice."""
        self._memory.close()
        if self._owner:
            self._owner = False
            self._memory.unlink()
