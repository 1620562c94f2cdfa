"""The stage of an edit: the picture as it will be, following every slider, with the frame of its crop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout

from studio.core.errors import ErrorInfo
from studio.core.pictures import Edit
from studio.pixels.framing import ASPECTS, Box, fitted, mirrored
from studio.presenters import edit_changes
from studio.presenters.edit_history import EditHistory
from studio.presenters.edit_preview import Frame
from studio.ui.base import named
from studio.ui.image.mode import Mode
from studio.ui.image.retouch.adjust_bar import AdjustBar
from studio.ui.image.retouch.crop_view import CropView
from studio.ui.image.source_needed import SourceNeeded
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage

GRID_MS = 1200
"""How long the grid stays after the straightening was changed."""
GRID_CELLS = 12


class AdjustMode(Mode):
    name = "adjust"
    tasks = frozenset({"edit"})
    shows_source = True

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.edits = self.presenter.edits
        self.view = CropView()
        self.bar = AdjustBar()
        self.needed = SourceNeeded(stage)
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.needed)
        self._layout.addWidget(self.view)
        self._edit = Edit()
        self.history = EditHistory()
        self._edited = ""
        self._before = False
        self._grid = QTimer(self, singleShot=True, interval=GRID_MS)
        self._grid.timeout.connect(lambda: self.view.set_grid(0))
        self.edits.ready.connect(self._show_frame)
        self.edits.failed.connect(self._cannot)
        self.edits.unreadable.connect(self.presenter.raise_error)
        self.edits.sourceChanged.connect(self._source_changed)
        self.bar.cropping.connect(self._cropping)
        self.bar.aspect.connect(self._hold_aspect)
        self.bar.before.connect(self._show_before)
        self.bar.stepped.connect(self.step)
        # Anywhere in the tab, as the settings stand in its brief; the gallery has an undo of its own.
        self._keys = [
            QShortcut(
                QKeySequence(keys),
                stage.page,
                partial(self.step, forth),
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
            for keys, forth in (("Ctrl+Z", False), ("Ctrl+Shift+Z", True), ("Ctrl+Y", True))
        ]
        self._listen(False)
        self.bar.reset.connect(lambda: self.presenter.set_value("edit", None))
        self.view.framed.connect(self._framed)
        self.view.finished.connect(lambda: self.bar.crop.setChecked(False))
        self.retranslate()

    def zoom_view(self) -> CropView:
        return self.view

    def tools(self) -> AdjustBar:
        return self.bar

    # -- news -----------------------------------------------------------------------------------------------------

    def show_value(self, name: str, value: object) -> None:
        if name == "inputs":
            source = self.presenter.input()
            path = source.path if source is not None else ""
            self.edits.set_source(path)
            if path != self._edited:
                self._edited = path
                self.history.begin(self.presenter.values["edit"])
                self._show_steps()
        elif name == "edit":
            edit = value if isinstance(value, Edit) else Edit()
            if edit.straighten != self._edit.straighten:
                self.view.set_grid(GRID_CELLS)
                self._grid.start()
            self._edit = edit
            self.history.record(value if isinstance(value, Edit) else None)
            self._show_steps()
            self._follow()

    def entered(self) -> None:
        self._listen(True)
        self.view.setFocus()

    def _listen(self, on: bool) -> None:
        for key in self._keys:
            key.setEnabled(on)

    def left(self) -> None:
        self._grid.stop()
        self.view.set_grid(0)
        self.bar.crop.setChecked(False)
        self._before = False
        self._listen(False)

    def _source_changed(self, width: int, height: int) -> None:
        known = width > 0
        self._layout.setCurrentWidget(self.view if known else self.needed)
        self.bar.setEnabled(known)
        if not known:
            self.view.clear()
            self.bar.crop.setChecked(False)
        self._follow()

    # -- what is seen ---------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Ask for the look that is wanted now."""
        look = "before" if self._before else "frame" if self.bar.crop.isChecked() else "result"
        self.edits.show(self._edit, look)
        self._place_frame()
        self.bar.reset_all.setEnabled(self._edit != Edit())

    def _show_frame(self, frame: Frame) -> None:
        form = QImage.Format.Format_RGBA8888 if frame.alpha else QImage.Format.Format_RGB888
        image = QImage(frame.data, frame.width, frame.height, frame.width * (4 if frame.alpha else 3), form)
        # The picture is a copy: the bytes end with the frame.
        self.view.set_picture(image.copy(), QSize(*frame.full))
        self._place_frame()

    def _place_frame(self) -> None:
        size = self.edits.size
        if not self.bar.crop.isChecked() or self._before or not all(size):
            self.view.set_frame(None)
            self.bar.say("")
            return
        box = self._seen(edit_changes.frame(self._edit, size))
        self.view.set_frame(box)
        self.bar.say(f"{box[2]} × {box[3]}")

    def _cannot(self, info: ErrorInfo) -> None:
        self.bar.say(" ".join(error_text(info)), wrong=True)

    def _seen(self, box: Box) -> Box:
        """A frame as it stands over the picture, which is flipped after it is cropped; and the way back."""
        if not self._edit.flip:
            return box
        upright = edit_changes.frame(edit_changes.reset_crop(self._edit), self.edits.size)[2:]
        return mirrored(box, self._edit.flip, (upright[0], upright[1]))

    # -- from the user --------------------------------------------------------------------------------------------

    def step(self, forth: bool) -> None:
        """Take the last change of the settings back, or make it again."""
        self.presenter.set_value("edit", self.history.redo() if forth else self.history.undo())
        self._show_steps()

    def _show_steps(self) -> None:
        self.bar.undo.setEnabled(self.history.can_undo)
        self.bar.redo.setEnabled(self.history.can_redo)

    def _cropping(self, on: bool) -> None:
        self.bar.proportion.setEnabled(on)
        self._follow()
        if on:
            self.view.setFocus()

    def _framed(self, box: Box) -> None:
        self.presenter.set_value("edit", edit_changes.crop(self._edit, self.edits.size, self._seen(box)))

    def _hold_aspect(self, key: str) -> None:
        aspect = ASPECTS[key]
        self.view.set_aspect(aspect)
        size = self.edits.size
        if aspect is None or not all(size):
            return
        self.bar.crop.setChecked(True)
        whole = edit_changes.frame(edit_changes.reset_crop(self._edit), size)
        around = edit_changes.frame(self._edit, size)
        box = fitted(around, aspect, (whole[2], whole[3]))
        self.presenter.set_value("edit", edit_changes.crop(self._edit, size, box))

    def _show_before(self, on: bool) -> None:
        if on != self._before:
            self._before = on
            self._follow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() or event.isAutoRepeat() or not self.bar.isEnabled():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_B:
            self._show_before(True)
        elif event.key() == Qt.Key.Key_C:
            self.bar.crop.toggle()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_B and not event.isAutoRepeat():
            self._show_before(False)
        else:
            super().keyReleaseEvent(event)

    def retranslate(self) -> None:
        named(self.view, self.tr("Edited picture: C crops, B shows it as it came, plus and minus zoom"))
