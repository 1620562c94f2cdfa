"""One line of news at the top of a tab, such as what “use these settings” changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from studio.ui import icons, theme
from studio.ui.base import button, label, name_tool, named, role, set_role, tool

SHOWN_MS = 8000
Action = tuple[Callable[[], str], Callable[[], object]]
"""What a link says, and what it does."""


class NoticeLine(QFrame):
    """Hidden while there is nothing to say. Texts are given as what makes them: the language may be switched."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "info")
        self._icon = QLabel()
        self.text = label(wrap=True)
        self._close = tool("close", self.dismiss)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 6, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._icon, 0, 0)
        grid.addWidget(self.text, 0, 1)
        grid.setColumnStretch(1, 1)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.links = [button("", "link"), button("", "link")]
        for number, action in enumerate(self.links):
            action.clicked.connect(lambda _checked=False, n=number: self._run(n))
            row.addWidget(action)
        self._beside = True
        grid.addWidget(self._row, 0, 2)
        grid.addWidget(self._close, 0, 3)
        self._warn = False
        self._text: Callable[[], str] | None = None
        self._whole: Callable[[], str] | None = None
        self._actions: Sequence[Action] = ()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.dismiss)
        theme.signals.changed.connect(self._tint)
        self.retranslate()
        self.hide()

    def say(
        self,
        text: Callable[[], str],
        *,
        warn: bool = False,
        actions: Sequence[Action] = (),
        brief: bool = False,
        whole: Callable[[], str] | None = None,
    ) -> None:
        """Show a text, with at most two things that can be done about it. A ``brief`` one leaves by itself; ``whole`` is
        what the tooltip says when the text is a short form of it."""
        self._warn, self._text, self._actions, self._whole = warn, text, actions, whole
        for number, link in enumerate(self.links):
            link.setVisible(number < len(actions))
        set_role(self, "notice" if warn else "info")
        self.retranslate()
        self._tint()
        self.show()
        if brief:
            self._timer.start()
        else:
            self._timer.stop()

    def dismiss(self) -> None:
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def _run(self, number: int) -> None:
        if number < len(self._actions):
            self._actions[number][1]()

    def retranslate(self) -> None:
        if self._text is not None:
            self.text.setText(self._text())
            whole = self._whole() if self._whole is not None else self.text.text()
            self.text.setToolTip(whole if whole != self.text.text() else "")
            self.setAccessibleName(whole)
        for number, link in enumerate(self.links):
            said = self._actions[number][0]() if number < len(self._actions) else ""
            link.setText(said)
            named(link, said or self.tr("Act on this message"))
        name_tool(self._close, self.tr("Close this message"))
        self._place_links()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_links()

    def _place_links(self) -> None:
        """Beside a text of one line; below one that needs all of the width."""
        self._row.setVisible(bool(self._actions))
        words = self.text.fontMetrics().horizontalAdvance(self.text.text())
        others = self._icon.sizeHint().width() + self._close.sizeHint().width() + 18 + 4 * 8
        beside = words + self._row.sizeHint().width() + others <= self.width()
        if beside == self._beside:
            return
        self._beside = beside
        self._grid.removeWidget(self._row)
        if beside:
            self._grid.addWidget(self._row, 0, 2)
        else:
            self._grid.addWidget(self._row, 1, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _tint(self) -> None:
        name, token = ("warning", "warning") if self._warn else ("info", "accent_text")
        self._icon.setPixmap(icons.pixmap(name, 16, token, self.devicePixelRatioF()))
