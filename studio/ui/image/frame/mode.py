"""The stage's mode in which the frame of an outpaint is dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from studio.ui.base import button, label, name_tool, named, tool
from studio.ui.image.frame.canvas import FrameCanvas
from studio.ui.image.frame.geometry import SHAPES, Frame
from studio.ui.image.mode import Mode
from studio.ui.image.source_needed import SourceNeeded

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage


class FrameMode(Mode):
    name = "frame"
    tasks = frozenset({"outpaint"})
    shows_source = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.canvas = FrameCanvas()
        self.needed = SourceNeeded(stage)
        self.bar = QWidget()
        self.shapes: dict[str, QPushButton] = {}
        self._caption = label(kind="caption")
        self.handle_text = label(kind="caption")
        self.reset = tool("clear", lambda: self._choose(Frame(self.canvas.frame.width, self.canvas.frame.height)))
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._caption)
        for name, (across, down) in SHAPES.items():
            self.shapes[name] = button("", "option", lambda a=across, d=down: self._shape(a, d))  # type: ignore[misc]
            self.shapes[name].setText(name)
            row.addWidget(self.shapes[name])
        row.addStretch(1)
        row.addWidget(self.handle_text)
        row.addWidget(self.reset)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.needed)
        self._layout.addWidget(self.canvas)
        self.canvas.changed.connect(self._changed)
        self.canvas.handleChanged.connect(self._say_handle)
        stage.source.changed.connect(self._source_changed)
        stage.source.watch()
        self._source_changed()
        self.retranslate()

    def zoom_view(self) -> FrameCanvas:
        return self.canvas

    def tools(self) -> QWidget:
        return self.bar

    def show_value(self, name: str, value: object) -> None:
        if name == "extend":
            self._show_frame()

    def _source_changed(self) -> None:
        image = self.stage.source.image
        self.canvas.set_picture(image)
        self._show_frame()
        self._layout.setCurrentWidget(self.needed if image.isNull() else self.canvas)
        self.bar.setEnabled(not image.isNull())

    def _show_frame(self) -> None:
        image = self.stage.source.image
        frame = Frame.around(image.width(), image.height(), self.presenter.values["extend"])
        if frame != self.canvas.frame:
            self.canvas.set_frame(frame)
        for name, (across, down) in SHAPES.items():
            self.shapes[name].setEnabled(not image.isNull() and frame.shaped(across, down) != frame)
        self.reset.setEnabled(frame.margins is not None)

    def _changed(self, frame: Frame) -> None:
        self.presenter.set_value("extend", frame.margins)
        self._say_handle(self.canvas.handle)

    def _choose(self, frame: Frame) -> None:
        self.presenter.set_value("extend", frame.margins)

    def _shape(self, across: int, down: int) -> None:
        self._choose(self.canvas.frame.shaped(across, down))

    def _say_handle(self, handle: str) -> None:
        """Which handle the arrow keys move, and how far it is out."""
        frame = self.canvas.frame
        texts = {
            "left": self.tr("Left {pixels} px"),
            "top": self.tr("Top {pixels} px"),
            "right": self.tr("Right {pixels} px"),
            "bottom": self.tr("Bottom {pixels} px"),
        }
        sides = [texts[side].format(pixels=getattr(frame, side)) for side in handle.split("-") if side]
        text = " · ".join(sides)
        self.handle_text.setText(text)
        self.canvas.setAccessibleDescription(text)

    def retranslate(self) -> None:
        named(
            self.canvas,
            self.tr(
                "Frame: drag its sides outwards, or go from handle to handle with Tab and move it with the arrow keys"
            ),
        )
        self._caption.setText(self.tr("Shape"))
        for name, chip in self.shapes.items():
            named(chip, name, self.tr("The smallest frame of {shape} around the picture").format(shape=name))
        name_tool(self.reset, self.tr("Take the frame back to the picture"))
        self._say_handle(self.canvas.handle)
