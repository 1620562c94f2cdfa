"""The live preview of a trace: computed in a process of its own, given up when something else is wanted."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.errors import ErrorInfo
from studio.core.pictures import Trace

if TYPE_CHECKING:
    from studio.presenters.background import Cancelled, Progress, Task
    from studio.presenters.studio import StudioPresenter
    from studio.vector.helper import Helper

DELAY_MS = 200
"""How long settings must rest before they are tried."""
SHOWN = 2048
"""Pixels of the longer side that the preview is drawn with at most."""


@dataclass(frozen=True)
class Traced:
    """``rgba`` are rows of ``drawn`` (width, height) pixels; ``size`` is the picture's own. ``bytes`` is the length of
    the SVG file, without the recipe that will be in it."""

    rgba: bytes
    drawn: tuple[int, int]
    size: tuple[int, int]
    paths: int
    bytes: int


class TracePreview(QObject):
    """``result`` is the last trace of the wanted picture, perhaps with other settings while ``busy``."""

    changed = Signal()

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self._background = studio.background
        self._wanted: tuple[str, Trace] | None = None
        self._task: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._begin)
        self._gate = threading.Lock()
        self._idle: Helper | None = None
        self._read: tuple[str, float, Any] = ("", 0.0, None)
        self.result: Traced | None = None
        self.busy = False
        self.error: ErrorInfo | None = None
        studio.closing.connect(self.stop)

    def want(self, path: str, settings: Trace) -> None:
        """Trace this picture in this way soon; "" wants nothing."""
        if self._wanted == (path, settings):
            return
        if self._wanted is None or self._wanted[0] != path:
            self.result = None
        self._give_up()
        self._wanted = (path, settings)
        self.error, self.busy = None, bool(path)
        if path:
            self._timer.start()
        self.changed.emit()

    def stop(self) -> None:
        """Want nothing any more, and let go of the process."""
        self._give_up()
        self._wanted, self.busy = None, False
        with self._gate:
            idle, self._idle = self._idle, None
        if idle is not None:
            idle.close()

    def _give_up(self) -> None:
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _begin(self) -> None:
        if self._wanted is None:
            return
        path, settings = self._wanted
        wanted = self._wanted

        def work(_progress: Progress, cancelled: Cancelled) -> Traced | None:
            return self._trace(path, settings, cancelled)

        self._task = self._background.run_long(
            work, lambda traced: self._done(wanted, traced), lambda info: self._failed(wanted, info)
        )

    def _done(self, wanted: tuple[str, Trace], traced: Traced | None) -> None:
        if wanted == self._wanted and traced is not None:
            self.result, self.busy, self._task = traced, False, None
            self.changed.emit()

    def _failed(self, wanted: tuple[str, Trace], info: ErrorInfo) -> None:
        if wanted == self._wanted:
            self.error, self.result, self.busy, self._task = info, None, False, None
            self.changed.emit()

    # -- off the GUI thread -----------------------------------------------------------------------------------------

    def _trace(self, path: str, settings: Trace, cancelled: Cancelled) -> Traced | None:
        from studio.vector import checking, drawing, tracing
        from studio.vector.helper import Cancelled as GivenUp
        from studio.vector.helper import Helper

        with self._gate:
            helper, self._idle = self._idle or Helper(), None
        try:
            pixels = self._pixels(path)
            if cancelled():
                return None
            traced = tracing.trace(pixels, settings, helper=helper, cancelled=cancelled)
            svg = checking.check(traced.svg, Path(path).name)
            size = drawing.within(svg.size, min(SHOWN, max(SHOWN // 2, *svg.size)))
            drawn = drawing.draw(svg, size, name=Path(path).name, helper=helper, cancelled=cancelled)
        except GivenUp:
            return None
        finally:
            self._put_back(helper, keep=not cancelled())
        return Traced(drawn.data, (drawn.width, drawn.height), svg.size, traced.paths, len(traced.svg))

    def _pixels(self, path: str) -> Any:
        """The picture as the worker would read it, kept for the next settings."""
        from studio.worker.images.pictures import read_picture

        changed = Path(path).stat().st_mtime if Path(path).exists() else 0.0
        if self._read[:2] != (path, changed):
            self._read = (path, changed, read_picture(path).rgba)
        return self._read[2]

    def _put_back(self, helper: Helper, *, keep: bool) -> None:
        """For the next trace, unless there is one already or none is wanted."""
        with self._gate:
            if keep and self._idle is None and self._wanted is not None:
                self._idle = helper
                return
        helper.close()
