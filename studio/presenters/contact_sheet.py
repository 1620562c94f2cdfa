"""A contact sheet of chosen assets: drawn anew after every change, kept as an asset when it is wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.errors import ErrorInfo
from studio.gallery import sheets
from studio.gallery.sheets import CAPTIONS, DrawnSheet, SheetOptions

if TYPE_CHECKING:
    from studio.presenters.background import Cancelled, Progress, Task
    from studio.presenters.studio import StudioPresenter

DELAY_MS = 250
REMEMBERED = "sheet"
"""Where the options are kept among the tabs' last values."""


class ContactSheetPresenter(QObject):
    """``drawn`` brings the DrawnSheet to show, ``progress`` the share (0–1) of the pictures that are read, ``failed`` the
    ErrorInfo; ``saved`` the asset that the sheet became."""

    drawn = Signal(object)
    progress = Signal(float)
    failed = Signal(object)
    saved = Signal(object)

    def __init__(self, studio: StudioPresenter, ids: list[str], parent: QObject) -> None:
        super().__init__(parent)
        self.studio, self.ids = studio, ids
        self.options = self._kept()
        self.sheet: DrawnSheet | None = None
        self._task: Task | None = None
        self._saving = self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.draw)

    @property
    def ready(self) -> bool:
        """Whether the sheet is drawn as the options say."""
        return self.sheet is not None and self._task is None and not self._timer.isActive() and not self._saving

    def set(self, **changes: Any) -> None:
        """Change options (see SheetOptions); the sheet is drawn anew soon."""
        changed = replace(self.options, **changes)
        if changed != self.options:
            self.options = changed
            self._timer.start()

    def draw(self) -> None:
        """Draw the sheet in the background; one under way is given up."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
        store, ids, options = self.studio.services.project.store, self.ids, self.options

        def work(progress: Progress, cancelled: Cancelled) -> DrawnSheet | None:
            return sheets.draw(store, ids, options, progress, cancelled)

        def done(found: DrawnSheet | None) -> None:
            self._drawn(task, found)

        def failed(info: ErrorInfo) -> None:
            if task is self._task:
                self._task = None
                self.failed.emit(info)

        self._task = task = self.studio.background.run_long(work, done, failed, self._progress)

    def _progress(self, share: float) -> None:
        if not self._closed:
            self.progress.emit(share)

    def _drawn(self, task: Task, found: DrawnSheet | None) -> None:
        if task is not self._task or found is None:
            self._discard(found)
            return
        self._task = None
        self._discard(self.sheet)
        self.sheet = found
        self.drawn.emit(found)

    def save(self) -> None:
        """Take the sheet into the project."""
        sheet, store = self.sheet, self.studio.services.project.store
        if sheet is None or not self.ready:
            return
        self._saving = True

        def done(asset: Any) -> None:
            self.sheet = None
            self.studio.assetSaved.emit(asset)
            self.saved.emit(asset)

        def failed(info: ErrorInfo) -> None:
            self._saving = False
            self.failed.emit(info)

        self.studio.write(lambda: sheets.keep(store, sheet), done, failed)

    def close(self) -> None:
        """The dialog goes: what was drawn and not saved is deleted, the options are kept for the next time."""
        self._closed = True
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if not self._saving:
            self._discard(self.sheet)
        kept = self.options
        self.studio.remember_tab(REMEMBERED, {"columns": kept.columns, "caption": kept.caption, "dark": kept.dark})

    def _discard(self, sheet: DrawnSheet | None) -> None:
        if sheet is not None:
            self.studio.background.run(lambda: _delete(sheet))

    def _kept(self) -> SheetOptions:
        kept = self.studio.settings.tabs.get(REMEMBERED, {})
        columns, caption = kept.get("columns"), kept.get("caption")
        fits = isinstance(columns, int) and 0 <= columns <= len(self.ids)
        return SheetOptions(
            columns=columns if fits and isinstance(columns, int) else 0,
            caption=caption if caption in CAPTIONS else "title",
            dark=kept.get("dark") is True,
        )


def _delete(sheet: DrawnSheet) -> None:
    for path in (sheet.path, sheet.thumbnail):
        path.unlink(missing_ok=True)
