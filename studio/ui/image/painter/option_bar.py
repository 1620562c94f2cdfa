"""The numbers of the tool in hand, the film's colour, and where a mask can come from."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QSizePolicy, QSlider, QSpinBox, QWidget

from studio.ui.base import Translated, label, name_tool, named, tool
from studio.ui.fields import SPIN_MARGIN, calm
from studio.ui.image.painter.brush import LEAST_SIZE, MOST_SIZE
from studio.ui.image.painter.overlay import COLOURS
from studio.ui.image.painter.settings import PainterSettings

_NARROW = 500
"""Pixels below which the numbers stand without their words."""


class OptionBar(Translated):
    """``wanted`` brings where the mask is to come from: ``file``, ``transparency`` or ``last``."""

    wanted = Signal(str)

    def __init__(self, settings: PainterSettings) -> None:
        super().__init__()
        self._settings = settings
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setMinimumWidth(56)
        calm(self.slider)
        self.size_spin = _spin(LEAST_SIZE, MOST_SIZE, " px", 76)
        self.hardness = _spin(0, 100, " %", 66)
        self.opacity = _spin(1, 100, " %", 66)
        self._captions = [label(kind="caption") for _ in range(3)]
        self.place = label(kind="caption")
        self.colour = tool("dot")
        self.colour.setPopupMode(self.colour.ToolButtonPopupMode.InstantPopup)
        self.source = tool("import")
        self.source.setPopupMode(self.source.ToolButtonPopupMode.InstantPopup)
        self._menus()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        # A narrow stage cuts the row off at its end instead of growing with it.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        parts: tuple[tuple[QWidget, ...], ...] = ((self.slider, self.size_spin), (self.hardness,), (self.opacity,))
        for caption, widgets in zip(self._captions, parts, strict=True):
            row.addWidget(caption)
            for widget in widgets:
                row.addWidget(widget, 1 if widget is self.slider else 0)
            caption.setBuddy(widgets[-1])
        row.addStretch(1)
        for last in (self.place, self.colour, self.source):
            row.addWidget(last)
        self.slider.valueChanged.connect(lambda value: settings.set_brush(size=_size_at(value)))
        self.size_spin.valueChanged.connect(lambda value: settings.set_brush(size=value))
        self.hardness.valueChanged.connect(lambda value: settings.set_brush(hardness=value / 100))
        self.opacity.valueChanged.connect(lambda value: settings.set_brush(opacity=value / 100))
        settings.changed.connect(self._show)
        self.retranslate()
        self._show()

    def show_place(self, x: int, y: int, down: bool) -> None:
        """Say where the keyboard's cursor is."""
        text = self.tr("{x}, {y} · painting") if down else self.tr("{x}, {y} · Space paints")
        self.place.setText(text.format(x=x, y=y))

    def retranslate(self) -> None:
        texts = (self.tr("Size"), self.tr("Hardness"), self.tr("Opacity"))
        for caption, text in zip(self._captions, texts, strict=True):
            caption.setText(text)
        named(self.slider, self.tr("Size of the brush"), self.tr("Size of the brush: [ and ], Ctrl+wheel, Alt+drag"))
        named(self.size_spin, self.tr("Size of the brush"))
        named(self.hardness, self.tr("Hardness of the brush"), self.tr("How sharp the brush's edge is"))
        named(self.opacity, self.tr("Opacity of the brush"), self.tr("How much of the picture gives way"))
        name_tool(self.colour, self.tr("Colour in which the mask is shown"))
        name_tool(self.source, self.tr("Take a mask from elsewhere"))
        names = (
            self.tr("Red"),
            self.tr("Blue"),
            self.tr("Green"),
            self.tr("Yellow"),
            self.tr("Violet"),
            self.tr("White"),
        )
        for action, text in zip(self._colours.actions(), names, strict=True):
            action.setText(text)
        self._file.setText(self.tr("From a picture file…"))
        self._transparency.setText(self.tr("From the transparency of the picture"))
        self._last.setText(self.tr("As in the picture before"))

    # -- inside ---------------------------------------------------------------------------------------------------

    def _menus(self) -> None:
        menu = QMenu(self)
        self._colours = QActionGroup(self)
        for colour in COLOURS:
            action = menu.addAction(_patch(colour), "")
            action.setCheckable(True)
            action.setData(colour)
            self._colours.addAction(action)
        self._colours.triggered.connect(lambda action: self._settings.set_colour(action.data()))
        self.colour.setMenu(menu)
        sources = QMenu(self)
        self._file = sources.addAction("", lambda: self.wanted.emit("file"))
        self._transparency = sources.addAction("", lambda: self.wanted.emit("transparency"))
        self._last = sources.addAction("", lambda: self.wanted.emit("last"))
        self.source.setMenu(sources)

    def offer(self, *, transparency: bool, last: bool) -> None:
        """Which other masks there are."""
        self._transparency.setEnabled(transparency)
        self._last.setEnabled(last)

    def _show(self) -> None:
        brush = self._settings.brush
        values = (
            (self.size_spin, brush.size),
            (self.hardness, 100 * brush.hardness),
            (self.opacity, 100 * brush.opacity),
        )
        for spin, value in values:
            with QSignalBlocker(spin):
                spin.setValue(round(value))
        with QSignalBlocker(self.slider):
            self.slider.setValue(_place_of(brush.size))
        tipped = self._settings.tool in ("brush", "eraser")
        for widget in (self.slider, self.size_spin, self.hardness):
            widget.setEnabled(tipped)
        self.colour.setIcon(_patch(self._settings.colour))
        for action in self._colours.actions():
            action.setChecked(action.data() == self._settings.colour)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for caption in self._captions:
            caption.setVisible(self.width() >= _NARROW)
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_NARROW, super().sizeHint().height())


def _spin(low: int, high: int, suffix: str, width: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setSuffix(suffix)
    spin.setFixedWidth(width)
    spin.setKeyboardTracking(False)
    spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
    calm(spin)
    return spin


def _size_at(place: int) -> int:
    """The size at a place of the slider (0–100): each step makes it larger by the same share."""
    size: float = LEAST_SIZE * (MOST_SIZE / LEAST_SIZE) ** (place / 100)
    return round(size)


def _place_of(size: float) -> int:
    return round(100 * math.log(max(size, LEAST_SIZE) / LEAST_SIZE) / math.log(MOST_SIZE / LEAST_SIZE))


def _patch(colour: str) -> QIcon:
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(colour)
    painter.setPen(Qt.GlobalColor.darkGray)
    painter.drawEllipse(2, 2, 12, 12)
    painter.end()
    return QIcon(pixmap)
