"""Files on their way into the gallery, one after the other, so that saving results never waits long."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo

if TYPE_CHECKING:
    from studio.presenters.gallery import GalleryPresenter


class Imports(QObject):
    """The files that wait to be imported."""

    saved = Signal(object)
    progress = Signal(int, int)
    """Files done, files in all."""

    def __init__(self, gallery: GalleryPresenter) -> None:
        super().__init__(gallery)
        self._gallery = gallery
        self._waiting: list[Path] = []
        self._done = 0

    def add(self, files: Iterable[str | Path]) -> None:
        running = bool(self._waiting)
        self._waiting.extend(Path(f) for f in files)
        if not running and self._waiting:
            self._done = 0
            self._next()

    def _next(self) -> None:
        self.progress.emit(self._done, self._done + len(self._waiting))
        if self._waiting:
            path, store = self._waiting[0], self._gallery.store
            self._gallery.studio.write(lambda: store.import_file(path), self._imported, self._failed)

    def _imported(self, asset: Any) -> None:
        self.saved.emit(asset)
        self._go_on()

    def _failed(self, error: ErrorInfo) -> None:
        self._gallery.studio.notice.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        self._waiting.pop(0)
        self._done += 1
        self._next()
