"""One line of news at the top of a tab, such as what “use these settings” changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from studio.ui import icons, theme
from studio.ui.base import button, label, name_tool, named, role, set_role, tool


class NoticeLine(QFrame):
    """Hidden while there is nothing to say."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "info")
        self._icon = QLabel()
        self.text = label(wrap=True)
        self._close = tool("close", self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(8)
        layout.addWidget(self._icon)
        layout.addWidget(self.text, 1)
        self.links = [button("", "link"), button("", "link")]
        self._slots: list[Callable[[], object]] = []
        for number, action in enumerate(self.links):
            action.clicked.connect(lambda _checked=False, n=number: self._run(n))
            layout.addWidget(action)
        layout.addWidget(self._close)
        self._warn = False
        theme.signals.changed.connect(self._tint)
        self.retranslate()
        self.hide()

    def say(self, text: str, *, warn: bool = False, actions: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a text, with at most two things that can be done about it."""
        self._warn = warn
        self._slots = [slot for _, slot in actions]
        for number, action in enumerate(self.links):
            action.setVisible(number < len(actions))
            if number < len(actions):
                action.setText(actions[number][0])
                named(action, actions[number][0])
        set_role(self, "notice" if warn else "info")
        self.text.setText(text)
        self.setAccessibleName(text)
        self._tint()
        self.show()

    def dismiss(self) -> None:
        self.hide()
        self.closed.emit()

    def _run(self, number: int) -> None:
        if number < len(self._slots):
            self._slots[number]()

    def retranslate(self) -> None:
        for action in self.links:
            named(action, action.text() or self.tr("Act on this message"))
        name_tool(self._close, self.tr("Close this message"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _tint(self) -> None:
        name, token = ("warning", "warning") if self._warn else ("info", "accent_text")
        self._icon.setPixmap(icons.pixmap(name, 16, token, self.devicePixelRatioF()))
