"""What can be done with takes of the strip: what the gallery offers for their assets, and what only takes have."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from studio.presenters.takes import Take, TakeState
from studio.ui import clipboard, files
from studio.ui.base import add_entry
from studio.ui.image.compare import choosing

if TYPE_CHECKING:
    from studio.ui.image.stage import Stage


def _tr(text: str) -> str:
    return QCoreApplication.translate("TakeMenu", text)


def menu(stage: Stage, take: Take) -> QMenu:
    """For the take under the pointer; where that is one of several selected ones, for all of them."""
    found = QMenu(stage)
    found.setAccessibleName(_tr("What to do with the take"))
    found.aboutToHide.connect(found.deleteLater)
    if take.state is not TakeState.DONE or take.asset is None:
        return found
    selected = [t for t in stage.strip.selected_takes() if t.state is TakeState.DONE and t.asset is not None]
    takes = selected if take in selected else [take]
    assets = [t.asset for t in takes]
    choosing.add_to(found, stage, take)
    if len(takes) == 1:
        asset = take.asset
        if asset.kind == "image":
            use = partial(stage.presenter.take_as_input, take.path, asset.id)
            add_entry(found, _tr("Use as input picture"), "image", use)
        add_entry(found, _tr("Show in the gallery"), "gallery", partial(stage.assetsWanted.emit, "show", assets))
        add_entry(found, _tr("Show in folder"), "folder", partial(files.reveal, take.path))
    found.addSeparator()
    paths = [t.path for t in takes]
    add_entry(found, _tr("Copy"), "copy", partial(clipboard.copy_takes, stage.studio, paths), "Ctrl+C")
    add_entry(found, _tr("Export…"), "export", partial(stage.assetsWanted.emit, "export", assets))
    starred = all(asset.starred for asset in assets)
    star = _tr("Remove the star") if starred else _tr("Star")
    add_entry(found, star, "star", partial(stage.assetsWanted.emit, "unstar" if starred else "star", assets))
    found.addSeparator()
    add_entry(found, _tr("Move to the trash"), "trash", partial(stage.assetsWanted.emit, "trash", assets))
    return found
