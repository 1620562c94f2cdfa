"""The palette of a picture: found in the background, written where the user says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from studio.pixels.palette import Swatch
    from studio.presenters.background import Task
    from studio.presenters.studio import StudioPresenter

FEWEST, MOST, USUAL = 3, 12, 6
"""Numbers of colours (the limits are those of ``studio.pixels.palette``, which a test compares)."""


class PalettePresenter(QObject):
    """``found`` brings the swatches, ``failed`` an ErrorInfo, ``saved`` the file's path."""

    found = Signal(list)
    failed = Signal(object)
    saved = Signal(str)

    def __init__(self, studio: StudioPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = studio.background
        self._task: Task | None = None
        self.path = ""
        self.swatches: list[Swatch] = []

    def look(self, path: str, count: int) -> None:
        """Find the dominant colours of a picture; what was asked before is dropped."""
        if self._task is not None:
            self._task.cancel()
        if path != self.path:
            self.swatches = []
        self.path = path
        self._task = self._background.run(lambda: _dominant(path, count), self._found, self.failed.emit)

    def save(self, path: str, form: str) -> None:
        """Write the palette; the name of its picture is the palette's."""
        swatches, name = self.swatches, Path(self.path).stem
        self._background.run(
            lambda: _write(path, swatches, form, name), lambda _done: self.saved.emit(path), self.failed.emit
        )

    def _found(self, swatches: list[Swatch]) -> None:
        self.swatches = swatches
        self.found.emit(swatches)


def _dominant(path: str, count: int) -> list[Swatch]:
    # Imported here: numpy and Pillow must not slow the window's start.
    from studio.pixels.palette import dominant
    from studio.pixels.pictures import read_picture

    return dominant(read_picture(path), count)


def _write(path: str, swatches: list[Swatch], form: str, name: str) -> None:
    from studio.exports import palettes

    palettes.write(Path(path), swatches, form, name)
