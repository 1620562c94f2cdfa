"""The stage's plainest mode: the take in view as a large picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedLayout

from studio.core.requests import TEXT_RESULTS, ImageRequest
from studio.presenters.takes import Take, TakeState
from studio.ui.base import named
from studio.ui.image.mode import Mode
from studio.ui.image.take_state import TakeStatePage
from studio.ui.image.text_result import TextResult
from studio.ui.picture_view import PictureView

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage


class ResultMode(Mode):
    name = "result"
    shows_takes = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.view = PictureView()
        self._shown: Take | None = None
        self._drawn = False
        """Whether a preview of the take in view has come."""
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.view)
        self._layout.addWidget(stage.empty)
        self.waiting = TakeStatePage(self.studio)
        self._layout.addWidget(self.waiting)
        self._text: TextResult | None = None
        stage.source.changed.connect(self._source_changed)
        self.retranslate()

    def zoom_view(self) -> PictureView:
        shown = self._layout.currentWidget()
        return self._text.view if self._text is not None and shown is self._text else self.view

    def show_take(self, take: Take | None) -> None:
        if take is not self._shown:
            self._drawn = False
        if take is None:
            self._show_source()
        elif take.request.task in TEXT_RESULTS and take.state not in (TakeState.WAITING, TakeState.FAILED):
            self._layout.setCurrentWidget(self._text_page())
            self._text_page().show_take(take)
        elif take.path or (self._drawn and take.state is TakeState.RUNNING):
            self._layout.setCurrentWidget(self.view)
        else:
            # No picture of another take stands in for one that has none; the zoom stays for the one to come.
            if not take.live:
                self.view.clear()
            self.waiting.show_take(take)
            self._layout.setCurrentWidget(self.waiting)
        self._shown = take
        if self.stage.mode is self:
            self.stage.zoom_view_changed()

    def show_value(self, name: str, value: object) -> None:
        if name in ("task", "inputs"):
            self.stage.source.watch()
            if self.presenter.current is None:
                self._show_source()

    def _source_changed(self) -> None:
        if self.stage.mode is self and self.presenter.current is None:
            self._show_source()
            self.stage.zoom_view_changed()

    def _show_source(self) -> None:
        """While nothing was made, the picture that will be worked on, or else what can be done here."""
        image = self.stage.source.image if "source" in self.presenter.fields() else QImage()
        if image.isNull():
            self.view.clear()
            self._layout.setCurrentWidget(self.stage.empty)
        else:
            self.view.set_picture(image)
            self._layout.setCurrentWidget(self.view)

    def _text_page(self) -> TextResult:
        if self._text is None:
            self._text = TextResult(self.presenter)
            self._text.promptWanted.connect(lambda text: self.studio.send_text(text, "image"))
            self._layout.addWidget(self._text)
        return self._text

    def show_picture(self, take: Take, image: QImage) -> None:
        drawn = take.path.endswith(".svg") and take.asset is not None
        self.view.set_picture(image, QSize(take.asset.width, take.asset.height) if drawn else None)

    def show_preview(self, take: Take, rgb: bytes, width: int, height: int) -> None:
        request = take.request
        target = QSize(width, height)
        if isinstance(request, ImageRequest) and request.width and request.height:
            target = QSize(request.width, request.height)
        self.view.set_preview(rgb, width, height, target)
        if not self._drawn:
            self._drawn = True
            self.show_take(take)

    def retranslate(self) -> None:
        named(self.view, self.tr("Picture: plus and minus zoom, 0 fits, the arrow keys move it"))
