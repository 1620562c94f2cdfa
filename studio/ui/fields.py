"""The fields of a settings form: numbers, choices, seed. Each has ``value()``, ``set_value()`` and ``changed``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRegularExpression, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from studio.core import requests
from studio.ui import icons, words
from studio.ui.base import Translated, label, name_tool, tool

LABEL_WIDTH = 88
WIDEST_LABEL = 104
"""A longer name of a setting goes on in a second line: one name must not take the room of every field."""
SPIN_MARGIN = 6
"""Pixels before a spin box's number; the style sheet's padding does not reach its inner editor."""


class CalmWheel(QObject):
    """Keeps the wheel scrolling the form: a field takes it only while it has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def calm(widget: QWidget) -> None:
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(CalmWheel(widget))


class NumberField(QWidget):
    """A slider and a spin box for one number. ``automatic`` names the lowest value, which then means “choose”."""

    changed = Signal(object)

    def __init__(self, low: float, high: float, step: float, decimals: int = 0) -> None:
        super().__init__()
        self._factor = round(1 / step) if step < 1 else 1
        self._decimals = decimals
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round(low * self._factor), round(high * self._factor))
        self.slider.setSingleStep(max(1, round(step * self._factor)))
        self.slider.setPageStep(max(1, round((high - low) * self._factor / 10)))
        self.spin = QDoubleSpinBox(decimals=decimals) if decimals else QSpinBox()
        self.spin.setRange(low, high)  # type: ignore[arg-type]
        self.spin.setSingleStep(step)  # type: ignore[arg-type]
        self.spin.setFixedWidth(84)
        self.spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
        self.spin.setKeyboardTracking(False)
        for widget in (self.slider, self.spin):
            calm(widget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.spin)
        self.slider.valueChanged.connect(self._slid)
        self.spin.valueChanged.connect(self._spun)

    def value(self) -> float | int:
        return self.spin.value()

    def set_value(self, value: float) -> None:
        with QSignalBlocker(self.spin), QSignalBlocker(self.slider):
            self.spin.setValue(value if self._decimals else int(value))  # type: ignore[arg-type]
            self.slider.setValue(round(value * self._factor))

    def set_automatic(self, text: str) -> None:
        self.spin.setSpecialValueText(text)

    def set_name(self, name: str) -> None:
        self.slider.setAccessibleName(name)
        self.spin.setAccessibleName(name)

    def _slid(self, value: int) -> None:
        with QSignalBlocker(self.spin):
            number = value / self._factor
            self.spin.setValue(number if self._decimals else int(number))  # type: ignore[arg-type]
        self.changed.emit(self.value())

    def _spun(self, value: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(value * self._factor))
        self.changed.emit(value)


class ChoiceField(QComboBox):
    """One of several keys, each with a text in the user's language."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        calm(self)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda index: self.changed.emit(self.itemData(index)))

    def set_choices(self, choices: list[tuple[Any, str]]) -> None:
        """Replace the choices; the key chosen stays chosen where it still exists."""
        chosen = self.value()
        with QSignalBlocker(self):
            self.clear()
            for key, text in choices:
                self.addItem(text, key)
            self._select(chosen)

    def value(self) -> Any:
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose; a name that is not among the choices (of a recipe, of another model) is added to them."""
        with QSignalBlocker(self):
            if not self._select(value) and isinstance(value, str) and value:
                self.addItem(value, value)
                self._select(value)

    def _select(self, value: Any) -> bool:
        index = next((i for i in range(self.count()) if self.itemData(i) == value), -1)
        if index >= 0:
            self.setCurrentIndex(index)
        return index >= 0

    def set_name(self, name: str) -> None:
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does, but a text that is too long ends in an ellipsis."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 4
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()


class SwitchField(QCheckBox):
    """Yes or no."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.toggled.connect(lambda checked: self.changed.emit(checked))

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        with QSignalBlocker(self):
            self.setChecked(bool(value))


class SeedField(Translated):
    """A seed with a lock (keep it) and dice (a new one). Seeds go to ``most``, more than a spin box can."""

    changed = Signal(object)
    lockChanged = Signal(bool)
    rolled = Signal()

    def __init__(self, most: int = requests.MAX_SEED) -> None:
        super().__init__()
        self._most = most
        self.edit = QLineEdit()
        digits = QRegularExpression(rf"\d{{1,{len(str(most))}}}")
        self.edit.setValidator(QRegularExpressionValidator(digits, self.edit))
        self.lock = tool("unlock", checkable=True)
        self.dice = tool("dice", self.rolled.emit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.lock)
        layout.addWidget(self.dice)
        self.edit.editingFinished.connect(self._edited)
        self.edit.textEdited.connect(self._typed)
        self.lock.toggled.connect(self._toggled)
        self.retranslate()

    def value(self) -> int:
        return min(int(self.edit.text() or 0), self._most)

    def set_value(self, value: int | None) -> None:
        self.edit.setText(str(value or 0))

    def set_locked(self, locked: bool) -> None:
        with QSignalBlocker(self.lock):
            self.lock.setChecked(locked)
        icons.set_icon(self.lock, "lock" if locked else "unlock", "text" if locked else "text2")
        self.retranslate()

    def set_name(self, name: str) -> None:
        self.edit.setAccessibleName(name)

    def retranslate(self) -> None:
        locked = self.lock.isChecked()
        name_tool(
            self.lock,
            self.tr("Seed is kept: every run makes the same") if locked else self.tr("Keep this seed"),
        )
        name_tool(self.dice, self.tr("Roll a new seed and keep it"))

    def _typed(self, _text: str) -> None:
        # Whoever types a seed wants it to be used.
        if not self.lock.isChecked():
            self.lock.setChecked(True)

    def _edited(self) -> None:
        self.set_value(self.value())
        self.changed.emit(self.value())

    def _toggled(self, locked: bool) -> None:
        self.set_locked(locked)
        if locked:
            self.changed.emit(self.value())
        self.lockChanged.emit(locked)


class Form(Translated):
    """Rows of label and field, named in the user's language by the name of the setting."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[QLabel, QWidget, Callable[[], str]]] = {}

    def add(self, name: str, field: QWidget, text: Callable[[], str] | None = None) -> None:
        """Add a row; its label is the setting's name in the user's language unless ``text`` gives another."""
        caption = label(kind="hint")
        caption.setBuddy(_focus_of(field))
        row = len(self._rows)
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, row, 1)
        self._rows[name] = (caption, field, text or (lambda: words.setting(name)))
        self._name_row(name)

    def show_only(self, names: frozenset[str]) -> None:
        """Show the rows with these names and hide the others."""
        for name, (caption, field, _) in self._rows.items():
            caption.setVisible(name in names)
            field.setVisible(name in names)
        self.setVisible(bool(names & self._rows.keys()))

    def retranslate(self) -> None:
        for name in self._rows:
            self._name_row(name)

    def _name_row(self, name: str) -> None:
        caption, field, text = self._rows[name]
        caption.setText(text())
        width = caption.fontMetrics().horizontalAdvance(text()) + 1
        caption.setWordWrap(width > WIDEST_LABEL)
        caption.setFixedWidth(max(LABEL_WIDTH, min(width, WIDEST_LABEL)))
        set_name = getattr(field, "set_name", field.setAccessibleName)
        set_name(text())


def _focus_of(field: QWidget) -> QWidget:
    for name in ("spin", "edit", "lead"):
        inner = getattr(field, name, None)
        if isinstance(inner, QWidget):
            return inner
    return field
