"""The stage's mode that shows the map which the task control-map would make, while its settings change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.presenters import controls
from studio.presenters.map_preview import MapFrame, MapPreview
from studio.ui.base import button, label, named
from studio.ui.image.mode import Mode
from studio.ui.image.source_needed import SourceNeeded
from studio.ui.picture_view import PictureView
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage

SIDE = 1536
"""Longest side of what is shown: lines are still lines when one zooms in a little."""


class MapMode(Mode):
    name = "map"
    tasks = frozenset({"control-map"})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.preview = MapPreview(self.studio, self)
        self._frame: MapFrame | None = None
        self.view = PictureView()
        self.needed = SourceNeeded(stage)
        self.facts = label(kind="caption")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
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
        self.preview.ready.connect(self._ready)
        self.preview.cleared.connect(self._cleared)
        self.preview.failed.connect(self._failed)
        stage.source.changed.connect(self._show)
        stage.source.watch()
        self.retranslate()

    @property
    def shown(self) -> bool:
        """Whether the map of the picture is in view."""
        return self._frame is not None and not self.original.isChecked()

    def zoom_view(self) -> PictureView:
        return self.view

    def tools(self) -> QWidget:
        return self._tools

    def entered(self) -> None:
        self._want()
        self._show()

    def show_value(self, name: str, value: object) -> None:
        if name in ("control", "inputs") and self.stage.mode is self:
            self._want()

    def _want(self) -> None:
        source = self.presenter.input()
        (unit,) = controls.for_map(self.presenter.values["control"])
        self.preview.want(source.path if source is not None else "", unit, SIDE)

    def _ready(self, frame: MapFrame) -> None:
        self._frame = frame
        self.facts.setText("")
        self._show()

    def _cleared(self) -> None:
        self._frame = None
        there = self.presenter.input() is not None
        self.facts.setText(self.tr("A model makes this map when it runs.") if there else "")
        self._show()

    def _failed(self, info: ErrorInfo) -> None:
        self._frame = None
        self.facts.setText(" ".join(error_text(info)))
        self._show()

    def _show(self) -> None:
        """The map, or the picture itself until there is one (and while it is asked for)."""
        source = self.stage.source
        self._layout.setCurrentWidget(self.needed if source.image.isNull() else self.view)
        self._tools.setEnabled(not source.image.isNull())
        if source.image.isNull():
            return
        if self._frame is not None and not self.original.isChecked():
            frame = self._frame
            image = QImage(frame.data, frame.width, frame.height, frame.width * 3, QImage.Format.Format_RGB888)
            self.view.set_picture(image.convertToFormat(QImage.Format.Format_RGB32), QSize(*frame.full))
        else:
            self.view.set_picture(source.image)

    def retranslate(self) -> None:
        named(self.view, self.tr("Preview of the map: plus and minus zoom, 0 fits, the arrow keys move it"))
        self.original.setText(self.tr("Original"))
        named(self.original, self.tr("Show the original"), self.tr("Show the original instead of its map"))
