"""Turning, straightening, flipping, and the numbers of the crop whose frame is on the stage."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSpinBox, QWidget

from studio.core.pictures import Edit
from studio.presenters import edit_changes
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.base import label, name_tool, tool
from studio.ui.fields import SPIN_MARGIN, Form, NumberField, calm
from studio.ui.image.retouch.reset_row import ResetRow
from studio.ui.image.retouch.struct_part import StructPart

_PLACES = ("left", "top", "width", "height")


class ShapePart(StructPart):
    fields = frozenset({"edit"})
    setting, struct = "edit", Edit

    def __init__(self, presenter: ImageTabPresenter) -> None:
        self.turn_left = tool("turn-left", lambda: self._turn(-1))
        self.turn_right = tool("turn-right", lambda: self._turn(1))
        self.flip_across = tool("flip-horizontal", lambda: self._flip("horizontal"))
        self.flip_down = tool("flip-vertical", lambda: self._flip("vertical"))
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.turn_left, self.turn_right, self.flip_across, self.flip_down):
            row.addWidget(widget)
        row.addStretch()
        self.straighten = NumberField(-45.0, 45.0, 0.1, 1)
        self.spins = {name: _spin() for name in _PLACES}
        self._captions = {name: label(kind="caption") for name in _PLACES}
        frame = QWidget()
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        for place, name in enumerate(_PLACES):
            self._captions[name].setBuddy(self.spins[name])
            grid.addWidget(self._captions[name], place // 2, 2 * (place % 2))
            grid.addWidget(self.spins[name], place // 2, 2 * (place % 2) + 1)
            self.spins[name].valueChanged.connect(self._typed)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.form = Form()
        self.form.add("turn", buttons, lambda: self.tr("Turn"))
        self.form.add("straighten", self.straighten, lambda: self.tr("Straighten"))
        self._frame_title = label(kind="section")
        self.reset = ResetRow(self.form, self._frame_title, frame)
        super().__init__(presenter, self.reset)
        self.straighten.changed.connect(
            lambda degrees: self.set_struct(edit_changes.straighten(self.value(), self._size(), float(degrees)))
        )
        self.reset.clicked.connect(lambda: self.set_struct(edit_changes.reset(self.value(), "shape")))
        presenter.edits.sourceChanged.connect(lambda *_size: self.shown(self.value()))
        self.unfold()
        self.retranslate()

    def shown(self, value: Edit) -> None:
        self.straighten.set_value(value.straighten)
        self.reset.set_needed(not edit_changes.is_reset(value, "shape"))
        size = self._size()
        known = all(size)
        box = edit_changes.frame(value, size) if known else (0, 0, 0, 0)
        upright = edit_changes.frame(edit_changes.reset_crop(value), size)[2:] if known else (0, 0)
        for place, spin in enumerate(self.spins.values()):
            spin.setEnabled(known)
            with QSignalBlocker(spin):
                spin.setRange(0 if place < 2 else min(1, upright[place % 2]), upright[place % 2])
                spin.setValue(box[place])

    def retranslate(self) -> None:
        self.set_title(self.tr("Crop and turn"))
        self._frame_title.setText(self.tr("Crop in pixels"))
        name_tool(self.turn_left, self.tr("Turn left"))
        name_tool(self.turn_right, self.tr("Turn right"))
        name_tool(self.flip_across, self.tr("Flip left and right"))
        name_tool(self.flip_down, self.tr("Flip top and bottom"))
        self.straighten.setToolTip(self.tr("Degrees; what would be empty at the corners is cut off"))
        texts = {
            "left": (self.tr("Left"), self.tr("Left edge of the crop in pixels")),
            "top": (self.tr("Top"), self.tr("Top edge of the crop in pixels")),
            "width": (self.tr("Width"), self.tr("Width of the crop in pixels")),
            "height": (self.tr("Height"), self.tr("Height of the crop in pixels")),
        }
        for name, (short, long) in texts.items():
            self._captions[name].setText(short)
            self.spins[name].setAccessibleName(long)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _size(self) -> tuple[int, int]:
        return self.presenter.edits.size

    def _turn(self, quarters: int) -> None:
        self.set_struct(edit_changes.turn(self.value(), self._size(), quarters))

    def _flip(self, axis: str) -> None:
        self.set_struct(edit_changes.flip(self.value(), self._size(), axis))  # type: ignore[arg-type]

    def _typed(self) -> None:
        if all(self._size()):
            left, top, width, height = (self.spins[name].value() for name in _PLACES)
            self.set_struct(edit_changes.crop(self.value(), self._size(), (left, top, width, height)))


def _spin() -> QSpinBox:
    spin = QSpinBox()
    spin.setKeyboardTracking(False)
    spin.setMinimumWidth(64)
    spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
    calm(spin)
    return spin
