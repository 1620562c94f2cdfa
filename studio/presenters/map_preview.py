"""How a control map looks while its settings change: made in the background of a reduced picture, only ever the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.additions import PREPROCESSORS
from studio.core.errors import ErrorInfo
from studio.core.pictures import ControlUnit

if TYPE_CHECKING:
    from studio.pixels.previewing import Reduced
    from studio.presenters.background import Task
    from studio.presenters.studio import StudioPresenter

SIDE = 768
"""Longest side of the reduced picture: about the size that models draw at, whose edges the map is to show."""


@dataclass(frozen=True)
class MapFrame:
    """Rows of RGB bytes, and the size (width, height) of the picture that they stand for."""

    data: bytes
    width: int
    height: int
    full: tuple[int, int]


class MapPreview(QObject):
    """``ready`` brings a :class:`MapFrame`, ``failed`` the ErrorInfo of a picture that cannot be read, ``cleared`` says that
    there is nothing to show: no picture, or a map that only a model can make."""

    ready = Signal(object)
    failed = Signal(object)
    cleared = Signal()

    def __init__(self, studio: StudioPresenter, parent: QObject | None = None, side: int = SIDE) -> None:
        super().__init__(parent)
        self._studio = studio
        self._side = side
        self._path = ""
        self._picture: Reduced | None = None
        self._reading: Task | None = None
        self._wanted: ControlUnit | None = None
        self._shown: tuple[str, ControlUnit] | None = None
        self._busy = False

    def want(self, path: str, unit: ControlUnit) -> None:
        """Show the map that ``unit`` makes of the picture in ``path`` ("" = none)."""
        # Only what the map depends on: a weight makes no other map.
        unit = ControlUnit(preprocessor=unit.preprocessor, low=unit.low, high=unit.high, detail=unit.detail)
        if self._shown == (path, unit):
            return
        self._shown, self._wanted = (path, unit), unit
        if path != self._path:
            self._path, self._picture = path, None
            if self._reading is not None:
                self._reading.cancel()
                self._reading = None
        if not path or PREPROCESSORS.get(unit.preprocessor):
            self._wanted = None
            self.cleared.emit()
        elif self._picture is not None:
            self._next()
        elif self._reading is None or self._reading.finished:
            self._read()

    def _read(self) -> None:
        path, side = self._path, self._side
        self._reading = self._studio.background.run(
            lambda: _reduced(path, side), lambda picture: self._arrived(path, picture), self.failed.emit
        )

    def _arrived(self, path: str, picture: Reduced) -> None:
        if path == self._path:
            self._picture = picture
            self._next()

    def _next(self) -> None:
        if self._busy or self._wanted is None or self._picture is None:
            return
        unit, picture = self._wanted, self._picture
        self._wanted, self._busy = None, True
        self._studio.background.run(
            lambda: _frame(picture, unit), lambda frame: self._done(picture, frame), self._not_done
        )

    def _done(self, picture: Reduced, frame: MapFrame) -> None:
        self._busy = False
        if picture is self._picture and not PREPROCESSORS.get(self._shown[1].preprocessor if self._shown else ""):
            self.ready.emit(frame)
        self._next()

    def _not_done(self, info: ErrorInfo) -> None:
        self._busy = False
        self.failed.emit(info)
        self._next()


def _reduced(path: str, side: int) -> Reduced:
    # Imported here: numpy, scipy and Pillow must not slow the window's start.
    from studio.pixels.pictures import read_picture
    from studio.pixels.previewing import reduced

    return reduced(read_picture(path), side)


def _frame(picture: Reduced, unit: ControlUnit) -> MapFrame:
    from studio.pixels import control_maps

    pixels = control_maps.make(unit.preprocessor, picture.picture, unit)
    return MapFrame(pixels.tobytes(), pixels.shape[1], pixels.shape[0], picture.full)
