"""What an empty tab says: what it is for, and examples to click."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui import icons, theme
from studio.ui.base import button, label, named, role


class EmptyState(QWidget):
    """A heading, a sentence and example prompts as chips; ``chosen`` brings the prompt that was clicked."""

    chosen = Signal(str)

    def __init__(self, icon: str) -> None:
        super().__init__()
        role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon_name, self._icon_color = icon, "text2"
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._title = label(kind="title", wrap=True)
        self._hint = label(kind="hint", wrap=True)
        for text in (self._title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._chips = QVBoxLayout()
        self._chips.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addStretch(2)
        layout.addWidget(self._icon, 0, centre)
        layout.addSpacing(8)
        layout.addWidget(self._title, 0, centre)
        layout.addWidget(self._hint, 0, centre)
        layout.addSpacing(16)
        layout.addLayout(self._chips)
        layout.addStretch(3)
        theme.signals.changed.connect(self._tint)
        self._tint()

    def set_texts(self, title: str, hint: str, examples: list[str]) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for example in examples:
            chip = button("", "chip")
            chip.setText(self.fontMetrics().elidedText(example, Qt.TextElideMode.ElideRight, 420))
            chip.setToolTip(example)
            named(chip, example)
            chip.clicked.connect(lambda _checked=False, text=example: self.chosen.emit(text))
            self._chips.addWidget(chip, 0, Qt.AlignmentFlag.AlignHCenter)
        self._fit()

    def set_icon(self, name: str, color: str) -> None:
        """Another icon, in a colour of the theme."""
        if (name, color) != (self._icon_name, self._icon_color):
            self._icon_name, self._icon_color = name, color
            self._tint()

    def _tint(self) -> None:
        self._icon.setPixmap(icons.pixmap(self._icon_name, 40, self._icon_color, self.devicePixelRatioF()))

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        # A label that wraps and is centred is given the height of another width, unless both are fixed.
        width = max(160, min(440, self.width() - 48))
        for text in (self._title, self._hint):
            text.setFixedSize(width, max(0, text.heightForWidth(width)))
