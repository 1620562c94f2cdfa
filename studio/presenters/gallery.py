"""The gallery of the open project: pages of assets, filters, live additions, actions and their undo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.core.errors import ErrorInfo
from studio.core.requests import Kind
from studio.presenters.gallery_words import Details, Filter, Undo
from studio.presenters.importing import Imports

if TYPE_CHECKING:
    from studio.presenters.background import Task
    from studio.presenters.studio import StudioPresenter

FIRST_PAGE = 120
PAGE = 300
"""Assets fetched at a time: the first page fills a large screen, later ones are fetched while the reader scrolls."""
UNDO_LIMIT = 50
TEXT_LIMIT = 1_000_000
"""Characters of a text that the details show."""


class GalleryPresenter(QObject):
    """The list of assets in view, newest first. Every read runs in the background, every change in the writer."""

    reset = Signal()
    appended = Signal(int)
    """That many assets were added at the end."""
    inserted = Signal(int)
    """That many were put in front."""
    removed = Signal(object)
    """A set of ids that left the view."""
    changed = Signal(object)
    """An asset in view that was replaced by a changed one."""
    stateChanged = Signal()
    undoChanged = Signal(object)
    """The newest Undo, or None when there is nothing to take back."""
    importing = Signal(int, int)
    imported = Signal(int)
    selectRequested = Signal(str)

    def __init__(self, studio: StudioPresenter) -> None:
        super().__init__(studio)
        self.studio = studio
        self.filter = Filter()
        self.assets: list[Any] = []
        self.loading = False
        self.complete = False
        self.total: int | None = None
        self.pending: list[Any] = []
        """New assets that wait because the reader is further down the list."""
        self.hold_new = False
        self._ids: set[str] = set()
        self._next: Any = None
        self._generation = 0
        self._task: Task | None = None
        self._undo: list[Undo] = []
        self.imports = Imports(self)
        self.imports.saved.connect(self._saved)
        self.imports.progress.connect(self.importing)
        self.imports.finished.connect(self.imported)
        studio.assetSaved.connect(self._saved)
        studio.assetChanged.connect(self._changed)
        studio.projectChanged.connect(self._project_changed)

    @property
    def store(self) -> Any:
        return self.studio.services.project.store

    # -- list -----------------------------------------------------------------------------------------------------

    def set_filter(self, **changes: str) -> None:
        """Show something else; the same filter again does nothing."""
        wanted = replace(self.filter, **changes)
        if wanted == self.filter:
            return
        other_shelf = wanted.shelf != self.filter.shelf
        self.filter = wanted
        if other_shelf:
            # What can be done differs between the shelves: nothing of the old one may be left to do it with.
            self.assets, self._ids = [], set()
            self.reset.emit()
        self.reload()

    def reload(self) -> None:
        """Fetch the first page again. The old list stays in view until the new one is there."""
        self._generation += 1
        self._next = None
        self.complete = False
        self.total = None
        self.pending.clear()
        if self._task is not None:
            self._task.cancel()
        self._fetch(FIRST_PAGE)

    def fetch_more(self, limit: int = PAGE) -> None:
        """Fetch the next page unless one is on its way or there is none."""
        if not self.loading and not self.complete:
            self._fetch(limit)

    def _fetch(self, limit: int) -> None:
        self.loading = True
        self.stateChanged.emit()
        store, wanted, after, generation = self.store, self._query(), self._next, self._generation
        self._task = self.studio.background.run(
            lambda: store.page(**wanted, after=after, limit=limit),
            lambda page: self._arrived(generation, after is None, page),
            lambda error: self._failed(generation, error),
        )

    def _query(self) -> dict[str, Any]:
        shelf = self.filter.shelf
        return {
            "kind": self.filter.kind,
            "text": self.filter.text.strip(),
            "trashed": shelf == "trash",
            "starred": True if shelf == "starred" else None,
        }

    def _arrived(self, generation: int, first: bool, page: Any) -> None:
        if generation != self._generation:
            return
        self.loading = False
        self._next = page.next
        self.complete = page.next is None
        if first:
            self.assets = list(page.assets)
            self._ids = {a.id for a in self.assets}
            self.reset.emit()
            self._count(generation)
        else:
            # An asset saved between two fetches can stand in both.
            new = [a for a in page.assets if a.id not in self._ids]
            self._ids.update(a.id for a in new)
            self.assets.extend(new)
            self.appended.emit(len(new))
        self.stateChanged.emit()

    def _failed(self, generation: int, error: ErrorInfo) -> None:
        if generation == self._generation:
            self.loading, self.complete = False, True
            self.stateChanged.emit()
            self.studio.notice.emit(error)

    def _count(self, generation: int) -> None:
        if self.complete:
            self.total = len(self.assets)
            return
        store, wanted = self.store, self._query()

        def counted(total: int) -> None:
            if generation == self._generation:
                self.total = int(total)
                self.stateChanged.emit()

        self.studio.background.run(lambda: store.count(**wanted), counted)

    def thumbnail_file(self, asset: Any) -> Path | None:
        """Where a thumbnail is read from; a picture without one serves itself. For any thread."""
        stored: Path | None = self.store.thumbnail(asset)
        if stored is None and asset.kind == "image":
            stored = self.store.file(asset)
        return stored

    def index_of(self, asset_id: str) -> int:
        """Where an asset stands in view, or −1."""
        if asset_id not in self._ids:
            return -1
        return next(i for i, a in enumerate(self.assets) if a.id == asset_id)

    # -- live changes ---------------------------------------------------------------------------------------------

    def _saved(self, asset: Any) -> None:
        if asset.id in self._ids or not self.filter.matches(asset):
            return
        if self.hold_new:
            self.pending.append(asset)
            self.stateChanged.emit()
        else:
            self._put_in_front([asset])

    def show_pending(self) -> None:
        """Put the assets that waited in front; the reader went to the top."""
        waiting, self.pending = self.pending, []
        self._put_in_front([a for a in reversed(waiting) if a.id not in self._ids])
        self.stateChanged.emit()

    def _put_in_front(self, assets: Sequence[Any]) -> None:
        if not assets:
            return
        self.assets[:0] = assets
        self._ids.update(a.id for a in assets)
        if self.total is not None:
            self.total += len(assets)
        self.inserted.emit(len(assets))
        self.stateChanged.emit()

    def _changed(self, asset: Any) -> None:
        at = self.index_of(asset.id)
        if at < 0:
            self._saved(asset)
        else:
            self.assets[at] = asset
            self.changed.emit(asset)

    def _take_out(self, ids: Iterable[str]) -> None:
        gone = set(ids) & self._ids
        if not gone:
            return
        self._ids -= gone
        self.assets = [a for a in self.assets if a.id not in gone]
        if self.total is not None:
            self.total -= len(gone)
        self.removed.emit(gone)
        self.stateChanged.emit()
        if len(self.assets) < FIRST_PAGE:
            self.fetch_more()

    def _project_changed(self) -> None:
        self._undo.clear()
        self.undoChanged.emit(None)
        self.filter = Filter(kind=self.filter.kind)
        self.reload()

    # -- details --------------------------------------------------------------------------------------------------

    def details(self, asset: Any, on_done: Callable[[Details], None]) -> Task:
        """Parents, children and (for a text) the text of an asset, read in the background."""
        store = self.store

        def read() -> Details:
            text = store.text(asset)[:TEXT_LIMIT] if asset.kind == "text" else ""
            return Details(asset, list(store.parents(asset.id)), list(store.children(asset.id)), text)

        return self.studio.background.run(read, on_done, lambda _: on_done(Details(asset)))

    def fetch(self, asset_id: str, on_done: Callable[[Any], None]) -> None:
        """An asset by id, in view or not."""
        at = self.index_of(asset_id)
        if at >= 0:
            on_done(self.assets[at])
            return
        store = self.store
        self.studio.background.run(lambda: store.get(asset_id), on_done, self.studio.notice.emit)

    def show_asset(self, asset_id: str) -> None:
        """Select an asset, leaving the filter when it is not in view."""
        if self.index_of(asset_id) < 0 and self.filter != Filter():
            self.filter = Filter()
            self.reload()
        self.selectRequested.emit(asset_id)

    # -- actions --------------------------------------------------------------------------------------------------

    def trash(self, assets: Sequence[Any]) -> None:
        """Move to the project's trash; can be undone."""
        ids = [a.id for a in assets]
        if ids:
            self._write(lambda: self.store.trash(ids), lambda: self._trashed(ids))

    def _trashed(self, ids: list[str]) -> None:
        if self.filter.shelf == "trash":
            # The shelf was changed before the answer came.
            self.reload()
        else:
            self._take_out(ids)
        self.studio.assetsTrashed.emit(ids)
        self._offer("trash", len(ids), lambda: self._restore(ids, reload=True))

    def restore(self, assets: Sequence[Any]) -> None:
        """Take back out of the trash; can be undone."""
        ids = [a.id for a in assets]
        if ids:
            self._restore(ids, undo=True)

    def _restore(self, ids: list[str], *, reload: bool = False, undo: bool = False) -> None:
        def done() -> None:
            if self.filter.shelf == "trash":
                self._take_out(ids)
            elif reload:
                self.reload()
            self.studio.assetsRestored.emit(ids)
            if undo:
                self._offer("restore", len(ids), lambda: self._write(lambda: self.store.trash(ids), back_again))

        def back_again() -> None:
            self.studio.assetsTrashed.emit(ids)
            self.reload()

        self._write(lambda: self.store.restore(ids), done)

    def purge(self, assets: Sequence[Any]) -> None:
        """Delete for good, out of the trash. Cannot be undone; the view asks first."""
        ids = [a.id for a in assets if a.trashed is not None]
        if ids:
            self._write(lambda: self.store.purge(ids), lambda: self._take_out(ids))

    def star(self, assets: Sequence[Any], starred: bool) -> None:
        ids = [a.id for a in assets if a.starred is not starred]
        if not ids:
            return

        def done() -> None:
            self._reread(ids)
            self._offer("star" if starred else "unstar", len(ids), lambda: self._star_back(ids, not starred))

        self._write(lambda: [self.store.star(i, starred) for i in ids], done)

    def _star_back(self, ids: list[str], starred: bool) -> None:
        self._write(lambda: [self.store.star(i, starred) for i in ids], lambda: self._reread(ids))

    def rename(self, asset: Any, title: str) -> None:
        title, before, asset_id = title.strip(), asset.title, asset.id
        if not title or title == before:
            return

        def done() -> None:
            self._reread([asset_id])
            self._offer("rename", 1, lambda: self._rename_back(asset_id, before))

        self._write(lambda: self.store.rename(asset_id, title), done)

    def _rename_back(self, asset_id: str, title: str) -> None:
        self._write(lambda: self.store.rename(asset_id, title), lambda: self._reread([asset_id]))

    def undo(self) -> None:
        """Take the newest action back."""
        if self._undo:
            self._undo.pop().action()
            self.undoChanged.emit(None)

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    def _offer(self, what: str, count: int, action: Callable[[], None]) -> None:
        self._undo.append(Undo(what, count, action))
        del self._undo[:-UNDO_LIMIT]
        self.undoChanged.emit(self._undo[-1])

    def _write(self, change: Callable[[], Any], done: Callable[[], None]) -> None:
        self.studio.write(change, lambda _: done())

    def _reread(self, ids: Sequence[str]) -> None:
        store = self.store

        def read() -> list[Any]:
            return [store.get(i) for i in ids]

        def arrived(assets: list[Any]) -> None:
            for asset in assets:
                if self.filter.shelf == "starred" and not asset.starred:
                    self._take_out([asset.id])
                else:
                    self.studio.assetChanged.emit(asset)

        self.studio.background.run(read, arrived, self.studio.notice.emit)

    # -- to and from the tabs and the disk ------------------------------------------------------------------------

    def use_settings(self, asset: Any) -> None:
        self.studio.use_settings(asset.recipe)

    def send_to(self, asset: Any, kind: Kind) -> None:
        """An asset becomes the input of a tab; a text becomes its prompt."""
        if asset.kind == "text":
            store = self.store
            self.studio.background.run(
                lambda: store.text(asset), lambda text: self.studio.send_text(text, kind), self.studio.notice.emit
            )
        else:
            self.studio.use_file(self.studio.file_of(asset), kind, asset.id)

    def import_files(self, files: Iterable[str | Path]) -> None:
        """Copy files into the project one after the other; one that cannot be read is told and the others go on."""
        self.imports.add(files)
