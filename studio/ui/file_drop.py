"""A place for an input file: drop it, paste its path, or choose it. What it is gets checked in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.core.requests import Kind
from studio.ui import clipboard, icons, theme, words
from studio.ui.base import button, label, name_tool, named, role, set_styled, tool
from studio.ui.elided import ElidedLabel
from studio.ui.pictures import load_picture

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

PICTURES = ("png", "jpg", "jpeg", "webp", "avif", "bmp", "gif", "tif", "tiff", "jp2", "tga", "svg")
SOUNDS = ("wav", "flac", "ogg", "mp3", "opus", "aiff", "aif")
_THUMB = 56


def dropped_files(data: QMimeData) -> list[str]:
    """The local files of a drop."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class FileDrop(QFrame):
    """One input file of one kind. ``changed`` brings its path after it was checked, "" when it was taken away."""

    changed = Signal(str)
    failed = Signal(object)

    def __init__(self, studio: StudioPresenter, kind: Kind, title: Callable[[], str]) -> None:
        super().__init__()
        self._studio, self._kind, self._title = studio, kind, title
        self._path = ""
        self._facts: Callable[[], str] = str
        self._crowded = False
        role(self, "drop")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedSize(_THUMB, _THUMB)
        self._name = ElidedLabel(elide=Qt.TextElideMode.ElideMiddle)
        self._asked = label(wrap=True)
        self._hint = label(kind="caption", wrap=True)
        for text_label in (self._name, self._asked, self._hint):
            # The words give way, not the column that they stand in.
            text_label.setMinimumWidth(40)
            text_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._choose = button("folder", "", self.choose)
        self._clear = tool("close", self.clear)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._name)
        text.addWidget(self._asked)
        text.addWidget(self._hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._picture)
        layout.addLayout(text, 1)
        layout.addWidget(self._choose)
        layout.addWidget(self._clear)
        theme.signals.changed.connect(self._show)
        self.retranslate()

    def add_tool(self, widget: QWidget) -> None:
        """Put a button before the one that takes the file away; the one that chooses a file gives way to it."""
        self._crowded = True
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(layout.count() - 1, widget)

    def path(self) -> str:
        return self._path

    def set_path(self, path: str) -> None:
        """Show a file that the presenter has set; its thumbnail comes from the background."""
        if path == self._path:
            return
        self._path, self._facts = path, str
        self._picture.clear()
        self._show()
        if path:
            self._inspect(path, lambda: None)

    def choose(self) -> None:
        """Ask for a file."""
        endings = PICTURES if self._kind == "image" else SOUNDS
        pattern = " ".join(f"*.{e}" for e in endings)
        name = self.tr("Pictures") if self._kind == "image" else self.tr("Sounds")
        folder = str(Path(self._path).parent) if self._path else ""
        path, _ = QFileDialog.getOpenFileName(self, self._title(), folder, f"{name} ({pattern})")
        if path:
            self.offer(path)

    def offer(self, path: str) -> None:
        """Take a file if it is what is wanted; ``failed`` says why not."""

        def accepted() -> None:
            self._path = path
            self._show()
            self.changed.emit(path)

        self._inspect(path, accepted)

    def clear(self) -> None:
        self._path, self._facts = "", str
        self._picture.clear()
        self._show()
        self.changed.emit("")

    # -- inside ---------------------------------------------------------------------------------------------------

    def _inspect(self, path: str, accepted: Callable[[], None]) -> None:
        if self._kind == "image":
            self._studio.background.run(
                lambda: look(path), lambda found: self._seen(path, found, accepted), self._refused
            )
        else:
            from studio.presenters.sounds import read_waveform

            self._studio.background.run(
                lambda: read_waveform(path, 56),
                lambda wave: self._heard(path, wave.seconds, wave.rate, accepted),
                self._refused,
            )

    def _seen(self, path: str, found: tuple[QImage, int, int], accepted: Callable[[], None]) -> None:
        accepted()
        if path == self._path:
            image, width, height = found
            self._facts = lambda: f"{width} × {height}"
            self._show()
            from studio.ui.backdrop import on_checkerboard

            self._picture.setPixmap(QPixmap.fromImage(on_checkerboard(image)))

    def _heard(self, path: str, seconds: float, rate: int, accepted: Callable[[], None]) -> None:
        accepted()
        if path == self._path:
            self._facts = lambda: f"{words.duration_text(seconds)} · {rate / 1000:g} kHz"
            self._show()

    def _refused(self, info: ErrorInfo) -> None:
        self.failed.emit(info)

    def _show(self) -> None:
        self._name.setText(words.file_name(self._path) if self._path else "")
        self._name.setToolTip(self._path)
        self._asked.setText(self._title())
        self._hint.setText(self._facts() if self._path else self.tr("Drop a file here, or choose one."))
        self._name.setVisible(bool(self._path))
        self._asked.setVisible(not self._path)
        if not self._path or self._kind != "image" or self._picture.pixmap().isNull():
            self._picture.setPixmap(icons.pixmap(self._kind, 24, "text2", self.devicePixelRatioF()))
        self._hint.setVisible(bool(self._hint.text()))
        self._clear.setVisible(bool(self._path))
        self._choose.setText("" if self._path or self._crowded else self.tr("Choose…"))
        self._choose.setToolTip(self.tr("Choose…") if self._crowded else "")
        self._choose.setVisible(not self._path)

    def retranslate(self) -> None:
        self._show()
        named(self, self._title())
        named(self._choose, self.tr("Choose a file: {what}").format(what=self._title()))
        name_tool(self._clear, self.tr("Take the file away"))

    # -- events ---------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.choose()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._path:
            self.clear()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._receive(QGuiApplication.clipboard().mimeData() or QMimeData())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        is_paste = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if event.type() == QEvent.Type.ShortcutOverride and is_paste:
            # Into this field, which may be another than the one that pasting elsewhere fills.
            event.accept()
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if clipboard.takes_drop(data) if self._kind == "image" else dropped_files(data):
            self._activate(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._activate(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._activate(False)
        if self._receive(event.mimeData()):
            event.acceptProposedAction()

    def _receive(self, data: QMimeData) -> bool:
        """Take what a drop or the clipboard holds; False when it is nothing of this kind."""
        files = dropped_files(data)
        if files:
            self.offer(files[0])
            return True
        return self._kind == "image" and clipboard.receive_picture(self._studio, data, self.offer)

    def _activate(self, active: bool) -> None:
        set_styled(self, "active", active)


def look(path: str) -> tuple[QImage, int, int]:
    """A thumbnail, the width and the height of a picture; what a run would refuse is refused. For a background thread."""
    # Imported here: numpy and Pillow must not slow the window's start.
    from studio.pixels.pictures import size_of

    # First: a thumbnail can be had of more than a run takes.
    width, height = size_of(path)
    image = load_picture(path, _THUMB * 2)
    return (
        image.scaled(_THUMB, _THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation),
        width,
        height,
    )
