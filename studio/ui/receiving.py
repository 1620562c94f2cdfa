"""What is dropped on the window or pasted into it: models, files, pictures without a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication

from studio.ui import clipboard
from studio.ui.file_drop import dropped_files

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow

MODEL_SUFFIXES = {".gguf", ".safetensors"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Receiving", text)


def receive(window: MainWindow, data: QMimeData) -> bool:
    """Take what a drop or the clipboard holds; False when it is nothing of use."""
    files = dropped_files(data)
    if files:
        take_files(window, files)
        return True
    studio = window.studio
    return clipboard.receive_picture(studio, data, lambda path: studio.use_file(path, "image"))


def take_files(window: MainWindow, files: list[str]) -> None:
    """Models go to the library, a file that the tab in front can use goes to it, all others to the gallery."""
    models = [f for f in files if Path(f).suffix.lower() in MODEL_SUFFIXES or Path(f).is_dir()]
    for model in models:
        window.studio.models.import_path(Path(model))
    if models:
        window.show_models("")
    others = [f for f in files if f not in models]
    if others and not window.current_page().offer_files(others):
        window.side.import_files([Path(f) for f in others])


def paste(window: MainWindow) -> None:
    """A picture (or files) on the clipboard, as if dropped."""
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    # There is none at all on a clipboard that nothing was put on.
    if data is None or not receive(window, data):
        window.studio.message.emit(_tr("There is no picture on the clipboard."))


def compare(window: MainWindow) -> None:
    """The two pictures that are selected where the user is: in the gallery, or below the picture in the image tab."""
    gallery, page = window.side.gallery, window.current_page()
    in_gallery = gallery is not None and gallery.isVisible() and gallery.isAncestorOf(window.focusWidget() or gallery)
    stages = [page.workbench.compare] if hasattr(page, "workbench") else []
    ways = [*stages, *([gallery.actions_.compare] if gallery is not None else [])]
    for way in reversed(ways) if in_gallery else ways:
        if way():
            return
    window.studio.message.emit(_tr("Select two pictures in the gallery, or two takes below the picture (Ctrl+click)."))
