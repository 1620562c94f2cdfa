"""Files on their way into the gallery, one after the other, so that saving results never waits long."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo

if TYPE_CHECKING:
    from studio.presenters.gallery import GalleryPresenter

NAMED = 5
"""Names of files that are said when several cannot be imported."""


class Imports(QObject):
    """The files that wait to be imported."""

    saved = Signal(object)
    progress = Signal(int, int)
    """Files done, files in all."""
    finished = Signal(int)
    """How many of the files are in the gallery now. What kept the others out was sent as the studio's notice."""

    def __init__(self, gallery: GalleryPresenter) -> None:
        super().__init__(gallery)
        self._gallery = gallery
        self._waiting: list[Path] = []
        self._done = 0
        self._left = 0
        gallery.studio.projectLeft.connect(self._leave)
        gallery.studio.projectChanged.connect(self._tell_left)
        self._failures: list[tuple[str, ErrorInfo]] = []

    def add(self, files: Iterable[str | Path]) -> None:
        running = bool(self._waiting)
        self._waiting.extend(Path(f) for f in files)
        if not running and self._waiting:
            self._done = 0
            self._failures.clear()
            self._next()

    def _next(self) -> None:
        self.progress.emit(self._done, self._done + len(self._waiting))
        if self._waiting:
            path, store = self._waiting[0], self._gallery.store
            self._gallery.studio.write(lambda: store.import_file(path), self._imported, self._failed)
        else:
            self._end()

    def _leave(self) -> None:
        """The file that is being imported still is; the others are not meant for the next project."""
        self._left = len(self._waiting[1:])
        del self._waiting[1:]

    def _tell_left(self) -> None:
        if self._left:
            error = ErrorInfo(code="import-left", params={"count": str(self._left)})
            # Behind whatever else follows the change: news of the old project are taken away.
            self._gallery.studio.background.post(lambda: self._gallery.studio.notice.emit(error))
        self._left = 0

    def _imported(self, asset: Any) -> None:
        self.saved.emit(asset)
        self._go_on()

    def _failed(self, error: ErrorInfo) -> None:
        self._failures.append((self._waiting[0].name, error))
        self._go_on()

    def _go_on(self) -> None:
        self._waiting.pop(0)
        self._done += 1
        self._next()

    def _end(self) -> None:
        if len(self._failures) == 1:
            self._gallery.studio.notice.emit(self._failures[0][1])
        elif self._failures:
            names = [name for name, _error in self._failures[:NAMED]]
            params = {
                "count": str(len(self._failures)),
                "total": str(self._done),
                "names": ", ".join(names) + (" …" if len(self._failures) > NAMED else ""),
            }
            causes = tuple(self._failures)
            self._gallery.studio.notice.emit(ErrorInfo(code="import-partly", params=params, causes=causes))
        self.finished.emit(self._done - len(self._failures))
