"""What the gallery says: what was just done, with a way back, and each asset in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject

from studio.ui import words
from studio.ui.grid_painter import when_text
from studio.ui.snackbar import Snackbar

if TYPE_CHECKING:
    from studio.presenters.gallery import GalleryPresenter
    from studio.presenters.gallery_words import Undo


class GalleryNews(QObject):
    """Says it in the snackbar that is in sight, which ``place`` tells."""

    def __init__(self, presenter: GalleryPresenter, place: Callable[[], Snackbar], parent: QObject) -> None:
        super().__init__(parent)
        self._presenter, self._place = presenter, place
        presenter.undoChanged.connect(self._offer_undo)
        presenter.importing.connect(self._importing)
        presenter.imported.connect(self._imported)

    def _offer_undo(self, undo: Undo | None) -> None:
        if undo is None:
            self._place().hide()
            return
        self._place().say(lambda: self._undo_text(undo), self._presenter.undo)

    def _undo_text(self, undo: Undo) -> str:
        texts = {
            "trash": self.tr("Moved to the trash: {count}"),
            "restore": self.tr("Restored: {count}"),
            "star": self.tr("Starred: {count}"),
            "unstar": self.tr("Stars removed: {count}"),
            "rename": self.tr("Renamed."),
        }
        return texts[undo.what].format(count=undo.count)

    def _importing(self, done: int, total: int) -> None:
        if done < total:
            self._place().say(lambda: self.tr("Importing {number} of {total}…").format(number=done + 1, total=total))

    def _imported(self, count: int) -> None:
        if count:
            self._place().say(lambda: self.tr("Imported: {count}").format(count=count))
        else:
            self._place().hide()


def describe(asset: Any, number: int, count: int, selected: bool) -> str:
    """An asset of the grid, as assistive technology says it."""
    parts = [words.kind(asset.kind), asset.title, when_text(asset.created)]
    if asset.starred:
        parts.append(QCoreApplication.translate("GalleryNews", "starred"))
    if selected:
        parts.append(QCoreApplication.translate("GalleryNews", "selected"))
    place = QCoreApplication.translate("GalleryNews", "{number} of {count}")
    parts.append(place.format(number=number, count=count))
    return ", ".join(p for p in parts if p)
