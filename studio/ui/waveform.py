"""A waveform with its playhead; a click or the arrow keys move it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.presenters.sounds import Waveform
from studio.ui import theme, words
from studio.ui.base import role

_BAR, _GAP = 2, 1
_RULER = 20
_EDGE = 12
"""Pixels beside the sound: the playhead at its ends must not hide in the frame."""
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)


class WaveformView(QWidget):
    """Draws a :class:`Waveform`. Positions are seconds."""

    seekWanted = Signal(float)
    toggleWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        role(self, "canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", False)
        self.setMinimumHeight(120)
        self.setMaximumHeight(300)
        self._wave: Waveform | None = None
        self._position = 0.0
        self._layers: tuple[QPixmap, QPixmap] | None = None
        theme.signals.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(480, 220)

    def set_waveform(self, wave: Waveform | None) -> None:
        self._wave, self._position = wave, 0.0
        self._restyle()

    def waveform(self) -> Waveform | None:
        return self._wave

    def set_position(self, seconds: float) -> None:
        """Move the playhead; only the strip it crosses is drawn again."""
        if self._wave is None:
            return
        old, self._position = self._x(self._position), min(max(0.0, seconds), self._wave.seconds)
        new = self._x(self._position)
        left, right = sorted((old, new))
        self.update(int(left) - 3, 0, int(right - left) + 7, self.height())
        self.setAccessibleDescription(position_text(self._position, self._wave.seconds))

    def position(self) -> float:
        return self._position

    def _x(self, seconds: float) -> float:
        if self._wave is None or not self._wave.seconds:
            return 0.0
        return _EDGE + seconds / self._wave.seconds * self._room()

    def _room(self) -> int:
        return max(1, self.width() - 2 * _EDGE)

    def _seek_to(self, x: float) -> None:
        if self._wave is not None:
            self._seek((x - _EDGE) / self._room() * self._wave.seconds)

    def _seek(self, seconds: float) -> None:
        if self._wave is not None:
            seconds = min(max(0.0, seconds), self._wave.seconds)
            self.set_position(seconds)
            self.seekWanted.emit(seconds)

    # -- events ---------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._wave is None:
            super().keyPressEvent(event)
            return
        step = 5.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        targets = {
            Qt.Key.Key_Left: self._position - step,
            Qt.Key.Key_Right: self._position + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._wave.seconds,
        }
        key = Qt.Key(event.key())
        if key in targets:
            self._seek(targets[key])
        elif key == Qt.Key.Key_Space:
            self.toggleWanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._layers = None

    def _restyle(self) -> None:
        self._layers = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._wave is None:
            painter.fillRect(event.rect(), theme.color("canvas"))
        else:
            if self._layers is None:
                self._layers = (self._draw("wave"), self._draw("wave_played"))
            x = self._x(self._position)
            rest, played = self._layers
            painter.drawPixmap(0, 0, rest)
            painter.save()
            painter.setClipRect(QRectF(0, 0, x, self.height()), Qt.ClipOperation.IntersectClip)
            painter.drawPixmap(0, 0, played)
            painter.restore()
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.drawLine(QPointF(x, _RULER - 6), QPointF(x, self.height()))
        if self.property("ring"):
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _draw(self, token: str) -> QPixmap:
        """The whole waveform in one colour, drawn once per size and theme."""
        assert self._wave is not None
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(theme.color("canvas"))
        painter = QPainter(layer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ruler(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(token))
        peaks, width = self._wave.peaks, self._room()
        top, room = _RULER + 8, self.height() - _RULER - 16
        loudest = max((max(-low, high) for low, high in peaks), default=0.0)
        # Quiet sounds are drawn larger, so that their shape can be seen; silence stays a line.
        gain = 1 / max(loudest, 0.25)
        bars = max(1, width // (_BAR + _GAP))
        for bar in range(bars):
            part = peaks[bar * len(peaks) // bars : max(bar * len(peaks) // bars + 1, (bar + 1) * len(peaks) // bars)]
            low, high = min(p[0] for p in part) * gain, max(p[1] for p in part) * gain
            upper, lower = top + room * (1 - high) / 2, top + room * (1 - low) / 2
            height = max(2.0, lower - upper)
            painter.drawRoundedRect(
                QRectF(_EDGE + bar * (_BAR + _GAP), (upper + lower - height) / 2, _BAR, height), 1, 1
            )
        painter.end()
        return layer

    def _draw_ruler(self, painter: QPainter) -> None:
        assert self._wave is not None
        seconds = self._wave.seconds
        step = next((s for s in _STEPS if seconds / s <= max(2, self._room() / 72)), _STEPS[-1])
        font = painter.font()
        font.setPixelSize(11)
        painter.setFont(font)
        line: QColor = theme.color("border")
        for number in range(int(seconds / step + 1e-6) + 1):
            mark = number * step
            x = self._x(mark)
            painter.setPen(line)
            painter.drawLine(QPointF(x, 14), QPointF(x, _RULER))
            painter.setPen(theme.color("text2"))
            if x < self.width() - 30:
                painter.drawText(QPointF(x + 4, 14), position_text(mark, 1 if step < 1 else 60))


def position_text(seconds: float, total: float) -> str:
    """A position in a sound of ``total`` seconds: with tenths where it is shorter than a minute."""
    if total >= 60:
        return words.clock_text(seconds)
    # Rounded once, so that it says what the length of the sound says.
    whole, tenths = f"{seconds:.1f}".split(".")
    return f"{words.clock_text(int(whole))}.{tenths}"
