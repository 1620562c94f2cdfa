"""The stage's mode that shows what tracing would give, while the settings change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from studio.core.pictures import Trace
from studio.presenters.tracing import TracePreview
from studio.ui import words
from studio.ui.base import button, label, named
from studio.ui.image.mode import Mode
from studio.ui.image.source_needed import SourceNeeded
from studio.ui.picture_view import PictureView
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage


class TraceMode(Mode):
    name = "trace"
    tasks = frozenset({"trace"})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.preview = TracePreview(self.studio)
        self.view = PictureView()
        self.needed = SourceNeeded(stage)
        self.facts = label(kind="caption")
        self.original = button("image", "quiet", self._show)
        self.original.setCheckable(True)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.facts, 1)
        row.addWidget(self.original)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.needed)
        self._layout.addWidget(self.view)
        self.preview.changed.connect(self._show)
        stage.source.changed.connect(self._show)
        stage.source.watch()
        self.retranslate()

    def zoom_view(self) -> PictureView:
        return self.view

    def tools(self) -> QWidget:
        return self._tools

    def entered(self) -> None:
        self._want()
        self._show()

    def left(self) -> None:
        self.preview.stop()

    def show_value(self, name: str, value: object) -> None:
        if name in ("trace", "inputs") and self.stage.mode is self:
            self._want()

    def _want(self) -> None:
        source = self.presenter.input()
        self.preview.want(source.path if source else "", self.presenter.values["trace"] or Trace())

    def _show(self) -> None:
        """The trace, or the picture itself until there is one (and while it is asked for)."""
        source, result = self.stage.source, self.preview.result
        self._layout.setCurrentWidget(self.needed if source.image.isNull() else self.view)
        self._tools.setEnabled(not source.image.isNull())
        if result is not None and not self.original.isChecked():
            width, height = result.drawn
            image = QImage(result.rgba, width, height, width * 4, QImage.Format.Format_RGBA8888)
            premultiplied = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
            self.view.set_picture(premultiplied, QSize(*result.size))
        elif not source.image.isNull():
            self.view.set_picture(source.image)
        self._say()

    def _say(self) -> None:
        preview, result = self.preview, self.preview.result
        parts = []
        if result is not None:
            parts.append(self.tr("Paths: {count}").format(count=f"{result.paths:,}"))
            parts.append(words.size_text(result.bytes))
        if preview.busy:
            parts.append(self.tr("tracing…"))
        if preview.error is not None:
            parts = [" ".join(error_text(preview.error))]
        self.facts.setText(" · ".join(parts))
        self.facts.setToolTip(self.facts.text())

    def retranslate(self) -> None:
        named(self.view, self.tr("Preview of the trace: plus and minus zoom, 0 fits, the arrow keys move it"))
        self.original.setText(self.tr("Original"))
        named(self.original, self.tr("Show the original"), self.tr("Show the original instead of its trace"))
        self._say()
