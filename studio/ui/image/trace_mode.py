"""The stage's mode that shows what tracing would give, while the settings change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from studio.core.pictures import Trace
from studio.presenters.tracing import TracePreview
from studio.ui import words
from studio.ui.base import named
from studio.ui.image.preview_mode import PreviewMode
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage


class TraceMode(PreviewMode):
    name = "trace"
    tasks = frozenset({"trace"})
    watched = frozenset({"trace", "inputs"})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.preview = TracePreview(self.studio)
        self.preview.changed.connect(self.update_view)
        self.retranslate()

    def left(self) -> None:
        self.preview.stop()

    def want(self) -> None:
        source = self.presenter.input()
        self.preview.want(source.path if source else "", self.presenter.values["trace"] or Trace())

    def picture(self) -> tuple[QImage, QSize] | None:
        result = self.preview.result
        if result is None:
            return None
        width, height = result.drawn
        image = QImage(result.rgba, width, height, width * 4, QImage.Format.Format_RGBA8888)
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied), QSize(*result.size)

    def update_view(self) -> None:
        super().update_view()
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
        super().retranslate()
        named(self.view, self.tr("Preview of the trace: plus and minus zoom, 0 fits, the arrow keys move it"))
        self._say()
