"""The controls of the edit's stage: the crop and its proportion, the picture as it came, everything back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy

from studio.pixels.framing import ASPECTS
from studio.ui.bar_room import keep_words
from studio.ui.base import Translated, button, name_tool, named, set_role, tool
from studio.ui.elided import ElidedLabel
from studio.ui.fields import ChoiceField


class AdjustBar(Translated):
    """``cropping`` brings whether the frame is wanted, ``aspect`` a key of ASPECTS, ``before`` whether the picture as it
    came is to be shown (while the button is held)."""

    cropping = Signal(bool)
    aspect = Signal(object)
    before = Signal(bool)
    reset = Signal()
    stepped = Signal(bool)
    """A step back (False) or forth again (True) is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self.crop = button("crop", "quiet")
        self.crop.setCheckable(True)
        self.proportion = ChoiceField()
        self.proportion.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.message = ElidedLabel("caption")
        self.compare = button("before", "quiet")
        self.undo = tool("undo", lambda: self.stepped.emit(False))
        self.redo = tool("redo", lambda: self.stepped.emit(True))
        self.reset_all = button("clear", "quiet", self.reset.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._row = row
        # The row never widens the stage: in a narrow one its buttons lose their words.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.crop)
        row.addWidget(self.proportion)
        row.addWidget(self.message, 1)
        for widget in (self.undo, self.redo, self.compare, self.reset_all):
            row.addWidget(widget)
        self.crop.toggled.connect(self.cropping)
        self.proportion.changed.connect(self.aspect)
        self.compare.pressed.connect(lambda: self.before.emit(True))
        self.compare.released.connect(lambda: self.before.emit(False))
        self.retranslate()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """A line beside the controls: how large the frame is, or what cannot be."""
        set_role(self.message, "danger" if wrong else "caption")
        self.message.setText(text)
        self.message.setToolTip(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        keep_words(self._row, self.width(), (self.crop, self.compare, self.reset_all))

    def retranslate(self) -> None:
        named(self.crop, self.tr("Crop"), self.tr("Draw the frame of the crop (C); Enter closes it"))
        names = {"free": self.tr("Free")}
        self.proportion.set_choices([(key, names.get(key, key)) for key in ASPECTS])
        named(self.proportion, self.tr("Proportion of the crop"))
        named(self.compare, self.tr("Before"), self.tr("Hold to see the picture as it came (B)"))
        name_tool(self.undo, self.tr("Undo"), "Ctrl+Z")
        name_tool(self.redo, self.tr("Redo"), "Ctrl+Shift+Z")
        named(self.reset_all, self.tr("Reset all"), self.tr("Take every edit back"))
        self._fit()
