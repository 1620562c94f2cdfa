"""The contact sheet of selected assets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PIL import Image

from studio.ui.many.sheet_dialog import SheetDialog
from tests.support.scripted_channel import nothing
from tests.ui.test_window import nameless, unreachable


def open_dialog(open_window: Callable[..., Any], count: int = 5) -> tuple[Any, Any, SheetDialog, list[Any]]:
    world, window = open_window(nothing, engine=False)
    assets = [world.add("image", f"灯笼 lantern {n}", number=n) for n in range(count)]
    assets.append(world.add("text", "春眠不觉晓", number=90))
    world.wait(lambda: window.side.gallery is not None)
    gallery = window.side.gallery
    gallery.presenter.reload()
    world.wait(lambda: len(gallery.presenter.assets) == count + 1)
    gallery.grid.select_all()
    gallery.actions_.contact_sheet()
    dialog = window.findChild(SheetDialog)
    world.wait(lambda: dialog.save.isEnabled())
    return world, window, dialog, assets


def test_a_sheet_is_drawn_anew_after_every_change_and_kept_once(open_window: Callable[..., Any]) -> None:
    world, window, dialog, assets = open_dialog(open_window)
    first = dialog.presenter.sheet
    assert f"{first.width} × {first.height}" in dialog.status.text() and not dialog.view.empty
    dialog.columns.spin.setValue(2)
    dialog.dark.changed.emit(True)
    dialog.heading.setText("春季 spring")
    assert not dialog.save.isEnabled()
    world.wait(lambda: dialog.save.isEnabled())
    second = dialog.presenter.sheet
    assert second.height > second.width and second.title == "春季 spring"
    world.wait(lambda: not first.path.exists() and not first.thumbnail.exists())
    with Image.open(second.path) as picture:
        assert max(picture.convert("RGB").getpixel((0, 0))) < 60
    saved: list[Any] = []
    world.studio.assetSaved.connect(saved.append)
    dialog.save.click()
    world.wait(lambda: saved and window.findChild(SheetDialog) is None)
    (sheet,) = saved
    assert sheet.title == "春季 spring" and sheet.width == second.width
    assert sorted(sheet.recipe.parents) == sorted(a.id for a in assets)
    world.wait(lambda: window.side.gallery.presenter.assets[0].id == sheet.id)
    assert world.studio.settings.tabs["sheet"] == {"columns": 2, "caption": "title", "dark": True}


def test_cancel_leaves_nothing(open_window: Callable[..., Any]) -> None:
    world, window, dialog, assets = open_dialog(open_window, 2)
    sheet = dialog.presenter.sheet
    assert nameless(dialog) == [] and unreachable(dialog) == []
    dialog.caption.changed.emit("none")
    dialog.reject()
    world.wait(lambda: not sheet.path.exists())
    world.settle(0.1)
    assert list(sheet.path.parent.glob("sheet-*")) == []
    assert not [a for a in window.side.gallery.presenter.assets if a.recipe.parents]
    assert world.store.count() == len(assets)


def test_a_file_that_is_gone_is_told(open_window: Callable[..., Any]) -> None:
    world, _, dialog, assets = open_dialog(open_window, 1)
    world.store.trash([a.id for a in assets])
    world.store.purge([a.id for a in assets])
    dialog.columns.spin.setValue(1)
    world.wait(lambda: "no asset" in dialog.status.text())
    assert not dialog.save.isEnabled()
