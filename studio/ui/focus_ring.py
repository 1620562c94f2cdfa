"""The ring around what has the focus, only where it helps: for whoever goes by keyboard, not after a click."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


class FocusRing(QObject):
    """Follows the focus of the application as long as it lives.

    The style sheet draws a ring where the property ``ring`` is set: on buttons, and on what has that property from the
    beginning.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clicked: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            _show(before, ringed=False)
        if now is not None:
            by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
            # It may have been another window's turn meanwhile: what was clicked then still was.
            self._clicked = now if by_mouse or now is self._clicked else None
            _show(now, ringed=self._clicked is None)


def _show(widget: QWidget, *, ringed: bool) -> None:
    worn = widget.property("ring")
    if (worn is not None or isinstance(widget, QAbstractButton)) and bool(worn) is not ringed:
        widget.setProperty("ring", ringed)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
