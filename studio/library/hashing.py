"""The second hash of a safetensors file: of what follows its header, which A1111, kohya and SwarmUI write for LoRAs."""

from __future__ import annotations

import hashlib

TENSOR_LIMIT = 2 * 1024**3
"""Bytes of a file that is hashed twice at most: additions are smaller, and whole models are known by their file's hash."""


class TensorHash:
    """Fed with a file's blocks in order. The header's text may change while the weights stay the same, so this hash
    outlives an edit of it."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._head = b""
        self._skip: int | None = None

    def feed(self, block: bytes) -> None:
        if self._skip is None:
            missing = 8 - len(self._head)
            self._head, block = self._head + block[:missing], block[missing:]
            if len(self._head) < 8:
                return
            self._skip = int.from_bytes(self._head, "little")
        skipped = min(self._skip, len(block))
        self._skip -= skipped
        self._digest.update(block[skipped:])

    def hexdigest(self) -> str:
        return self._digest.hexdigest()
