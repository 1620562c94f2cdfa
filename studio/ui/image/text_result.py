"""What was said of a picture, below it: a caption, tags, or objects whose boxes are drawn over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.presenters.takes import Take, TakeState
from studio.ui import theme
from studio.ui.base import Translated, button, named
from studio.ui.picture_view import PictureView
from studio.ui.pictures import load_picture
from studio.ui.stream_view import StreamView

if TYPE_CHECKING:
    from studio.presenters.background import Task
    from studio.presenters.image_tab import ImageTabPresenter


@dataclass(frozen=True)
class Box:
    """An object in pixels of the picture."""

    label: str
    score: str
    rect: QRectF


def boxes_in(text: str) -> list[Box]:
    """The boxes of lines “label score left top width height”; other lines are no objects."""
    found = []
    for line in text.splitlines():
        parts = line.rsplit(" ", 5)
        if len(parts) == 6:
            try:
                rect = QRectF(*(float(part) for part in parts[2:]))
            except ValueError:
                continue
            found.append(Box(parts[0], parts[1], rect))
    return found


class BoxedView(PictureView):
    """A picture with boxes over it."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: list[Box] = []

    def set_boxes(self, boxes: list[Box]) -> None:
        self._boxes = boxes
        self.update()

    def draw(self, painter: QPainter, target: QRectF, dirty: QRectF) -> None:
        super().draw(painter, target, dirty)
        scale = target.width() / max(1, self.viewport.size.width())
        metrics = painter.fontMetrics()
        for box in self._boxes:
            x, y = target.x() + box.rect.x() * scale, target.y() + box.rect.y() * scale
            shown = QRectF(x, y, box.rect.width() * scale, box.rect.height() * scale)
            # A dark line under the bright one: seen on any picture.
            for width, colour in ((4.0, QColor(0, 0, 0, 140)), (2.0, theme.color("accent"))):
                painter.setPen(QPen(colour, width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(shown)
            text = f"{box.label} {box.score}"
            high = metrics.height() + 2
            # Above its box where there is room: it must not hide what is small.
            above = y - high if y - high >= target.top() else y
            chip = QRectF(x, above, metrics.horizontalAdvance(text) + 8, high)
            painter.fillRect(chip, theme.color("accent"))
            painter.setPen(theme.color("on_accent"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)


class TextResult(Translated):
    """``promptWanted`` brings the text that is to become the prompt."""

    promptWanted = Signal(str)

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._studio = presenter.studio
        self._take: Take | None = None
        self._task: Task | None = None
        self._path = ""
        self.view = BoxedView()
        self.text = StreamView()
        self.copy = button("copy", "quiet", self._copy)
        self.use = button("sparkle", "quiet", lambda: self.promptWanted.emit(self.text.text()))
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 4)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.use)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.text, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.view)
        splitter.addWidget(below)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([420, 160])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        presenter.textAppended.connect(self._appended)
        self.retranslate()

    def show_take(self, take: Take) -> None:
        """Show a take whose result is a text, and the picture it is about."""
        self._take = take
        source = take.request.input()
        self._load(source.path if source else "")
        if take.path and not take.pieces:
            self._studio.read_text(take.path, lambda text: self._read(take, text), self._studio.notice.emit)
        self._show_text(take.text)

    def _load(self, path: str) -> None:
        if path == self._path:
            return
        self._path = path
        if self._task is not None:
            self._task.cancel()
        self.view.clear()
        if path:
            # A source that is gone is no reason to hide what was said of it.
            self._task = self._studio.background.run(
                lambda: load_picture(path), lambda image: self._loaded(path, image), lambda _info: None
            )

    def _loaded(self, path: str, image: QImage) -> None:
        if path == self._path:
            self.view.set_picture(image)

    def _appended(self, take: Take, text: str) -> None:
        if take is self._take:
            self._show_text(take.text)

    def _read(self, take: Take, text: str) -> None:
        take.pieces = [text]
        if take is self._take:
            self._show_text(text)

    def _show_text(self, text: str) -> None:
        take = self._take
        finds = take is not None and take.request.task == "detect"
        done = take is not None and take.state is TakeState.DONE
        nothing = self.tr("Nothing was found with that much confidence.") if done and not text.strip() else ""
        self.text.set_text(text or nothing)
        self.view.set_boxes(boxes_in(text) if finds else [])
        self.copy.setEnabled(bool(text.strip()))
        self.use.setEnabled(bool(text.strip()))
        self.use.setVisible(not finds)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.selected_text() or self.text.text())
        self._studio.message.emit(self.tr("Copied."))

    def retranslate(self) -> None:
        named(self.view, self.tr("The picture that was looked at, with the objects found in it"))
        named(self.text.editor, self.tr("What was said of the picture"))
        for widget, text in ((self.copy, self.tr("Copy")), (self.use, self.tr("Use as prompt"))):
            widget.setText(text)
            widget.setAccessibleName(text)
