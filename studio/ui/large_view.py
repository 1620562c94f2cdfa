"""The way from the gallery into the large view and back: which asset comes next, and what its buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from studio.ui.asset_viewer import AssetViewer
    from studio.ui.gallery_view import GalleryView
    from studio.ui.snackbar import Snackbar


class LargeView:
    """Made with the gallery; the viewer itself is made when it is first wanted."""

    def __init__(self, view: GalleryView) -> None:
        self._view = view
        self.viewer: AssetViewer | None = None
        self._at = -1
        self._sought = ""
        """Id of what is to be shown as soon as the gallery's list has it."""
        view.presenter.studio.assetsRestored.connect(self._restored)

    @property
    def shown(self) -> bool:
        return self.viewer is not None and self.viewer.asset is not None

    def open(self, asset: Any) -> None:
        """Show an asset over the whole window."""
        index = self._view.presenter.index_of(asset.id)
        if index < 0:
            return
        if self.viewer is None:
            from studio.ui.asset_viewer import AssetViewer

            self.viewer = AssetViewer(self._view.presenter.studio)
            self.viewer.stepped.connect(lambda by: self._go(self._at + by))
            self.viewer.wanted.connect(self._act)
            self.viewer.left.connect(self._view.grid.setFocus)
        window = self._view.window()
        middle = window.centralWidget() if isinstance(window, QMainWindow) else None
        self.viewer.open_over(middle or window)
        self._go(index)

    def leave(self) -> None:
        if self.viewer is not None:
            self.viewer.leave()

    def snackbar(self) -> Snackbar | None:
        """Where news are seen while the viewer lies over the gallery."""
        return self.viewer.snackbar if self.viewer is not None and self.shown else None

    def follow(self, *, anew: bool = False) -> None:
        """The gallery's list changed: stay at the asset, or at the place where it was.

        A list that is read ``anew`` begins with its first page: what is shown may come with a later one.
        """
        if self.viewer is None or not self.shown:
            return
        presenter, grid = self._view.presenter, self._view.grid
        if anew and not self._sought:
            self._sought = self.viewer.asset.id
        index = presenter.index_of(self._sought)
        if self._sought and index < 0 and presenter.assets and not presenter.complete:
            grid.allWanted.emit()
            return
        self._sought = ""
        if index < 0:
            index = presenter.index_of(self.viewer.asset.id)
        self._go(index if index >= 0 else min(self._at, len(presenter.assets) - 1))

    def _restored(self, ids: list[str]) -> None:
        """Undo brings back into view what it brought back."""
        if self.shown and ids and self._view.presenter.filter.shelf != "trash":
            self._sought = ids[0]
            self.follow()

    def _go(self, index: int) -> None:
        """Show the asset at this place of the gallery, which is selected there too."""
        assets, view, self._sought = self._view.presenter.assets, self._view, ""
        if not assets:
            self.leave()
        elif 0 <= index < len(assets) and self.viewer is not None:
            self._at, asset = index, assets[index]
            if view.grid.current is not asset or len(view.grid.selection.ids) != 1:
                view.grid.select_index(index)
            total = max(view.presenter.total or 0, len(assets))
            self.viewer.show_asset(asset, index + 1, total, view.thumbnails.get(asset))

    def _act(self, name: str) -> None:
        actions, view = self._view.actions_, self._view
        if name == "undo":
            view.presenter.undo()
        elif name in ("info", "rename"):
            asset = self.viewer.asset if self.viewer is not None else None
            self.leave()
            if asset is not None:
                view.show_details(asset)
                if name == "rename":
                    view.details.edit_title()
        else:
            actions.run(name)
