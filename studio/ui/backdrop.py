"""What stands behind a transparent picture: a checkerboard, black or white, chosen in a corner of its view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from studio.ui import theme
from studio.ui.base import Translated, name_tool, role
from studio.ui.zoom_view import checkerboard

if TYPE_CHECKING:
    from studio.ui.zoom_view import ZoomView

BACKDROPS = ("checker", "black", "white")
_COLOURS = {"black": "#000000", "white": "#ffffff"}
_GAP, _ICON = 12, 16


def fill_backdrop(painter: QPainter, target: QRectF, name: str) -> None:
    """Fill a rectangle with one of :data:`BACKDROPS`."""
    if name in _COLOURS:
        painter.fillRect(target, QColor(_COLOURS[name]))
    else:
        painter.setBrushOrigin(target.topLeft())
        painter.fillRect(target, checkerboard())


def on_checkerboard(image: QImage) -> QImage:
    """A small picture as it is seen where nothing else stands behind it; one without transparency as it is."""
    if image.isNull() or not image.hasAlphaChannel():
        return image
    whole = QImage(image.size(), QImage.Format.Format_RGB32)
    painter = QPainter(whole)
    fill_backdrop(painter, QRectF(whole.rect()), "checker")
    painter.drawImage(whole.rect(), image, image.rect())
    painter.end()
    whole.setDevicePixelRatio(image.devicePixelRatio())
    return whole


class BackdropSwitch(Translated):
    """Stands in the lower left corner of its view; ``chosen`` brings one of :data:`BACKDROPS`."""

    chosen = Signal(str)

    def __init__(self, view: ZoomView) -> None:
        super().__init__(view)
        role(self, "floating")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for name in BACKDROPS:
            button = role(QToolButton(), "quiet")
            button.setCheckable(True)
            button.setIconSize(QSize(_ICON, _ICON))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, n=name: self.chosen.emit(n))
            self._group.addButton(button)
            self.buttons[name] = button
            row.addWidget(button)
        self.buttons["checker"].setChecked(True)
        view.installEventFilter(self)
        theme.signals.changed.connect(self._tint)
        self._tint()
        self.retranslate()
        self._place(view)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._place(watched)
        return False

    def retranslate(self) -> None:
        names = {
            "checker": self.tr("Checkerboard behind the picture"),
            "black": self.tr("Black behind the picture"),
            "white": self.tr("White behind the picture"),
        }
        for name, button in self.buttons.items():
            name_tool(button, names[name])

    def _place(self, view: QWidget) -> None:
        self.adjustSize()
        self.move(_GAP, view.height() - self.height() - _GAP)

    def _tint(self) -> None:
        ratio = self.devicePixelRatioF()
        for name, button in self.buttons.items():
            pixmap = QPixmap(round(_ICON * ratio), round(_ICON * ratio))
            pixmap.setDevicePixelRatio(ratio)
            painter = QPainter(pixmap)
            area = QRectF(0, 0, _ICON, _ICON)
            fill_backdrop(painter, area, name)
            painter.setPen(theme.color("border_strong"))
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.end()
            button.setIcon(QIcon(pixmap))
