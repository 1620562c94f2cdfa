"""The size of an edited picture, and the room around it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox, QWidget

from studio.core.errors import InputError
from studio.core.pictures import Edit, Margins
from studio.pixels.framing import LARGEST_SIDE
from studio.presenters import edit_changes
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.base import label
from studio.ui.fields import SPIN_MARGIN, Form, calm
from studio.ui.image.retouch.ground_field import GroundField
from studio.ui.image.retouch.reset_row import ResetRow
from studio.ui.image.retouch.struct_part import StructPart
from studio.ui.translations import error_text

_SIDES = ("left", "right", "top", "bottom")


class SizePart(StructPart):
    fields = frozenset({"edit"})
    setting, struct = "edit", Edit

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.wide, self.high = _spin(), _spin()
        size = QWidget()
        row = QHBoxLayout(size)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.wide, 1)
        row.addWidget(label("×", "hint"))
        row.addWidget(self.high, 1)
        self.sides = {name: _spin() for name in _SIDES}
        self._captions = {name: label(kind="caption") for name in _SIDES}
        room = QWidget()
        grid = QGridLayout(room)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        for place, name in enumerate(_SIDES):
            self._captions[name].setBuddy(self.sides[name])
            grid.addWidget(self._captions[name], place // 2, 2 * (place % 2))
            grid.addWidget(self.sides[name], place // 2, 2 * (place % 2) + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.fill = GroundField()
        self.form = Form()
        self.form.add("size", size, lambda: self.tr("Size"))
        self.form.add("fill", self.fill, lambda: self.tr("Ground"))
        self.result = label(kind="caption", wrap=True)
        self._room_title = label(kind="section")
        self.reset = ResetRow(self._room_title, room, self.form, self.result)
        super().__init__(presenter, self.reset)
        self.bind("fill", self.fill)
        for name, spin in (("width", self.wide), ("height", self.high)):
            spin.valueChanged.connect(lambda value, n=name: self.change(**{n: value}))
        for name, spin in self.sides.items():
            spin.valueChanged.connect(
                lambda value, n=name: self.set_struct(edit_changes.canvas(self.value(), n, value))
            )
        self.reset.clicked.connect(lambda: self.set_struct(edit_changes.reset(self.value(), "size")))
        presenter.edits.sourceChanged.connect(lambda *_size: self._show_result())
        self.retranslate()

    def shown(self, value: Edit) -> None:
        room = value.canvas or Margins()
        numbers = [(self.wide, value.width), (self.high, value.height)]
        numbers += [(spin, getattr(room, name)) for name, spin in self.sides.items()]
        for spin, number in numbers:
            with QSignalBlocker(spin):
                spin.setValue(number)
        needed = not edit_changes.is_reset(value, "size")
        self.reset.set_needed(needed)
        if needed:
            self.unfold()
        self._show_result()

    def retranslate(self) -> None:
        self.set_title(self.tr("Size and canvas"))
        self._room_title.setText(self.tr("Room around, in pixels"))
        for spin in (self.wide, self.high):
            spin.setSpecialValueText(self.tr("Auto"))
        self.wide.setAccessibleName(self.tr("Width of the result in pixels"))
        self.high.setAccessibleName(self.tr("Height of the result in pixels"))
        texts = {
            "left": (self.tr("Left"), self.tr("Pixels to add on the left")),
            "right": (self.tr("Right"), self.tr("Pixels to add on the right")),
            "top": (self.tr("Top"), self.tr("Pixels to add at the top")),
            "bottom": (self.tr("Bottom"), self.tr("Pixels to add at the bottom")),
        }
        for name, (short, long) in texts.items():
            self._captions[name].setText(short)
            self.sides[name].setAccessibleName(long)
        self._show_result()

    def _show_result(self) -> None:
        """How large the result will be, or why it cannot be."""
        size = self.presenter.edits.size
        if not all(size):
            self.result.clear()
            return
        try:
            width, height = edit_changes.result_size(self.value(), size)
        except InputError as error:
            self.result.setText(" ".join(error_text(error.info)))
        else:
            self.result.setText(self.tr("Result: {width} × {height} pixels").format(width=width, height=height))


def _spin() -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(0, LARGEST_SIDE)
    spin.setKeyboardTracking(False)
    spin.setMinimumWidth(64)
    spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
    calm(spin)
    return spin
