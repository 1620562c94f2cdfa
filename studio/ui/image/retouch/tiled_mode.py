"""The stage of seamless pictures: the take in view three times in each direction; before there is one, the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedLayout

from studio.core.pictures import Tile
from studio.core.requests import ImageRequest
from studio.presenters.takes import Take, TakeState
from studio.ui.base import named
from studio.ui.image.mode import Mode
from studio.ui.image.retouch.repeat_view import RepeatView
from studio.ui.image.source_needed import SourceNeeded

if TYPE_CHECKING:
    from studio.presenters.image_tab import ImageTabPresenter
    from studio.ui.image.stage import Stage


def axes_of(take: Take | None) -> str:
    """In which directions a take repeats: both, x, y, or "" when it does not."""
    request = take.request if take is not None else None
    if not isinstance(request, ImageRequest):
        return ""
    return (request.tile or Tile()).axes if request.task == "tile" else request.seamless


class TiledMode(Mode):
    name = "tiled"
    tasks = frozenset({"tile"})
    shows_takes = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.view = RepeatView()
        self.needed = SourceNeeded(stage)
        self._image = QImage()
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.needed)
        self._layout.addWidget(self.view)
        stage.source.changed.connect(self._show)
        self.retranslate()

    def zoom_view(self) -> RepeatView:
        return self.view

    def show_value(self, name: str, value: object) -> None:
        if name == "tile":
            self._show()

    def show_take(self, take: Take | None) -> None:
        if take is None or not axes_of(take) or take.state is not TakeState.DONE:
            self._image = QImage()
            self._show()

    def show_picture(self, take: Take, image: QImage) -> None:
        self._image = image if axes_of(take) else QImage()
        self._show()

    def entered(self) -> None:
        self.stage.source.watch()
        self._show()

    def _show(self) -> None:
        if not self._image.isNull():
            self.view.set_tile(self._image, axes_of(self.presenter.current))
        elif not self.stage.source.image.isNull():
            self.view.set_tile(self.stage.source.image, (self.presenter.values["tile"] or Tile()).axes)
        else:
            self.view.clear()
        self._layout.setCurrentWidget(self.needed if self.view.empty else self.view)

    def retranslate(self) -> None:
        named(self.view, self.tr("The picture beside itself: plus and minus zoom, 0 fits, the arrow keys move it"))


class SeamlessMode(TiledMode):
    """The same for a drawing that was made to repeat."""

    name = "seamless"

    tasks = frozenset()

    @classmethod
    def available(cls, presenter: ImageTabPresenter) -> bool:
        return presenter.values["task"] != "tile" and bool(axes_of(presenter.current))
