"""The process that draws and traces: reads one task after the other from its standard input, until that ends.

A file can bring the native libraries down, make them run for hours or take all memory. Here that costs only this
process: it has a limit of time for each task and (where the system has such limits) of memory.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import struct
import sys
from typing import IO, Any

import msgspec

LENGTH = struct.Struct("<Q")
MEMORY = 4 << 30
"""Bytes of address space, on systems that can limit it."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """``what`` is ``draw`` or ``trace``. ``seconds`` is the time after which the process ends itself."""

    what: str
    seconds: float
    data: bytes
    width: int = 0
    height: int = 0
    options: dict[str, Any] = {}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """``data`` is what was made; ``error`` says why nothing was."""

    data: bytes = b""
    width: int = 0
    height: int = 0
    error: str = ""


def main() -> None:
    """Serve tasks until the parent closes the pipe (or is gone)."""
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not come between the answers.
    os.dup2(2, 1)
    _limit_memory()
    decoder = msgspec.msgpack.Decoder(Task)
    encoder = msgspec.msgpack.Encoder()
    while (data := receive(stdin)) is not None:
        task = decoder.decode(data)
        # Works from a thread of its own without Python's lock, which the libraries hold all the time.
        faulthandler.dump_traceback_later(task.seconds, exit=True, file=sys.stderr)
        try:
            answer = _do(task)
        except BaseException as error:  # the libraries' panics are no Exceptions
            answer = Answer(error=f"{type(error).__name__}: {error}"[:500])
        faulthandler.cancel_dump_traceback_later()
        send(stdout, encoder.encode(answer))


def send(stream: IO[bytes], data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the stream, also amid a message."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    data = stream.read(size)
    return data if len(data) == size else None


def _do(task: Task) -> Answer:
    if task.what == "draw":
        return _draw(task)
    return _trace(task)


def _draw(task: Task) -> Answer:
    """A checked SVG document as RGBA rows; alpha is not multiplied in."""
    import io

    import resvg_py
    from PIL import Image

    png = resvg_py.svg_to_bytes(svg_string=task.data.decode(), **task.options)
    with Image.open(io.BytesIO(png)) as picture:
        pixels = picture.convert("RGBA")
    return Answer(data=pixels.tobytes(), width=pixels.width, height=pixels.height)


def _trace(task: Task) -> Answer:
    """RGBA rows as SVG paths."""
    import io

    import vtracer
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGBA", (task.width, task.height), task.data).save(out, "PNG", compress_level=1)
    return Answer(data=vtracer.convert_raw_image_to_svg(out.getvalue(), "png", **task.options).encode())


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
