"""What can be done with the selected assets, once for menu, keyboard and buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu, QMessageBox

from studio.presenters.comparing import older_first, side_of_asset
from studio.presenters.takes import is_picture
from studio.ui import clipboard, files
from studio.ui.base import add_entry
from studio.ui.many import opening

if TYPE_CHECKING:
    from studio.ui.gallery_view import GalleryView


def _tr(text: str) -> str:
    return QCoreApplication.translate("GalleryActions", text)


class GalleryActions:
    """The actions of one gallery view."""

    def __init__(self, view: GalleryView) -> None:
        self._view = view
        self._presenter = view.presenter
        self._studio = view.presenter.studio

    def menu(self, at: QPoint) -> None:
        """Show the context menu for what is selected."""
        assets = self._view.grid.selected()
        menu = QMenu(self._view)
        if not assets:
            add_entry(menu, _tr("Import files…"), "import", self._view.import_dialog)
            add_entry(menu, _tr("Select all"), "", self._view.grid.select_all, "Ctrl+A")
        elif self._presenter.filter.shelf == "trash":
            add_entry(menu, _tr("Restore"), "restore", self.restore)
            add_entry(menu, _tr("Delete for good…"), "trash", self.purge)
        else:
            self._fill(menu, assets)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _fill(self, menu: QMenu, assets: list[Any]) -> None:
        one = assets[0] if len(assets) == 1 else None
        if one is not None:
            add_entry(menu, _tr("Look at it large"), "zoom-in", self.look_large, "Return")
            add_entry(menu, _tr("Details"), "info", self.details, "Space")
            add_entry(menu, _tr("Open in its program"), "fit", self.open)
            add_entry(menu, _tr("Show in folder"), "folder", self.reveal)
            add_entry(menu, _tr("Rename"), "edit", self.rename, "F2")
            menu.addSeparator()
            if one.recipe.request is not None:
                add_entry(menu, _tr("Use these settings"), "sparkle", self.use)
            if one.kind == "image":
                known = one.recipe.request is not None
                text = _tr("Compare settings…") if known else _tr("Take settings…")
                add_entry(menu, text, "sparkle", self.take_settings)
            if one.kind == "text":
                add_entry(menu, _tr("Send to the text tab"), "text", lambda: self.send("text"))
                add_entry(menu, _tr("Send to the image tab"), "image", lambda: self.send("image"))
                add_entry(menu, _tr("Send to the audio tab"), "audio", lambda: self.send("audio"))
            elif one.kind == "image":
                add_entry(menu, _tr("Use as input picture"), "image", lambda: self.send("image"))
                if not one.path.endswith(".svg"):
                    add_entry(menu, _tr("Trace to SVG"), "trace", lambda: self.look("trace"))
                add_entry(menu, _tr("Describe → prompt"), "describe", lambda: self.look("describe"))
            else:
                add_entry(menu, _tr("Use as input sound"), "audio", lambda: self.send("audio"))
            menu.addSeparator()
        elif len(self._pictures()) == len(assets) == 2:
            add_entry(menu, _tr("Compare the two"), "compare", self.compare, "Ctrl+K")
            menu.addSeparator()
        add_entry(menu, _tr("Copy"), "copy", self.copy, "Ctrl+C")
        add_entry(menu, _tr("Contact sheet…"), "grid", self.contact_sheet)
        add_entry(menu, _tr("Export…"), "export", self._view.export_selected, "Ctrl+E")
        starred = all(a.starred for a in assets)
        add_entry(menu, _tr("Remove the star") if starred else _tr("Star"), "star", self.star, "Ctrl+B")
        menu.addSeparator()
        add_entry(menu, _tr("Move to the trash"), "trash", self.trash, "Del")

    def run(self, name: str) -> None:
        """An action by its name, as the buttons of the details, of a selection and of the large view ask for it."""
        if name == "menu":
            button = self._view.details.more
            self.menu(button.mapToGlobal(QPoint(0, button.height())))
        else:
            actions: dict[str, Callable[[], object]] = {
                "use": self.use,
                "open": self.open,
                "star": self.star,
                "copy": self.copy,
                "sheet": self.contact_sheet,
                "compare": self.compare,
                "trash": self.trash,
                "restore": self.restore,
                "purge": self.purge,
                "clear": self._view.grid.clear_selection,
            }
            actions.get(name, self._view.export_selected)()

    # -- single actions -------------------------------------------------------------------------------------------

    def look_large(self) -> None:
        asset = self._view.grid.current
        if asset is not None:
            self._view.large.open(asset)

    def details(self) -> None:
        asset = self._view.grid.current
        if asset is not None:
            self._view.show_details(asset)

    def open(self) -> None:
        asset = self._view.grid.current
        if asset is not None and not files.open_file(self._studio.file_of(asset)):
            self._studio.message.emit(_tr("No program is known for this file."))

    def reveal(self) -> None:
        asset = self._view.grid.current
        if asset is not None:
            files.reveal(self._studio.file_of(asset))

    def rename(self) -> None:
        asset = self._view.grid.current
        if asset is not None:
            self._view.show_details(asset)
            self._view.details.edit_title()

    def use(self) -> None:
        asset = self._view.grid.current
        if asset is not None:
            self._presenter.use_settings(asset)

    def take_settings(self) -> None:
        """Compare the picture's settings, of whatever program, with those of the tab."""
        asset = self._view.grid.current
        if asset is not None:
            self._studio.take_settings(self._studio.file_of(asset))

    def send(self, kind: Any) -> None:
        asset = self._view.grid.current
        if asset is not None:
            self._presenter.send_to(asset, kind)

    def look(self, action: str) -> None:
        """Trace or describe the picture in the image tab, where the result is seen."""
        asset = self._view.grid.current
        if asset is not None:
            self._studio.tabRequested.emit("image")
            getattr(self._studio.image.actions, action)(self._studio.file_of(asset), asset.id)

    def _pictures(self) -> list[Any]:
        return [a for a in self._view.grid.selected() if a.kind == "image" and is_picture(a.path)]

    def compare(self) -> bool:
        """Compare the two selected pictures in the image tab; False when it is not two."""
        pictures = self._pictures()
        if len(pictures) != 2:
            return False
        sides = [(a.created, side_of_asset(a, self._studio.file_of(a))) for a in pictures]
        self._studio.compare(*older_first(sides))
        return True

    def contact_sheet(self) -> None:
        """A sheet of what is selected, in the order of the gallery."""
        assets = self._view.grid.selected()
        if assets:
            opening.sheet(self._studio, [a.id for a in assets], self._view.window())

    def star(self) -> None:
        assets = self._view.grid.selected()
        if assets:
            self._presenter.star(assets, not all(a.starred for a in assets))

    def trash(self) -> None:
        if self._presenter.filter.shelf == "trash":
            self.purge()
        else:
            self._view.details.player.unload()
            self._presenter.trash(self._view.grid.selected())

    def restore(self) -> None:
        self._presenter.restore(self._view.grid.selected())

    def purge(self) -> None:
        """Ask, then delete what is selected for good."""
        self._ask_purge(self._view.grid.selected())

    def empty_trash(self) -> None:
        self._ask_purge(list(self._presenter.assets))

    def _ask_purge(self, assets: list[Any]) -> None:
        if not assets:
            return
        box = QMessageBox(self._view.window())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(_tr("Delete for good: {count}").format(count=len(assets)))
        box.setInformativeText(_tr("The files are removed from the disk. This cannot be undone."))
        delete = box.addButton(_tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(lambda _: self._presenter.purge(assets) if box.clickedButton() is delete else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def copy(self) -> None:
        """Files to the clipboard; a single picture or text also as such."""
        assets = self._view.grid.selected()
        if not assets:
            return
        paths = [self._studio.file_of(a) for a in assets]
        if len(assets) > 1 or assets[0].kind == "audio":
            clipboard.copy_files(self._studio, paths)
        elif assets[0].kind == "image":
            clipboard.copy_picture(self._studio, paths[0])
        else:
            asset, store = assets[0], self._presenter.store
            clipboard.copy_files(self._studio, paths, lambda: store.text(asset))
