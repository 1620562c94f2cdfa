"""The masks of the last pictures that were painted on, and which of them are in a file already."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QSize

from studio.ui.image.painter.history import Later
from studio.ui.image.painter.mask import Mask

KEPT = 4
"""Pictures whose masks are kept when another one is worked on; each is a byte a pixel and its history."""


@dataclass(eq=False)
class Page:
    """The mask of one picture. ``file`` holds what the mask was at its version ``saved``."""

    mask: Mask
    file: str = ""
    saved: int = 0

    @property
    def unsaved(self) -> bool:
        """Something is painted that is in no file."""
        return self.mask.version != self.saved and not self.mask.is_empty()


class MaskBook:
    """Pages by picture, the newest last."""

    def __init__(self, later: Later) -> None:
        self._later = later
        self._pages: OrderedDict[str, Page] = OrderedDict()

    def page(self, path: str, size: QSize) -> Page:
        """The page of a picture, a blank one where there is none yet (or the file has another size now)."""
        page = self._pages.pop(path, None)
        if page is None or page.mask.size != size:
            page = Page(Mask(size, self._later))
        self._pages[path] = page
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return page

    def before(self, page: Page) -> Page | None:
        """The newest other page of the same size on which something is painted."""
        others = [p for p in self._pages.values() if p is not page and p.mask.size == page.mask.size]
        return next((p for p in reversed(others) if not p.mask.is_empty()), None)
