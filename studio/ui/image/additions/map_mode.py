"""The stage's mode that shows the map which the task control-map would make, while its settings change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from studio.core.errors import ErrorInfo
from studio.presenters import controls
from studio.presenters.map_preview import MapFrame, MapPreview
from studio.ui.base import named
from studio.ui.image.preview_mode import PreviewMode
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage

SIDE = 1536
"""Longest side of what is shown: lines are still lines when one zooms in a little."""


class MapMode(PreviewMode):
    name = "map"
    tasks = frozenset({"control-map"})
    watched = frozenset({"control", "inputs"})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.preview = MapPreview(self.studio, self)
        self._frame: MapFrame | None = None
        self.preview.ready.connect(self._ready)
        self.preview.cleared.connect(self._cleared)
        self.preview.failed.connect(self._failed)
        self.retranslate()

    @property
    def shown(self) -> bool:
        """Whether the map of the picture is in view."""
        return self._frame is not None and not self.original.isChecked()

    def want(self) -> None:
        source = self.presenter.input()
        (unit,) = controls.for_map(self.presenter.values["control"])
        self.preview.want(source.path if source is not None else "", unit, SIDE)

    def picture(self) -> tuple[QImage, QSize] | None:
        frame = self._frame
        if frame is None:
            return None
        image = QImage(frame.data, frame.width, frame.height, frame.width * 3, QImage.Format.Format_RGB888)
        return image.convertToFormat(QImage.Format.Format_RGB32), QSize(*frame.full)

    def _ready(self, frame: MapFrame) -> None:
        self._take(frame, "")

    def _cleared(self) -> None:
        there = self.presenter.input() is not None
        self._take(None, self.tr("A model makes this map when it runs.") if there else "")

    def _failed(self, info: ErrorInfo) -> None:
        self._take(None, " ".join(error_text(info)))

    def _take(self, frame: MapFrame | None, said: str) -> None:
        self._frame = frame
        self.facts.setText(said)
        self.update_view()

    def retranslate(self) -> None:
        super().retranslate()
        named(self.view, self.tr("Preview of the map: plus and minus zoom, 0 fits, the arrow keys move it"))
