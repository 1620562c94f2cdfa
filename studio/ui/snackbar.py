"""A short message over the lower edge of a view, with one action, that leaves by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from studio.ui.base import button, label, name_tool, named, role, tool

SHOWN_MS = 8000


class Snackbar(QFrame):
    """Lies over its parent. Only Tab gives it the focus, which goes back to the parent when the message leaves."""

    def __init__(self, parent: QWidget, *, above: QWidget | None = None) -> None:
        """``above`` is what it must not cover at the lower edge."""
        super().__init__(parent)
        self._above = above
        role(self, "card")
        self.text = label(wrap=True)
        self.action = button("undo", "link", self._run)
        self.close_button = tool("close", self.hide)
        for part in (self.action, self.close_button):
            # After a click the keys still go to where they went before.
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.setSpacing(8)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(self.close_button)
        self._text: Callable[[], str] | None = None
        self._slot: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.retranslate()
        self.hide()

    def say(self, text: Callable[[], str], undo: Callable[[], None] | None = None) -> None:
        """Show a message for some seconds; the text is given as what makes it, the language may be switched."""
        self._text, self._slot = text, undo
        if undo is None and self.action.hasFocus():
            self._hand_back()
        self.action.setVisible(undo is not None)
        self.retranslate()
        self.show()
        self._place()
        self.raise_()
        self._timer.start()

    def hide(self) -> None:
        self._hand_back()
        super().hide()

    def _hand_back(self) -> None:
        """Qt would give the focus to whatever comes next, seen or covered."""
        parent, focus = self.parentWidget(), QApplication.focusWidget()
        if parent is not None and focus is not None and self.isAncestorOf(focus):
            parent.setFocus()

    def retranslate(self) -> None:
        if self._text is not None:
            self.text.setText(self._text())
            self.setAccessibleName(self.text.text())
        self.action.setText(self.tr("Undo"))
        named(self.action, self.action.text())
        name_tool(self.close_button, self.tr("Close this message"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _run(self) -> None:
        self.hide()
        if self._slot is not None:
            self._slot()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(parent.width() - 24, 420)
        self.setFixedWidth(max(160, width))
        self.adjustSize()
        taken = self._above.sizeHint().height() if self._above is not None and self._above.isVisible() else 0
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - taken - 12)

    def hideEvent(self, event: QEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)  # type: ignore[arg-type]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.hide()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]
