"""What can be done with a take: its menu in the strip, and the buttons of the bar with their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from studio.ui.export_dialog import ExportDialog
from studio.ui.image import take_menu
from tests.support.scripted_channel import nothing
from tests.ui.test_in_view import finished


@pytest.fixture
def tab(open_window: Callable[..., Any]) -> tuple[Any, Any, Any, Any]:
    world, window = open_window(nothing, engine=False)
    window.show_tab("image")
    window.side.fill()
    image = world.studio.image
    for name in ("a", "b", "c"):
        finished(world, name)
    return world, window, window.page("image").workbench, image


def choose(stage: Any, take: Any, text: str) -> None:
    menu = take_menu.menu(stage, take)
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.deleteLater()


def test_a_take_is_starred_exported_and_shown_in_the_gallery(tab: tuple[Any, Any, Any, Any]) -> None:
    world, window, stage, image = tab
    take = image.takes[1]
    choose(stage, take, "Star")
    world.wait(lambda: take.asset.starred)
    assert "Remove the star" in [a.text() for a in take_menu.menu(stage, take).actions()]
    choose(stage, take, "Export…")
    dialog = window.findChild(ExportDialog)
    assert dialog.isVisible()
    dialog.reject()
    window.side.show_queue()
    choose(stage, take, "Show in the gallery")
    assert window.side.tabs.currentIndex() == 0
    grid = window.side.gallery.grid
    world.wait(lambda: grid.current is not None and grid.current.id == take.asset.id)


def test_a_take_in_the_trash_leaves_the_strip_and_comes_back_by_undo(tab: tuple[Any, Any, Any, Any]) -> None:
    world, window, stage, image = tab
    first, second, third = image.takes
    image.select(second)
    choose(stage, second, "Move to the trash")
    world.wait(lambda: image.takes == [first, third])
    assert image.current is third and stage.strip.count() == 2
    assert world.store.count() == 2
    window.side.gallery.presenter.undo()
    world.wait(lambda: image.takes == [first, second, third])
    assert world.store.count() == 3


def test_the_bars_buttons_have_words_where_there_is_room(tab: tuple[Any, Any, Any, Any]) -> None:
    world, window, stage, image = tab
    image.select(image.takes[0])
    window.resize(1920, 1080)
    world.settle(0.1)
    words = (stage.send, stage.use, stage.vary, stage.regenerate, stage.compare_button)
    assert all(b.text() and b.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon for b in words)
    for width in (1280, 960):
        window.resize(width, 800)
        world.settle(0.1)
        right = [w.geometry().right() for w in (stage.send, stage.compare_button, stage.zoom) if w.isVisible()]
        assert max(right) <= stage.bar.width()
        assert stage.send.width() >= stage.send.sizeHint().width()
