"""The ring around what has the focus, only where it helps: for whoever goes by keyboard, not after a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from studio.ui.base import set_styled

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class FocusRing(QObject):
    """Follows the focus of the application as long as it lives.

    What has the focus and the window around it tell whether a key or the mouse came last: what a click does may move the
    focus only after the button is up. The style sheet draws a ring where the property ``ring`` is set: on buttons, and on
    what has that property from the beginning.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_keys = False
        self._last: tuple[QWidget | None, bool] = (None, False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
            _show(before, ringed=False)
        if now is None:
            return
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._by_keys = False
        last, ringed = self._last
        # It may have been another window's turn meanwhile: a click in that one, or the keys that led back, say nothing.
        ringed = ringed if before is None and now is last else self._by_keys
        self._last = (now, ringed)
        now.installEventFilter(self)
        window = now.window().windowHandle()
        if window is not None:
            window.installEventFilter(self)
        _show(now, ringed=ringed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOUSE:
            self._by_keys = False
        elif kind in _KEYS and isinstance(event, QKeyEvent) and event.key() not in _HELD:
            self._by_keys = True
        return False


def _show(widget: QWidget, *, ringed: bool) -> None:
    worn = widget.property("ring")
    if (worn is not None or isinstance(widget, QAbstractButton)) and bool(worn) is not ringed:
        set_styled(widget, "ring", ringed)
        widget.update()
