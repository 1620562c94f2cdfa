"""How many pixels outpaint adds on each side, as numbers; the stage shows them as a frame."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QSpinBox, QWidget

from studio.core.drawing import MAX_MARGIN
from studio.core.pictures import Margins
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.base import label
from studio.ui.fields import SPIN_MARGIN, calm
from studio.ui.image.part import Part

SIDES = ("left", "top", "right", "bottom")


class ExtendPart(Part):
    fields = frozenset({"extend"})

    def __init__(self, presenter: ImageTabPresenter) -> None:
        content = QWidget()
        super().__init__(presenter, content)
        self.spins: dict[str, QSpinBox] = {}
        self._captions: dict[str, QLabel] = {}
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for number, side in enumerate(SIDES):
            spin = self.spins[side] = QSpinBox()
            spin.setRange(0, MAX_MARGIN)
            spin.setSingleStep(8)
            spin.setSuffix(" px")
            spin.setKeyboardTracking(False)
            # Two of them stand side by side in a narrow column.
            spin.setMinimumWidth(72)
            spin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
            calm(spin)
            spin.valueChanged.connect(self._changed)
            caption = self._captions[side] = label(kind="hint")
            caption.setBuddy(spin)
            row, column = number // 2, number % 2 * 2
            grid.addWidget(caption, row, column)
            grid.addWidget(spin, row, column + 1)
            grid.setColumnStretch(column + 1, 1)
        self.unfold()
        self.retranslate()

    def show_value(self, name: str, value: object) -> None:
        if name == "extend":
            margins = value if isinstance(value, Margins) else Margins()
            for side, spin in self.spins.items():
                with QSignalBlocker(spin):
                    spin.setValue(getattr(margins, side))

    def _changed(self) -> None:
        margins = Margins(**{side: spin.value() for side, spin in self.spins.items()})
        self.presenter.set_value("extend", margins if margins != Margins() else None)

    def retranslate(self) -> None:
        self.set_title(self.tr("Extend the picture"))
        texts = {
            "left": self.tr("Left"),
            "top": self.tr("Top"),
            "right": self.tr("Right"),
            "bottom": self.tr("Bottom"),
        }
        for side, text in texts.items():
            self._captions[side].setText(text)
            self.spins[side].setAccessibleName(text)
