"""A mode of the stage that shows what a task would make of the source, while its settings change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from studio.ui.base import button, label, named
from studio.ui.image.mode import Mode
from studio.ui.image.source_needed import SourceNeeded
from studio.ui.picture_view import PictureView

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage


class PreviewMode(Mode):
    """Subclasses make the preview and call :meth:`update_view` when it is another."""

    shows_source = True
    watched: frozenset[str] = frozenset()
    """The values that the preview follows."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.view = PictureView()
        self.needed = SourceNeeded(stage)
        self.facts = label(kind="caption")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.original = button("image", "quiet", self.update_view)
        self.original.setCheckable(True)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.facts, 1)
        row.addWidget(self.original)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.needed)
        self._layout.addWidget(self.view)
        stage.source.changed.connect(self.update_view)
        stage.source.watch()

    # -- for subclasses -------------------------------------------------------------------------------------------

    def want(self) -> None:
        """Ask for the preview of what is set now."""
        raise NotImplementedError

    def picture(self) -> tuple[QImage, QSize] | None:
        """The preview and the size of the picture that it stands for; None until there is one."""
        raise NotImplementedError

    # -- what every one of them does ------------------------------------------------------------------------------

    def zoom_view(self) -> PictureView:
        return self.view

    def tools(self) -> QWidget:
        return self._tools

    def entered(self) -> None:
        self.want()
        self.update_view()

    def show_value(self, name: str, value: object) -> None:
        if name in self.watched and self.stage.mode is self:
            self.want()

    def update_view(self) -> None:
        """The preview, or the picture itself until there is one (and while it is asked for)."""
        source = self.stage.source.image
        self._layout.setCurrentWidget(self.needed if source.isNull() else self.view)
        self._tools.setEnabled(not source.isNull())
        if source.isNull():
            return
        shown = None if self.original.isChecked() else self.picture()
        if shown is None:
            self.view.set_picture(source)
        else:
            self.view.set_picture(*shown)

    def retranslate(self) -> None:
        self.original.setText(self.tr("Original"))
        named(self.original, self.tr("Show the original"), self.tr("Show the original instead of its preview"))
