"""Wildcards, styles and presets as the window has them: read in the background, kept up to date, changed by the user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo
from studio.settings.prompts import book as books
from studio.settings.prompts import shelves
from studio.settings.prompts.book import Book
from studio.settings.prompts.importing import Imported, import_files
from studio.settings.prompts.items import PromptItem
from studio.settings.prompts.shelves import Item, Items, Shelf

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter


class PromptBook(QObject):
    """``book`` is the latest one read; empty until ``loaded``. ``imported`` brings the outcome of an import."""

    changed = Signal()
    imported = Signal(object)

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio
        self.book = Book()
        self.loaded = False
        self._waiting: list[Callable[[], Any]] = []
        self._reading = False

    # -- reading --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the files again if any of them has changed: another program may have written them."""
        if self._reading:
            return
        self._reading = True
        stamp = self.book.stamp if self.loaded else None
        self.studio.background.run(
            lambda: None if stamp is not None and books.stamp_now() == stamp else books.load(), self._read, self._failed
        )

    def when_loaded(self, call: Callable[[], Any]) -> None:
        """Call now, or as soon as the files have been read for the first time."""
        if self.loaded:
            call()
        else:
            self._waiting.append(call)
            self.refresh()

    def _read(self, found: Book | None) -> None:
        self._reading = False
        if found is None:
            return
        self.book, self.loaded = found, True
        waiting, self._waiting = self._waiting, []
        self.changed.emit()
        for call in waiting:
            call()

    def _failed(self, info: ErrorInfo) -> None:
        self._reading = False
        self.studio.notice.emit(info)

    # -- changing -------------------------------------------------------------------------------------------------

    def items(self, shelf: Shelf[Any]) -> Items[Any]:
        """The styles, presets or negative presets."""
        return getattr(self.book, shelf.folder)  # type: ignore[no-any-return]

    def save(self, shelf: Shelf[Any], value: PromptItem, on_done: Callable[[], None] | None = None) -> None:
        """Keep a thing as the user's own, in the place of one with the same name."""
        before = self.items(shelf)
        self._change(lambda: shelves.save(shelf, value, before), on_done)

    def delete(self, shelf: Shelf[Any], item: Item[Any], on_done: Callable[[], None] | None = None) -> None:
        """Take away one of the user's own; it stays in the folder's trash."""
        self._change(lambda: shelves.delete(shelf, item), on_done)

    def import_files(self, files: list[Path], only: str = "") -> None:
        """Copy files into the user's folders; :attr:`imported` says what came in."""

        def done(outcome: Imported) -> None:
            self.refresh()
            self.imported.emit(outcome)

        self.studio.background.run(lambda: import_files(files, only), done, self.studio.notice.emit)

    def _change(self, work: Callable[[], Any], on_done: Callable[[], None] | None) -> None:
        def done(_result: Any) -> None:
            self.refresh()
            if on_done is not None:
                on_done()

        self.studio.background.run(work, done, self.studio.notice.emit)
