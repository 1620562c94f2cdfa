"""A process that opens a window, says how long that took and how much memory it has, and ends.

python -m tests.benchmarks.window_process bare|studio
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(kind: str) -> dict[str, float]:
    """Run this module in a fresh process; its time counts from before the interpreter starts."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "AIGC_STUDIO_HOME": home, "BENCH_BEGAN": repr(time.time())}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, "-m", "tests.benchmarks.window_process", kind]
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(result.stderr[-2000:])
    found: dict[str, float] = json.loads(result.stdout.strip().splitlines()[-1])
    return found


def _say() -> None:
    import psutil

    memory = psutil.Process().memory_info().rss
    runtimes = [m for m in ("torch", "transformers", "diffusers", "onnxruntime") if m in sys.modules]
    assert not runtimes, runtimes
    print(json.dumps({"first_paint_s": time.time() - float(os.environ["BENCH_BEGAN"]), "resident": memory}), flush=True)
    os._exit(0)


def bare() -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, _say)

    application = QApplication([])
    window = Window()
    window.resize(1280, 800)
    window.show()
    application.exec()


def studio() -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QMainWindow

    class _Watch(QObject):
        """Says so once the events of the window's first paint, its children's among them, have been handled."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
                QTimer.singleShot(0, _say)
            return False

    from studio.app import Studio, make_application
    from studio.core import paths
    from studio.settings import store

    settings = store.load(paths.settings_file())
    application = make_application(settings)
    running = Studio(settings)
    watch = _Watch()
    application.installEventFilter(watch)
    running.show()
    running.open()
    application.exec()


if __name__ == "__main__":
    {"bare": bare, "studio": studio}[sys.argv[1]]()
