"""Painting on a control map: white where something is to be followed, black where not."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.pictures import ControlUnit
from studio.presenters import controls, map_editing
from studio.presenters.image_tab import ImageTabPresenter
from studio.presenters.map_editing import EditableMap
from studio.ui.base import button, label, line, name_tool, named
from studio.ui.image.painter import keys, overlay
from studio.ui.image.painter.canvas import MaskCanvas
from studio.ui.image.painter.mask import Mask, png_of
from studio.ui.image.painter.option_bar import OptionBar
from studio.ui.image.painter.settings import PainterSettings
from studio.ui.image.painter.tool_strip import KEYS, ToolStrip
from studio.ui.translations import error_text


class MapCanvas(MaskCanvas):
    """Shows the greys themselves; while they are hidden, the picture that the map was made of."""

    def _draw_film(self, painter: QPainter, mask: Mask, dirty: QRectF) -> None:
        step = overlay.step_for(self.scale() * self.devicePixelRatioF())
        rect = overlay.on_grid(self._in_picture(dirty), step, mask.whole)
        if rect.isEmpty():
            return
        pixels = np.ascontiguousarray(overlay.sample(mask.data, rect, step).pixels)
        height, width = pixels.shape
        image = QImage(pixels.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
        scale = self.scale()
        place = QRectF(self.viewport.to_widget(QPointF(rect.topLeft())), QSize(width, height).toSizeF() * step * scale)
        painter.drawImage(place, image)


class MapTools(ToolStrip):
    """The painter's tools, named for what they do on a map."""

    def retranslate(self) -> None:
        super().retranslate()
        names = {
            "brush": self.tr("Brush: paint lines to follow; the right button paints black"),
            "eraser": self.tr("Eraser: paint black"),
        }
        for name, text in names.items():
            name_tool(self.tools[name], text, KEYS[name])
        name_tool(self.invert, self.tr("Invert the map"), "I")
        name_tool(self.clear, self.tr("Make the map black"), "Del")

    def _show(self) -> None:
        super()._show()
        shown = self._settings.shown
        name_tool(self.shown, self.tr("Show the picture instead") if shown else self.tr("Show the map"), "O")


class MapEditor(QDialog):
    """Modal over its window. ``done`` with what was painted makes it an asset that the unit follows."""

    def __init__(self, presenter: ImageTabPresenter, unit: ControlUnit, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._presenter, self._unit = presenter, unit
        background = presenter.studio.background
        self.settings = PainterSettings(self)
        self.painted: Mask | None = None
        self.canvas = MapCanvas(self.settings, background)
        self.strip, self.options = MapTools(self.settings), OptionBar(self.settings)
        for unused in (self.options.colour, self.options.source):
            unused.hide()
        self.hint = label(kind="caption", wrap=True)
        self.use = button("check", "primary", self._use)
        self.cancel = button("", "", self.reject)
        self._lay_out()
        self.strip.wanted.connect(self._act)
        self.canvas.pointed.connect(self.options.show_place)
        self._say()
        self._show_history()
        self.resize(980, 720)
        side = controls.side(presenter.values, presenter.model_spec())
        background.run(lambda: map_editing.read(path, unit, side), self._read, self._failed)

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.strip)
        middle.addWidget(line(vertical=True))
        middle.addWidget(self.canvas, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.use)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.addWidget(self.options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(line())
        layout.addLayout(middle, 1)
        layout.addWidget(line())
        layout.addLayout(foot)

    @property
    def edited(self) -> bool:
        """Something was painted that is in no file."""
        return self.painted is not None and self.painted.history.can_undo

    # -- the map --------------------------------------------------------------------------------------------------

    def _read(self, found: EditableMap) -> None:
        width, height = found.size
        later = lambda work, done: self._presenter.studio.background.run(work, done)  # noqa: E731
        self.painted = Mask(QSize(width, height), later, self)
        self.painted.data[:] = found.grey
        picture = QImage(found.rgb, width, height, width * 3, QImage.Format.Format_RGB888)
        self.canvas.show_mask(picture.convertToFormat(QImage.Format.Format_RGB32), self.painted)
        self.settings.set_brush(size=max(2, round(min(width, height) / 128)), hardness=0.9)
        self.painted.edited.connect(self._show_history)
        self.canvas.fit()
        self.canvas.setFocus()
        self._show_history()

    def _failed(self, info: ErrorInfo) -> None:
        self.hint.setText(" ".join(error_text(info)))

    def _act(self, what: str) -> None:
        """Undo, redo, invert or clear."""
        if self.painted is not None and not self.painted.busy:
            getattr(self.painted, what)()

    def _show_history(self) -> None:
        history = self.painted.history if self.painted is not None else None
        self.strip.show_history(
            can_undo=history is not None and history.can_undo, can_redo=history is not None and history.can_redo
        )
        self.use.setEnabled(self.painted is not None)

    def _use(self) -> None:
        mask = self.painted
        if mask is None or mask.busy:
            return
        size = (mask.size.width(), mask.size.height())
        make = partial(png_of, mask.data.copy())
        map_editing.keep(self._presenter, self._unit, make, size, self.tr("Painted control map"))
        self.accept()

    # -- closing and keys -----------------------------------------------------------------------------------------

    def reject(self) -> None:
        """What was painted is not thrown away without asking."""
        if not self.edited:
            super().reject()
            return
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.windowTitle())
        box.setText(self.tr("Keep what you painted?"))
        keep = box.addButton(self.tr("Use the map"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(self.tr("Throw away"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Go on painting"), QMessageBox.ButtonRole.RejectRole)
        keep.clicked.connect(self._use)
        drop.clicked.connect(lambda: QDialog.reject(self))
        box.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := keys.step_of(event):
            self._act(step)
        elif keys.change_settings(event, self.settings):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Edit the control map"))
        self.hint.setText(self.tr("White is followed, black is not. O shows the picture beneath."))
        for widget, text in ((self.use, self.tr("Use the map")), (self.cancel, self.tr("Cancel"))):
            widget.setText(text)
            widget.setAccessibleName(text)
        named(
            self.canvas,
            self.tr("Map: the arrow keys move a cursor, Space paints; plus and minus zoom, brackets size the brush"),
        )
