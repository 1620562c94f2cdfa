"""A backend for tests of the worker process. The prompt says what it does; the task ``write`` gives texts.

``ok``: every take a text. ``sleep``: works until cancelled. ``deaf``: sleeps without ever looking. ``loading``: sleeps
while it loads. ``raise``, ``oom``, ``exit``, ``abort``, ``segfault``: what they say. ``one then sleep``: one take, then
sleeps. ``stream``: pieces of text. ``chatter``: prints, also from C. ``garbage``: writes nonsense into the channel.
``network``: tries to connect. ``environment``: tells its process's settings. ``picture``: a preview and a picture.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

from studio.core.messages import Phase
from studio.core.models import InstalledModel, ModelSpec
from studio.worker.backends.registry import VARIABLE
from studio.worker.context import JobContext

INJECTION = {VARIABLE: "test=tests.support.backend:TestBackend"}


def model(name: str = "tiny", memory: int = 1000) -> InstalledModel:
    spec = ModelSpec(id=name, name=name, backend="test", format="native", memory=memory)
    return InstalledModel(spec=spec, folder="/", sha256="ab")


class Loaded:
    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.closed = False

    def close(self) -> None:
        self.closed = True


class TestBackend:
    __test__ = False
    tasks = frozenset({"write", "text-to-image"})

    def load(self, model: InstalledModel, ctx: JobContext) -> Loaded:
        if ctx.request.prompt == "loading":
            _mark(ctx)
            _wait(ctx)
        return Loaded(model.spec.memory)

    def run(self, model: Loaded, ctx: JobContext) -> None:
        words = ctx.request.prompt
        ctx.phase(Phase.GENERATING, 0.0)
        _mark(ctx)
        act = getattr(self, "_" + words.replace(" ", "_"), None)
        if act is not None:
            act(ctx)
        for take in range(ctx.request.takes):
            ctx.check_cancelled()
            if not (ctx.folder / f"take-{take}.txt").exists():
                self._emit(ctx, take, f"take {take}")

    def warm(self) -> None:
        seconds = float(os.environ.get("TEST_WARM_SECONDS", "0"))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.01)

    def _emit(self, ctx: JobContext, take: int, text: str) -> None:
        ctx.emit_text(take, text, ctx.recipe(ctx.request, take=take))

    def _sleep(self, ctx: JobContext) -> None:
        _wait(ctx)

    def _deaf(self, ctx: JobContext) -> None:
        time.sleep(60)

    def _one_then_sleep(self, ctx: JobContext) -> None:
        self._emit(ctx, 0, "take 0")
        _wait(ctx)

    def _raise(self, ctx: JobContext) -> None:
        raise ValueError("没有办法")

    def _oom(self, ctx: JobContext) -> None:
        raise MemoryError

    def _exit(self, ctx: JobContext) -> None:
        sys.exit(7)

    def _quit(self, ctx: JobContext) -> None:
        print("last words: 再见", flush=True)
        os._exit(7)

    def _abort(self, ctx: JobContext) -> None:
        os.abort()

    def _segfault(self, ctx: JobContext) -> None:
        import ctypes

        ctypes.string_at(0)

    def _stream(self, ctx: JobContext) -> None:
        for number in range(200):
            ctx.check_cancelled()
            ctx.phase(Phase.GENERATING, number / 200)
            ctx.text(0, f"{number} ")
            time.sleep(0.001)

    def _chatter(self, ctx: JobContext) -> None:
        print("hello from python")
        os.write(1, b"hello from c\n" * 2000)
        os.write(2, b"complaint from c\n")

    def _garbage(self, ctx: JobContext) -> None:
        """Half a message with an absurd length, right into the pipe."""
        for thing in gc.get_objects():
            if isinstance(thing, Connection) and not thing.closed:
                os.write(thing.fileno(), b"\x00\x00\x40\x00half")
        time.sleep(60)

    def _nonsense(self, ctx: JobContext) -> None:
        for thing in gc.get_objects():
            if isinstance(thing, Connection) and not thing.closed:
                thing.send_bytes(b"not a message")
        time.sleep(60)

    def _network(self, ctx: JobContext) -> None:
        socket.create_connection(("93.184.216.34", 80), timeout=5)

    def _environment(self, ctx: JobContext) -> None:
        names = ("OMP_NUM_THREADS", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "DO_NOT_TRACK")
        told = {name: os.environ.get(name) for name in names}
        told["heavy"] = [m for m in ("torch", "numpy", "PySide6", "transformers") if m in sys.modules]
        told["threads"] = ctx.threads
        self._emit(ctx, 0, json.dumps(told))

    def _picture(self, ctx: JobContext) -> None:
        import numpy as np

        for value in range(40):
            ctx.preview(0, np.full((64, 32, 3), value, dtype=np.uint8))
            time.sleep(0.01)


def _mark(ctx: JobContext) -> None:
    """Tell a test that looks at the disk how far the job is."""
    Path(ctx.folder, "here").touch()


def _wait(ctx: JobContext) -> None:
    while True:
        ctx.check_cancelled()
        time.sleep(0.005)
