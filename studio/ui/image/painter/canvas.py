"""The painter's canvas: picture, mask as a film, brush tip; mouse, pen and keyboard go to the tool in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QPointingDevice,
    QTabletEvent,
    QWheelEvent,
)

from studio.ui.image.painter import overlay
from studio.ui.image.painter.backing import Backing
from studio.ui.image.painter.effect import Effect
from studio.ui.image.painter.key_cursor import KeyCursor
from studio.ui.image.painter.mask import Mask
from studio.ui.image.painter.preview import EffectPreview
from studio.ui.image.painter.regions import region
from studio.ui.image.painter.settings import PainterSettings
from studio.ui.image.painter.stroke import Point
from studio.ui.image.painter.tools import (
    BrushTool,
    EraserTool,
    FillTool,
    LassoTool,
    PolygonTool,
    RectangleTool,
    Tool,
)
from studio.ui.zoom_view import ZoomView

if TYPE_CHECKING:
    from studio.presenters.background import Background

_TIP_MARGIN = 3


class MaskCanvas(ZoomView):
    """Paints on the mask given by :meth:`show_mask`.

    ``pointed`` brings where the keyboard's cursor is, in words of the picture's pixels."""

    pointed = Signal(int, int, bool)
    drag_pans = False

    def __init__(self, settings: PainterSettings, background: Background) -> None:
        super().__init__()
        self.settings, self._background = settings, background
        self.painted: Mask | None = None
        self.effect = Effect()
        self.preview = EffectPreview(background, self)
        self._backing = Backing()
        self._tools: dict[str, Tool] = {
            tool.name: tool(settings, self.viewport)
            for tool in (BrushTool, EraserTool, LassoTool, PolygonTool, RectangleTool)
        }
        self._tools["fill"] = FillTool(settings, self.viewport, self._fill)
        self._pointer: QPointF | None = None
        self._keys = KeyCursor(self)
        self._space = False
        self._sizing: tuple[QPointF, float, float] | None = None
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        settings.changed.connect(self._settings_changed)
        self.preview.ready.connect(self.update)
        self.viewport.changed.connect(self._ask_preview)
        self._settings_changed()

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tools[self.settings.tool]

    def show_mask(self, picture: QImage, mask: Mask | None) -> None:
        """Paint on this mask, over its picture of the same size."""
        self.cancel()
        if self.painted is not None:
            self.painted.changed.disconnect(self._mask_changed)
        self.painted = mask
        self._backing.set_picture(picture)
        self._keys.hide()
        self.viewport.set_size(mask.size if mask is not None else QSize())
        if mask is not None:
            mask.changed.connect(self._mask_changed)
        self._ask_preview()
        self.update()

    def set_effect(self, effect: Effect) -> None:
        """Show the mask as the worker will use it."""
        if effect != self.effect:
            self.effect = effect
            self._ask_preview()
            self.update()

    def cancel(self) -> None:
        """Put down what has begun."""
        for tool in self._tools.values():
            tool.cancel()
        self._sizing = None
        self.update()

    # -- drawing --------------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        self._backing.draw(painter, self.viewport, self.size(), self.devicePixelRatioF(), dirty)
        if self.painted is None:
            return
        if self.settings.shown:
            self._draw_film(painter, self.painted, dirty)
        self.tool.draw(painter)
        self._draw_tip(painter)
        self._keys.draw(painter)

    def _draw_film(self, painter: QPainter, mask: Mask, dirty: QRectF) -> None:
        step = overlay.step_for(self.scale() * self.devicePixelRatioF())
        rect = overlay.on_grid(self._in_picture(dirty), step, mask.whole)
        if rect.isEmpty():
            return
        found = self.preview.part(mask, self.effect, rect, step) if self.effect.active else None
        place = QRectF(self.viewport.to_widget(QPointF(rect.topLeft())), rect.size().toSizeF() * self.scale())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale() < 3)
        overlay.draw(painter, found or overlay.sample(mask.data, rect, step), self.settings.colour, place)

    def _draw_tip(self, painter: QPainter) -> None:
        place = self._keys.place if self._keys.shown else self._pointer
        if place is None or not self.tool.has_tip or self._space:
            return
        radius = max(1.5, self.settings.brush.size / 2 * self.scale())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, more in ((QColor(0, 0, 0, 200), 0.0), (QColor(255, 255, 255, 230), -1.0)):
            painter.setPen(QPen(colour, 1.2))
            painter.drawEllipse(place, radius + more, radius + more)

    def _in_picture(self, rect: QRectF) -> QRectF:
        return QRectF(self.viewport.to_picture(rect.topLeft()), self.viewport.to_picture(rect.bottomRight()))

    def _ask_preview(self) -> None:
        if self.painted is None or not self.effect.active:
            return
        step = overlay.step_for(self.scale() * self.devicePixelRatioF())
        rect = overlay.on_grid(self._in_picture(QRectF(self.rect())), step, self.painted.whole)
        if not rect.isEmpty():
            self.preview.ask(self.painted, self.effect, rect, step)

    def _mask_changed(self, rect: QRect) -> None:
        corners = QRectF(self.viewport.to_widget(QPointF(rect.topLeft())), rect.size().toSizeF() * self.scale())
        # The film is drawn on a grid that is up to a step of the mask wider than the pixels that changed.
        edge = round(self.scale() * overlay.step_for(self.scale() * self.devicePixelRatioF())) + 2
        self.update(corners.toAlignedRect().adjusted(-edge, -edge, edge, edge))
        if self.effect.active:
            self._ask_preview()

    def _settings_changed(self) -> None:
        for name, tool in self._tools.items():
            if name != self.settings.tool:
                tool.cancel()
        self._show_cursor()
        self.update()

    def _show_cursor(self) -> None:
        hidden = self.tool.has_tip and not self._space
        pan = Qt.CursorShape.OpenHandCursor
        self.setCursor(pan if self._space else Qt.CursorShape.BlankCursor if hidden else Qt.CursorShape.CrossCursor)

    # -- pointing -------------------------------------------------------------------------------------------------

    def point(self, place: QPointF, pressure: float = 1.0) -> Point:
        """A place of the widget in the picture."""
        found = self.viewport.to_picture(place)
        return Point(found.x(), found.y(), pressure)

    def _hover(self, place: QPointF | None) -> None:
        """The tip follows the pointer; only its old and new place are painted anew."""
        self._keys.hide()
        before, self._pointer = self._pointer, place
        if not self.tool.has_tip:
            self._update_tool()
            return
        reach = round(self.settings.brush.size / 2 * self.scale()) + _TIP_MARGIN
        for spot in (before, place):
            if spot is not None:
                point = spot.toPoint()
                self.update(QRect(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach))

    def _update_tool(self) -> None:
        if self.tool.active:
            self.update()

    def pen_down(self, place: QPointF, pressure: float = 1.0, *, erase: bool = False) -> None:
        if self.painted is not None:
            self.tool.press(self.painted, self.point(place, pressure), erase=erase)
            self._update_tool()

    def pen_move(self, place: QPointF, pressure: float = 1.0) -> None:
        if self.painted is not None:
            self.tool.move(self.painted, self.point(place, pressure))

    def pen_up(self, place: QPointF, pressure: float = 1.0) -> None:
        if self.painted is not None:
            self.tool.release(self.painted, self.point(place, pressure))
            if not self.tool.has_tip:
                self.update()

    def finish(self) -> None:
        """Close an outline that is open."""
        if self.painted is not None:
            self.tool.finish(self.painted)
            self.update()

    def _fill(self, point: Point, erase: bool) -> None:
        mask = self.painted
        x, y = int(point.x // 1), int(point.y // 1)
        if mask is None or not mask.whole.contains(x, y) or bool(mask.data[y, x] >= 128) is not erase:
            return
        data = mask.data.copy()
        self._background.run(
            lambda: region(data, x, y),
            lambda found: mask.put(found[0].x(), found[0].y(), found[1], erase=erase) if found else None,
        )

    # -- mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        button, place = event.button(), event.position()
        left = button == Qt.MouseButton.LeftButton
        if self.panning or self._sizing is not None:
            return
        if button == Qt.MouseButton.MiddleButton or (left and self._space):
            self.begin_pan(place)
        elif left and self.tool.has_tip and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._sizing = (place, self.settings.brush.size, self.settings.brush.hardness)
        elif left or button == Qt.MouseButton.RightButton:
            self._hover(place)
            self.pen_down(place, erase=not left)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self.panning:
            self.move_pan(place)
        elif self._sizing is not None:
            start, size, hardness = self._sizing
            way = place - start
            self.settings.set_brush(size=round(size + 2 * way.x() / self.scale()), hardness=hardness - way.y() / 200)
        else:
            self._hover(place)
            self.pen_move(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.panning:
            self.end_pan()
            self._show_cursor()
        elif self._sizing is not None:
            self._sizing = None
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self.pen_up(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.tool.name == "polygon" and self.tool.active:
            self.finish()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.settings.grow_brush(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    # -- pen ------------------------------------------------------------------------------------------------------

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen paints with its pressure; its other end erases. Everything else of it is a mouse's."""
        kind, place = event.type(), event.position()
        barrel = event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton)
        if barrel or self._space or self.panning or self._sizing is not None:
            event.ignore()
            return
        if kind == QEvent.Type.TabletPress:
            self._hover(place)
            erase = event.pointerType() == QPointingDevice.PointerType.Eraser
            self.pen_down(place, event.pressure(), erase=erase)
        elif kind == QEvent.Type.TabletMove:
            self._hover(place)
            self.pen_move(place, event.pressure())
        elif kind == QEvent.Type.TabletRelease:
            self.pen_up(place, event.pressure())
        event.accept()

    # -- keyboard -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._wants(event):
            # Escape would stop the job otherwise, while it is the lasso that is to go.
            event.accept()
            return True
        return super().event(event)

    def _wants(self, event: QKeyEvent) -> bool:
        ends = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace)
        return ends and not event.modifiers() and self.tool.active

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.painted is None:
            event.ignore()
            return
        if event.text() in ("[", "]"):
            self.settings.grow_brush(1 if event.text() == "]" else -1)
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and not self._keys.space():
                self._space = True
                self._show_cursor()
                self.update()
        elif self._wants(event):
            self._end(event.key())
        elif not self._keys.arrow(event):
            super().keyPressEvent(event)

    def _end(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.tool.cancel()
        elif key == Qt.Key.Key_Backspace:
            self.tool.back()
        else:
            self.finish()
        self.update()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            if not self.panning:
                self._show_cursor()
            self.update()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: object) -> None:
        self._space = False
        self._show_cursor()
        super().focusOutEvent(event)  # type: ignore[arg-type]

    def picture(self) -> QPixmap:
        return self._backing.pixmap
