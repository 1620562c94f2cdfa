"""What lies under a picture: nothing, a colour, or (where that is offered) another picture."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF, QRegularExpression, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QRegularExpressionValidator
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.base import Translated, name_tool, tool
from studio.ui.fields import ChoiceField

_CUSTOM = "custom"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
WHITE, BLACK = "#ffffff", "#000000"


class GroundField(Translated):
    """``value()`` is "" (transparent), a colour as ``#rrggbb``, or ``picture``; ``changed`` brings it."""

    changed = Signal(object)

    def __init__(self, *, pictures: bool = False) -> None:
        super().__init__()
        self._pictures = pictures
        self._colour = "#808080"
        self.choice = ChoiceField()
        self.edit = QLineEdit()
        self.edit.setValidator(QRegularExpressionValidator(QRegularExpression("#?[0-9a-fA-F]{0,6}"), self.edit))
        self.swatch = tool("dot", self._ask)
        self._custom = QWidget()
        row = QHBoxLayout(self._custom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.edit, 1)
        row.addWidget(self.swatch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.choice)
        layout.addWidget(self._custom)
        self.choice.changed.connect(self._chosen)
        self.edit.editingFinished.connect(self._typed)
        theme.signals.changed.connect(self._tint)
        self.retranslate()
        self.set_value("")

    def value(self) -> str:
        key = self.choice.value()
        return self._colour if key == _CUSTOM else str(key)

    def set_value(self, value: str) -> None:
        known = value in ("", WHITE, BLACK) or (value == "picture" and self._pictures)
        if not known:
            self._colour = value
        # A colour that is being typed stays open, even where it has a name of its own.
        if not (known and value and self.choice.value() == _CUSTOM and value == self._colour):
            self.choice.set_value(value if known else _CUSTOM)
        self._show()

    def set_name(self, name: str) -> None:
        self.choice.setAccessibleName(name)

    def retranslate(self) -> None:
        choices = [("", self.tr("Transparent")), (WHITE, self.tr("White")), (BLACK, self.tr("Black"))]
        choices.append((_CUSTOM, self.tr("Colour…")))
        if self._pictures:
            choices.append(("picture", self.tr("Picture")))
        self.choice.set_choices(choices)
        self.edit.setAccessibleName(self.tr("Colour as #rrggbb"))
        name_tool(self.swatch, self.tr("Choose a colour"))

    # -- inside ---------------------------------------------------------------------------------------------------

    def _chosen(self, key: object) -> None:
        self._show()
        self.changed.emit(self.value())
        if key == _CUSTOM:
            self.edit.setFocus()
            self.edit.selectAll()

    def _typed(self) -> None:
        text = "#" + self.edit.text().lstrip("#").lower()
        if not _HEX.fullmatch(text):
            self._show()
        elif text != self._colour:
            self._take(text)

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self._colour), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._take(colour.name()))
        dialog.open()

    def _take(self, colour: str) -> None:
        self._colour = colour
        self._show()
        self.changed.emit(colour)

    def _show(self) -> None:
        self._custom.setVisible(self.choice.value() == _CUSTOM)
        with QSignalBlocker(self.edit):
            self.edit.setText(self._colour)
        self._tint()

    def _tint(self) -> None:
        self.swatch.setIcon(QIcon(swatch(self._colour, 16, self.devicePixelRatioF())))


def swatch(colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """A small square of a colour with a border that shows on every ground."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("border_strong"))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(0.5, 0.5, size - 1, size - 1), 3, 3)
    painter.end()
    return pixmap
