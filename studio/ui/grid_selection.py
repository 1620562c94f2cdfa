"""Which assets are selected, by id, with the current one and the anchor of a range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


class Selection:
    """Ids are remembered with a hint where they stood, so that finding the current one costs nothing."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.current = ""
        self._anchor = ""
        self._hint = 0

    def clear(self) -> None:
        self.ids.clear()
        self.current = self._anchor = ""

    def only(self, asset_id: str, index: int = 0) -> None:
        self.ids = {asset_id}
        self.current = self._anchor = asset_id
        self._hint = index

    def toggle(self, asset_id: str, index: int = 0) -> None:
        self.ids ^= {asset_id}
        self.current = self._anchor = asset_id
        self._hint = index

    def move_current(self, asset_id: str) -> None:
        """Move the current one without selecting."""
        self.current = asset_id

    def all(self, assets: Sequence[Any]) -> None:
        self.ids = {a.id for a in assets}
        if not self.current and assets:
            self.current = self._anchor = assets[0].id

    def to(self, index: int, assets: Sequence[Any], *, add: bool = False) -> None:
        """Select from the anchor up to ``index``."""
        start = self._find(self._anchor or self.current, assets)
        start = index if start < 0 else start
        low, high = sorted((start, index))
        chosen = {a.id for a in assets[low : high + 1]}
        self.ids = self.ids | chosen if add else chosen
        self._anchor = assets[start].id
        self.current = assets[index].id
        self._hint = index

    def band(self, before: set[str], touched: Iterable[int], assets: Sequence[Any]) -> None:
        """What a rubber band touches, besides what was selected before it."""
        indexes = list(touched)
        self.ids = before | {assets[i].id for i in indexes}
        if indexes:
            self.current = assets[indexes[-1]].id
            self._anchor = assets[indexes[0]].id
            self._hint = indexes[-1]

    def drop(self, gone: set[str], before: Sequence[Any], after: Sequence[Any]) -> None:
        """Some assets left: when the current one did, what now stands in the first one's place becomes current."""
        self.ids -= gone
        if self.current in gone:
            first = next((i for i, a in enumerate(before) if a.id in gone), 0)
            at = min(first, len(after) - 1)
            self.current = self._anchor = after[at].id if at >= 0 else ""
            self._hint = max(0, at)
            if self.current and not self.ids:
                self.ids = {self.current}

    def current_index(self, assets: Sequence[Any]) -> int:
        return self._find(self.current, assets)

    def of(self, assets: Sequence[Any]) -> list[Any]:
        if len(self.ids) == 1:
            at = self._find(next(iter(self.ids)), assets)
            return [assets[at]] if at >= 0 else []
        return [a for a in assets if a.id in self.ids]

    def _find(self, asset_id: str, assets: Sequence[Any]) -> int:
        if not asset_id:
            return -1
        for near in (self._hint, self._hint + 1, self._hint - 1):
            if 0 <= near < len(assets) and assets[near].id == asset_id:
                self._hint = near
                return near
        for index, asset in enumerate(assets):
            if asset.id == asset_id:
                self._hint = index
                return index
        return -1
