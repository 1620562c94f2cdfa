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

    def __init__(self, studio: StudioPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._read_from: tuple[str, int] = ("", 0)
        self._picture: Reduced | None = None
        self._reading: Task | None = None
        self._wanted: ControlUnit | None = None
        self._shown: tuple[str, int, ControlUnit] | None = None
        self._busy = False

    def want(self, path: str, unit: ControlUnit, side: int) -> None:
        """Show the map that ``unit`` makes of the picture in ``path`` ("" = none), scaled to ``side`` pixels at most."""
        # Only what the map depends on: a weight makes no other map.
        unit = ControlUnit(preprocessor=unit.preprocessor, low=unit.low, high=unit.high, detail=unit.detail)
        if self._shown == (path, side, unit):
            return
        self._shown, self._wanted = (path, side, unit), unit
        if self._read_from != (path, side):
            self._read_from, self._picture = (path, side), None
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
        wanted = self._read_from
        self._reading = self._studio.background.run(
            lambda: _reduced(*wanted), lambda picture: self._arrived(wanted, picture), self.failed.emit
        )

    def _arrived(self, wanted: tuple[str, int], picture: Reduced) -> None:
        if wanted == self._read_from:
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
        if picture is self._picture and not PREPROCESSORS.get(self._shown[2].preprocessor if self._shown else ""):
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
