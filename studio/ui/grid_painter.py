"""How one cell of the gallery's grid looks."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap, QTextOption

from studio.ui import icons, theme, words
from studio.ui.backdrop import fill_backdrop
from studio.ui.grid_layout import CAPTION

RADIUS = 6
_EXCERPT = 400
"""Characters of a text that fit into a cell at most."""


class CellPainter:
    """Paints cells with one set of fonts. Pictures are cut to the square's middle, texts show their first lines."""

    def __init__(self, font: QFont, ratio: float) -> None:
        self.ratio = ratio
        self.title_font = QFont(font)
        self.small_font = QFont(font)
        self.small_font.setPixelSize(max(10, font.pixelSize() - 2))
        self.title_metrics = QFontMetrics(self.title_font)
        self.small_metrics = QFontMetrics(self.small_font)

    def paint(
        self,
        painter: QPainter,
        rect: QRect,
        asset: Any,
        pixmap: QPixmap | None,
        *,
        selected: bool,
        current: bool,
        hover: bool,
    ) -> None:
        tokens = theme.current()
        box = QRectF(rect.x(), rect.y(), rect.width(), rect.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("canvas" if asset.kind == "image" else "field"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        self._picture(painter, box, asset, pixmap)
        self._badges(painter, box, asset)
        self._outline(painter, box, selected=selected, current=current, hover=hover)
        self._caption(painter, rect, asset, tokens)

    def _picture(self, painter: QPainter, box: QRectF, asset: Any, pixmap: QPixmap | None) -> None:
        if asset.kind == "text":
            self._text(painter, box, asset.excerpt or asset.title)
        elif pixmap is None:
            icon = icons.pixmap(asset.kind, 28, "disabled", self.ratio)
            painter.drawPixmap(box.center() - QPointF(14, 14), icon)
        elif asset.kind == "audio":
            size = pixmap.size().scaled(
                int(box.width()) - 16, int(box.height()) - 48, Qt.AspectRatioMode.KeepAspectRatio
            )
            target = QRectF(0, 0, size.width(), size.height())
            target.moveCenter(box.center())
            painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        else:
            path = QPainterPath()
            path.addRoundedRect(box, RADIUS, RADIUS)
            painter.save()
            painter.setClipPath(path)
            side = min(pixmap.width(), pixmap.height())
            source = QRectF((pixmap.width() - side) / 2, (pixmap.height() - side) / 2, side, side)
            if pixmap.hasAlphaChannel():
                fill_backdrop(painter, box, "checker")
            painter.drawPixmap(box, pixmap, source)
            painter.restore()

    def _text(self, painter: QPainter, box: QRectF, text: str) -> None:
        area = box.adjusted(10, 10, -10, -10)
        # Whole lines only: half a line at the lower edge looks like a mistake.
        area.setHeight(int(area.height() // self.small_metrics.lineSpacing()) * self.small_metrics.lineSpacing())
        painter.save()
        painter.setClipRect(area)
        painter.setFont(self.small_font)
        painter.setPen(theme.color("text"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(area, text[:_EXCERPT].strip(), option)
        painter.restore()

    def _badges(self, painter: QPainter, box: QRectF, asset: Any) -> None:
        painter.setFont(self.small_font)
        if asset.kind == "audio" and asset.seconds:
            self._pill(painter, box, words.duration_text(asset.seconds))
        if asset.starred:
            spot = QRectF(box.right() - 28, box.top() + 6, 22, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("raised"))
            painter.drawEllipse(spot)
            painter.drawPixmap(spot.topLeft() + QPointF(4, 4), icons.pixmap("star-filled", 14, "warning", self.ratio))

    def _pill(self, painter: QPainter, box: QRectF, text: str) -> None:
        width = self.small_metrics.horizontalAdvance(text) + 12
        pill = QRectF(box.right() - width - 6, box.bottom() - 26, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(pill, 10, 10)
        painter.setPen(theme.color("text"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _outline(self, painter: QPainter, box: QRectF, *, selected: bool, current: bool, hover: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if selected:
            painter.setPen(QPen(theme.color("accent"), 3))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), RADIUS, RADIUS)
        else:
            painter.setPen(QPen(theme.color("border_strong" if hover else "border"), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if current:
            pen = QPen(theme.color("text"), 1, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.drawRoundedRect(box.adjusted(4.5, 4.5, -4.5, -4.5), RADIUS - 2, RADIUS - 2)

    def _caption(self, painter: QPainter, rect: QRect, asset: Any, tokens: theme.Tokens) -> None:
        top = rect.bottom() + 1 - CAPTION
        line = QRect(rect.x() + 2, top + 3, rect.width() - 4, 18)
        painter.setFont(self.title_font)
        painter.setPen(theme.color("text"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        title = asset.title.replace("\n", " ") or words.kind(asset.kind)
        painter.drawText(line, flags, self.title_metrics.elidedText(title, Qt.TextElideMode.ElideRight, line.width()))
        line.translate(0, 17)
        painter.setFont(self.small_font)
        painter.setPen(theme.color("text2"))
        facts = f"{words.kind(asset.kind)} · {when_text(asset.created)}"
        painter.drawText(line, flags, self.small_metrics.elidedText(facts, Qt.TextElideMode.ElideRight, line.width()))


def when_text(created: float) -> str:
    """A short local time: today's by the clock, others by the day."""
    moment, today = time.localtime(created), time.localtime()
    if moment[:3] == today[:3]:
        return time.strftime("%H:%M", moment)
    return time.strftime("%m-%d" if moment[0] == today[0] else "%Y-%m-%d", moment)
