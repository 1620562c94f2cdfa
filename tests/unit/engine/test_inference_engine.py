from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot

from studio.core.messages import Configure
from studio.core.requests import TextRequest
from studio.engine.inference_engine import InferenceEngine
from studio.engine.loop import EngineLoop
from tests.support.engine import MODEL, QUICK, MemorySaver, MemoryStore
from tests.support.scripted_channel import ScriptedChannel, complete


class Follower(QObject):
    def __init__(self, engine: InferenceEngine) -> None:
        super().__init__()
        self.told: list[tuple] = []
        for name in ("progress", "text", "residency"):
            getattr(engine, name).connect(getattr(self, name))
        engine.preview.connect(self.preview)
        engine.assetSaved.connect(self.saved)

    @Slot(object)
    def progress(self, event: object) -> None:
        self.told.append(("progress", event))

    @Slot(object)
    def text(self, event: object) -> None:
        self.told.append(("text", event.text))

    @Slot(object)
    def residency(self, event: object) -> None:
        self.told.append(("residency", event.models))

    @Slot(object, bytes)
    def preview(self, event: object, rgb: bytes) -> None:
        self.told.append(("preview", bytes(rgb)))

    @Slot(str, int, object)
    def saved(self, job: str, take: int, asset: object) -> None:
        self.told.append(("saved", take))


def make(folder: Path, engine: InferenceEngine, channel: ScriptedChannel, **more) -> EngineLoop:
    return EngineLoop(
        channel_factory=lambda index: channel,
        store=MemoryStore(),
        saver=MemorySaver(),
        resolve=lambda request: (request, (MODEL,)),
        jobs_folder=folder,
        listener=engine.listener,
        configure=Configure(warm=False),
        limits=QUICK,
        **more,
    )


def test_signals_arrive_in_the_windows_thread(qtbot, tmp_path: Path) -> None:
    def script(channel: ScriptedChannel, command) -> None:
        channel.text(command, "你好")
        channel.show(command, b"abc\0", 1, 1)
        channel.residency({"tiny": 4})
        complete(channel, command)

    engine = InferenceEngine()
    follower = Follower(engine)
    states: list[str] = []
    with pytest.raises(RuntimeError):
        engine.submit(TextRequest(prompt="x"))
    engine.attach(make(tmp_path, engine, ScriptedChannel(script)))
    engine.start()
    with qtbot.waitSignal(engine.assetSaved, timeout=5000):
        job = engine.submit(TextRequest(prompt="x"))
    qtbot.waitUntil(lambda: ("saved", 0) in follower.told, timeout=5000)
    assert {"progress", "text", "preview", "residency", "saved"} == {name for name, *_ in follower.told}
    assert ("text", "你好") in follower.told and ("preview", b"abc\0") in follower.told
    qtbot.waitUntil(lambda: engine.idle() and [j.id for j in engine.jobs()] == [job], timeout=5000)
    engine.set_paused(True)
    qtbot.waitUntil(engine.paused, timeout=5000)
    assert engine.stop() and states == []


def test_change_of_project_keeps_the_worker(qtbot, tmp_path: Path) -> None:
    engine, channel = InferenceEngine(), ScriptedChannel()
    assert engine.detach() == [] and engine.stop()
    engine.attach(make(tmp_path / "a", engine, channel))
    engine.start()
    with qtbot.waitSignal(engine.assetSaved, timeout=5000):
        engine.submit(TextRequest(prompt="x"))
    qtbot.waitUntil(engine.idle, timeout=5000)
    channels = engine.detach()
    assert channels == [channel] and not engine.isRunning()
    engine.attach(make(tmp_path / "b", engine, channel, channels=channels))
    engine.start()
    with pytest.raises(RuntimeError):
        engine.attach(engine.loop)
    with qtbot.waitSignal(engine.assetSaved, timeout=5000):
        engine.submit(TextRequest(prompt="x"))
    assert engine.stop() and channel.stopped
