"""Opens the dialogs that make many pictures, from the menu and from the image tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.presenters.image_tab import ImageTabPresenter
    from studio.presenters.studio import StudioPresenter
    from studio.ui.main_window import MainWindow
    from studio.ui.many.batch_dialog import BatchDialog
    from studio.ui.many.grid_dialog import GridDialog
    from studio.ui.many.sheet_dialog import SheetDialog


def grid(tab: ImageTabPresenter, parent: QWidget) -> GridDialog:
    """The grid dialog over a window."""
    from studio.ui.many.grid_dialog import GridDialog

    dialog = GridDialog(tab, parent)
    dialog.open()
    return dialog


def batch(tab: ImageTabPresenter, parent: QWidget) -> BatchDialog:
    """The batch dialog over a window."""
    from studio.ui.many.batch_dialog import BatchDialog

    dialog = BatchDialog(tab, parent)
    dialog.open()
    return dialog


def batch_of(window: MainWindow) -> BatchDialog:
    """The batch dialog, with the image tab in front."""
    window.show_tab("image")
    return batch(window.studio.image, window)


def sheet(studio: StudioPresenter, ids: list[str], parent: QWidget) -> SheetDialog:
    """The contact sheet dialog for assets."""
    from studio.ui.many.sheet_dialog import SheetDialog

    dialog = SheetDialog(studio, ids, parent)
    dialog.open()
    return dialog


def grid_of(window: MainWindow) -> GridDialog:
    """The grid dialog, with the image tab in front."""
    window.show_tab("image")
    return grid(window.studio.image, window)
