"""Bar 8: a picture from the worker into a QImage, through the shared-memory ring against pickle over a Pipe."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.messages import Configure, Preview, decode_event, encode
from studio.core.requests import ImageRequest
from studio.core.ring import Ring
from studio.worker.context import JobContext
from tests.benchmarks.timing import compare

TARGET = 0.3
EDGE = 1024


def _worker(connection: Connection, ring: str) -> None:
    """Sends the same picture whenever it is asked: ``r`` through the ring, ``p`` pickled."""
    pixels = np.random.default_rng(0).integers(0, 255, (EDGE, EDGE, 3), dtype=np.uint8)
    context = JobContext(
        job="bench",
        request=ImageRequest(prompt="x"),
        folder=Path(),
        send=lambda event: connection.send_bytes(encode(event)),
        ring=Ring(ring),
    )
    connection.send_bytes(encode(Configure()))
    while (word := connection.recv_bytes()) != b"end":
        if word == b"r":
            context._next_preview = 0.0  # the limit of previews a second is not what is measured
            context.preview(0, pixels)
        else:
            connection.send(pixels)


def measure(rounds: int) -> dict[str, Any]:
    from PySide6.QtGui import QImage

    ring = Ring()
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_worker, args=(theirs, ring.name), daemon=True)
    process.start()
    ours.recv_bytes()

    def image(rows: Any, width: int, height: int) -> None:
        made = QImage(rows, width, height, 3 * width, QImage.Format.Format_RGB888)
        assert made.width() == EDGE and not made.isNull()

    def studio() -> float:
        began = time.perf_counter()
        ours.send_bytes(b"r")
        event = decode_event(ours.recv_bytes())
        assert isinstance(event, Preview)
        rows = ring.read(event.slot, event.serial, event.width, event.height)
        assert rows is not None
        image(rows, event.width, event.height)
        return time.perf_counter() - began

    def baseline() -> float:
        began = time.perf_counter()
        ours.send_bytes(b"p")
        pixels = ours.recv()
        image(pixels.data, pixels.shape[1], pixels.shape[0])
        return time.perf_counter() - began

    try:
        for warm_up in (studio, baseline, studio, baseline):
            warm_up()
        result = compare(
            f"{EDGE}² picture worker → QImage / pickle over a Pipe",
            studio,
            baseline,
            target=TARGET,
            rounds=rounds or 101,
        )
    finally:
        ours.send_bytes(b"end")
        process.join(5)
        ring.close()
    return {"name": "bar_08_preview", **result}
