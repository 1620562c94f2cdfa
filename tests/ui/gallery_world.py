"""A whole studio for tests of gallery, queue and export: a real project, a scripted worker, no window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from PIL import Image, ImageDraw
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer

from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import AudioRequest, ImageRequest, Kind, Request, TextRequest
from studio.engine.inference_engine import InferenceEngine
from studio.gallery import thumbnails
from studio.presenters.studio import StudioPresenter
from studio.services import Services
from studio.settings.schema import Settings
from tests.support.scripted_channel import Script, ScriptedChannel, complete

PROJECT = "项目 project"


class World:
    """``studio`` with everything behind it; :meth:`wait` runs the event loop until something is so."""

    def __init__(self, folder: Path, script: Script = complete, settings: Settings | None = None) -> None:
        self.folder = folder
        self.channels: list[ScriptedChannel] = []
        self.notices: list[Any] = []

        def make(number: int) -> ScriptedChannel:
            self.channels.append(ScriptedChannel(script))
            return self.channels[-1]

        self.engine = InferenceEngine()
        self.services = Services.open(folder / PROJECT, settings=settings or Settings(), channel_factory=make)
        # No model is installed in tests: the scripted worker needs none.
        self.services.library.resolve = lambda request: (request, ())  # type: ignore[method-assign]
        self.engine.attach(self.services.make_loop(self.engine.listener))
        self.studio = StudioPresenter(self.services, self.engine)
        self.studio.notice.connect(self.notices.append)

    @property
    def store(self) -> Any:
        return self.services.project.store

    def start_engine(self) -> None:
        self.engine.start()
        self.engine.start_worker()

    def close(self) -> None:
        self.engine.stop()
        self.studio.close()
        self.services.close()
        # On a busy machine the engine's last news are on their way for a moment.
        self.wait(lambda: not self.engine._mailbox._timer.isActive())

    def wait(self, condition: Callable[[], Any], seconds: float = 10.0) -> None:
        """Run the event loop until the condition holds; fails after some seconds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError("waited in vain")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            time.sleep(0.001)

    def settle(self, seconds: float = 0.05) -> None:
        end = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > end)

    # -- assets ---------------------------------------------------------------------------------------------------

    def add(self, kind: Kind, prompt: str, *, parents: tuple[str, ...] = (), number: int = 0) -> Any:
        """An asset as a worker would have made it."""
        folder = self.folder / "made"
        folder.mkdir(exist_ok=True)
        request: Request
        if kind == "image":
            path = folder / f"{number}.png"
            draw_picture(number).save(path)
            request = ImageRequest(prompt=prompt, seed=number, width=320, height=240, steps=4)
        elif kind == "audio":
            path = folder / f"{number}.wav"
            t = np.linspace(0, 2, 32_000)
            soundfile.write(path, (np.sin(t * 2000) * np.abs(np.sin(t * 4 + number)) * 0.6).astype(np.float32), 16_000)
            request = AudioRequest(prompt=prompt, seed=number, voice="zf_001", language="zh")
        else:
            path = folder / f"{number}.txt"
            path.write_text(
                f"{prompt}\n\n春眠不觉晓，处处闻啼鸟。A first draft of the text, number {number}.\n", encoding="utf-8"
            )
            request = TextRequest(prompt=prompt, seed=number)
        recipe = Recipe(
            request=request,
            kind=kind,
            model=ModelUse(id="m", name="Sample model", licence="Apache-2.0", sha256="ab" * 32),
            created="2026-01-01T00:00:00Z",
            device="cpu",
            dtype="float32",
            duration_s=3.2,
            parents=parents,
        )
        facts: dict[str, Any] = {"image": {"width": 320, "height": 240}, "audio": {"seconds": 2.0}}.get(kind, {})
        if kind == "text":
            facts = {"excerpt": path.read_text(encoding="utf-8")}
        if kind == "image":
            facts["thumbnail"] = folder / f"{number}.thumb.jpg"
            draw_picture(number).save(facts["thumbnail"])
        if kind == "audio":
            data, suffix = thumbnails.of_sound(path)
            facts["thumbnail"] = folder / f"{number}.thumb{suffix}"
            facts["thumbnail"].write_bytes(data)
        return self.store.add(path, recipe=recipe, kind=kind, **facts)


def draw_picture(number: int) -> Image.Image:
    """A picture that differs from the others."""
    picture = Image.new(
        "RGB", (320, 240), ((number * 67) % 200 + 30, (number * 37) % 200 + 30, (number * 97) % 200 + 30)
    )
    draw = ImageDraw.Draw(picture)
    draw.ellipse((40 + number * 7 % 100, 30, 200 + number * 7 % 100, 190), fill=(240, (number * 53) % 255, 120))
    draw.rectangle((0, 180, 320, 240), fill=(30, 40 + number % 60, 60))
    return picture


@contextmanager
def world(folder: Path, script: Script = complete) -> Iterator[World]:
    made = World(folder, script)
    try:
        yield made
    finally:
        made.close()


def destroy(*widgets: Any) -> None:
    """Delete widgets now, as closing their window would."""
    for widget in widgets:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


class Watchdog:
    """Measures the longest time the event loop did not come round, in seconds."""

    def __init__(self, interval_ms: int = 1) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._tick)

    def __enter__(self) -> Watchdog:
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now
