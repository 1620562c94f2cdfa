"""Takes whose assets go to the trash leave their tab, and come back with them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from studio.presenters.takes import Take

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter
    from studio.presenters.tab import TabPresenter


class PutAway(QObject):
    def __init__(self, tab: TabPresenter, studio: StudioPresenter) -> None:
        super().__init__(tab)
        self._tab = tab
        self._away: list[tuple[int, Take]] = []
        """The takes with the places that they had."""
        studio.assetChanged.connect(self._changed)
        studio.assetsTrashed.connect(self._trashed)
        studio.assetsRestored.connect(self._restored)
        studio.projectChanged.connect(self._away.clear)

    def _changed(self, asset: Any) -> None:
        """An asset has a star or another name now."""
        for take in self._tab.takes:
            if take.asset is not None and take.asset.id == asset.id:
                take.asset = asset
                self._tab.takeChanged.emit(take)

    def _trashed(self, ids: Collection[str]) -> None:
        tab = self._tab
        gone = [(n, take) for n, take in enumerate(tab.takes) if take.asset is not None and take.asset.id in ids]
        if not gone:
            return
        self._away += gone
        takes = [take for take in tab.takes if all(take is not other for _, other in gone)]
        # As in the gallery: what stood behind it comes into view, or else the one before.
        behind = takes[min(gone[0][0], len(takes) - 1)] if takes else None
        self._set_takes(takes, behind)

    def _restored(self, ids: Collection[str]) -> None:
        back = sorted((found for found in self._away if found[1].asset.id in ids), key=lambda found: found[0])
        if back:
            self._away[:] = [found for found in self._away if found not in back]
            takes = list(self._tab.takes)
            for place, take in back:
                takes.insert(place, take)
            self._set_takes(takes, back[-1][1])

    def _set_takes(self, takes: list[Take], instead: Take | None) -> None:
        """``instead`` comes into view where the one in view is gone."""
        tab = self._tab
        tab.takes = takes
        if tab.current not in takes:
            tab.current = instead
        for signal in (tab.takesChanged, tab.currentChanged, tab.progressChanged):
            signal.emit()
