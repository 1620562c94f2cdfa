"""The live preview of an edit: read once, worked out in the background, only ever the latest that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo
from studio.core.pictures import Edit

if TYPE_CHECKING:
    from studio.pixels.previewing import Look, Reduced
    from studio.presenters.background import Task
    from studio.presenters.studio import StudioPresenter

LOOKS = ("frame", "result", "before")
"""What can be shown: the whole picture for a crop's frame, the result, or the picture as it came."""


@dataclass(frozen=True)
class Frame:
    """Pixels to show: rows of RGB or RGBA bytes, and the size (width, height) of the picture that they stand for."""

    look: str
    data: bytes
    width: int
    height: int
    alpha: bool
    full: tuple[int, int]


class EditPreview(QObject):
    """``ready`` brings a :class:`Frame`, ``failed`` the ErrorInfo of an edit that cannot be, ``unreadable`` that of the
    source, ``sourceChanged`` the source's width and height (0, 0 while there is none)."""

    ready = Signal(object)
    failed = Signal(object)
    unreadable = Signal(object)
    sourceChanged = Signal(int, int)

    def __init__(self, studio: StudioPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._path = ""
        self._source: Reduced | None = None
        self._reading: Task | None = None
        self._wanted: tuple[Edit, str] | None = None
        self._busy = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the source, (0, 0) while it is not read."""
        return self._source.full if self._source is not None else (0, 0)

    def set_source(self, path: str) -> None:
        """The picture to edit; "" for none."""
        if path == self._path:
            return
        self._path, self._source = path, None
        if self._reading is not None:
            self._reading.cancel()
        self.sourceChanged.emit(0, 0)
        if path:
            self._reading = self._studio.background.run(
                lambda: _read(path), lambda source: self._read(path, source), self.unreadable.emit
            )

    def show(self, edit: Edit, look: str) -> None:
        """Work out how ``edit`` looks; of several that come while one is being worked out, the last."""
        self._wanted = (edit, look)
        self._next()

    def _read(self, path: str, source: Reduced) -> None:
        if path == self._path:
            self._source = source
            self.sourceChanged.emit(*source.full)
            self._next()

    def _next(self) -> None:
        if self._busy or self._wanted is None or self._source is None:
            return
        (edit, look), source = self._wanted, self._source
        self._wanted, self._busy = None, True
        self._studio.background.run(
            lambda: _frame(source, edit, look), lambda frame: self._done(source, frame), self._failed
        )

    def _done(self, source: Reduced, frame: Frame) -> None:
        self._busy = False
        if source is self._source:
            self.ready.emit(frame)
        self._next()

    def _failed(self, info: ErrorInfo) -> None:
        self._busy = False
        self.failed.emit(info)
        self._next()


def _read(path: str) -> Reduced:
    # Imported here: numpy and Pillow must not slow the window's start.
    from studio.pixels.pictures import read_picture
    from studio.pixels.previewing import reduced

    return reduced(read_picture(path))


def _frame(source: Reduced, edit: Edit, look: str) -> Frame:
    from studio.pixels import previewing

    work: dict[str, Any] = {
        "frame": previewing.uncropped,
        "result": previewing.finished,
        "before": lambda source, _edit: previewing.Look(source.picture, source.full),
    }
    shown: Look = work[look](source, edit)
    pixels = shown.picture.rgba
    height, width, channels = pixels.shape
    return Frame(look, pixels.tobytes(), width, height, channels == 4, shown.full)
