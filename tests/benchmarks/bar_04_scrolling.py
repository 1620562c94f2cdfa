"""Bar 4: how fast a worker draws while the gallery is being scrolled, against a gallery that stands still.

One torch thread in the worker, so that a core is left for the window where the machine has two.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from studio.core.messages import Result
from tests.benchmarks import timing
from tests.support import tiny_pipelines

ASSETS = 240
TAKES = 3
STEPS = 20


def measure(rounds: int) -> dict[str, Any]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["AIGC_STUDIO_NO_SOUND"] = "1"
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory(prefix="aigc-studio-bench-") as folder:
        scene = _Scene(Path(folder))
        try:
            scene.rate(scrolling=False)  # loads the model
            return timing.compare(
                "takes a second with the gallery scrolling / standing still",
                lambda: scene.rate(scrolling=True),
                lambda: scene.rate(scrolling=False),
                target=0.8,
                at_least=True,
                rounds=rounds or 3,
                cores=os.cpu_count(),
                frames=scene.frames,
            )
        finally:
            scene.close()
            app.processEvents()


class _Scene:
    """A window over a project with pictures, and a real worker beside it."""

    def __init__(self, folder: Path) -> None:
        from studio.core.messages import Configure
        from studio.engine.inference_engine import InferenceEngine
        from studio.engine.loop import EngineLoop
        from studio.engine.process import ProcessChannel
        from studio.ui.main_window import MainWindow
        from tests.support.engine import MemorySaver, MemoryStore
        from tests.ui.gallery_world import World

        os.environ["AIGC_STUDIO_HOME"] = str(folder / "home")
        self.frames = 0
        self.world = World(folder)
        for number in range(ASSETS):
            self.world.add("image", f"a lantern, number {number}", number=number)
        self.window = MainWindow(self.world.studio)
        self.window.resize(1280, 800)
        self.window.show()
        self.world.wait(lambda: self.world.studio.models.loaded and self.window.side.gallery is not None)
        self.world.settle(0.5)
        model = tiny_pipelines.installed(tiny_pipelines.save("medium", folder / "medium"), "medium")
        self._results: list[Result] = []
        self._engine = InferenceEngine()
        self._engine.attach(
            EngineLoop(
                channel_factory=lambda index: ProcessChannel(index, log_folder=folder / "logs"),
                store=MemoryStore(),
                saver=MemorySaver(),
                observe=self._results.append,
                resolve=lambda request: (msgspec.structs.replace(request, model=model.spec.id), (model,)),
                jobs_folder=folder / "jobs",
                listener=self._engine.listener,
                configure=Configure(threads=1, warm=False),
            )
        )
        self._engine.start()

    def rate(self, *, scrolling: bool) -> float:
        """Takes a second, as the worker itself timed them."""
        from PySide6.QtCore import QTimer

        from studio.core.jobs import FINISHED
        from studio.core.requests import ImageRequest

        bar = self.window.side.gallery.grid.verticalScrollBar()  # type: ignore[union-attr]

        def scroll() -> None:
            self.frames += 1
            bar.setValue((bar.value() + 23) % max(1, bar.maximum()))

        timer = QTimer(self.window, interval=16)
        timer.timeout.connect(scroll)
        if scrolling:
            timer.start()
        job = self._engine.submit(ImageRequest(prompt="x", seed=1, takes=TAKES, steps=STEPS))
        self.world.wait(lambda: any(j.id == job and j.state in FINISHED for j in self._engine.jobs()), 120)
        timer.stop()
        timer.deleteLater()
        ended = next(j for j in self._engine.jobs() if j.id == job)
        results = [r for r in self._results if r.job == job]
        if len(results) != TAKES:
            raise RuntimeError(f"the job did not run: {ended.state} {ended.error or ''}")
        return TAKES / sum(r.recipe.duration_s for r in results)

    def close(self) -> None:
        from tests.ui.gallery_world import destroy

        self._engine.stop()
        destroy(self.window)
        self.world.close()
