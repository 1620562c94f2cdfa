"""A list whose entries have a picture each: pictures dropped on the part become entries."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from studio.core.addition_checks import MOST
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.file_drop import PICTURES, dropped_files
from studio.ui.image.additions.list_part import ListPart


class PictureListPart(ListPart):
    """Its cards have a ``picture`` field, a :class:`studio.ui.file_drop.FileDrop`."""

    def __init__(self, presenter: ImageTabPresenter, add: QWidget) -> None:
        super().__init__(presenter, add)
        self.setAcceptDrops(True)

    def add_entry(self) -> None:
        """Put a new entry without a picture at the end."""
        raise NotImplementedError

    def takes_drops(self) -> bool:
        """Whether entries can be added now."""
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes_drops() and _pictures(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Every picture is an entry of its own; one that cannot be read is told by its card."""
        found = _pictures(event)[: max(0, MOST - len(self.items()))] if self.takes_drops() else []
        if found:
            event.acceptProposedAction()
        for path in found:
            self.add_entry()
            self.rows[-1].picture.offer(path)


def _pictures(event: QDropEvent) -> list[str]:
    return [p for p in dropped_files(event.mimeData()) if Path(p).suffix.lower().lstrip(".") in PICTURES]
