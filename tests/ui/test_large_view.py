"""The gallery's large view and what is offered for several selected assets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.scripted_channel import nothing

Opened = tuple[Any, Any, Any]


@pytest.fixture
def gallery(open_window: Callable[..., Any]) -> Opened:
    """A window whose gallery has a text, a sound and two pictures, the newest first."""
    world, window = open_window(nothing, engine=False)
    window.resize(1280, 800)
    for number, kind in enumerate(("text", "audio", "image", "image")):
        world.studio.assetSaved.emit(world.add(kind, f"{kind} {number}", number=number))
    window.side.show_gallery()
    view = window.side.gallery
    world.wait(lambda: len(view.presenter.assets) == 4)
    return world, window, view


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, held)


def open_first(world: Any, window: Any, view: Any) -> Any:
    window.activateWindow()
    view.grid.select_index(0)
    view.grid.setFocus()
    world.wait(view.grid.hasFocus)
    press(Qt.Key.Key_Return)
    viewer = view.large.viewer
    world.wait(lambda: viewer.picture.hasFocus())
    return viewer


def test_a_picture_is_looked_at_over_the_whole_window(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    assert viewer.isVisible() and viewer.size() == window.centralWidget().size()
    world.wait(lambda: viewer.picture.picture().width() == 320)
    assert viewer.title.text() == "image 3" and viewer.place.text() == "1 / 4"
    before = viewer.picture.scale()
    press(Qt.Key.Key_Plus)
    assert viewer.picture.scale() > before
    window.resize(1500, 900)
    world.settle()
    assert viewer.size() == window.centralWidget().size()
    press(Qt.Key.Key_Escape)
    assert not viewer.isVisible() and view.grid.hasFocus()


def test_the_arrow_keys_go_through_pictures_sounds_and_texts(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    press(Qt.Key.Key_Right)
    assert viewer.title.text() == "image 2" and view.grid.current.title == "image 2"
    press(Qt.Key.Key_Right)
    world.wait(lambda: viewer.player.wave.waveform() is not None)
    assert viewer.content.currentWidget() is viewer._sound and not viewer.zoom.isVisible()
    press(Qt.Key.Key_Right)
    world.wait(lambda: "春眠不觉晓" in viewer.text.text())
    assert "---" not in viewer.text.text()
    press(Qt.Key.Key_Right)
    assert viewer.place.text() == "4 / 4", "there is no next one"
    press(Qt.Key.Key_Left)
    assert viewer.content.currentWidget() is viewer._sound
    viewer.leave()


def test_stars_and_trash_while_looking(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    world.wait(lambda: view.presenter.assets[0].starred)
    assert viewer.buttons["star"].isChecked() and viewer.snackbar.isVisible()
    press(Qt.Key.Key_Delete)
    world.wait(lambda: len(view.presenter.assets) == 3)
    assert viewer.title.text() == "image 2" and viewer.place.text() == "1 / 3"
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    world.wait(lambda: viewer.title.text() == "image 3")
    assert viewer.place.text() == "1 / 4" and view.grid.current.title == "image 3"
    viewer.leave()


def test_a_click_on_undo_leaves_the_keys_with_the_large_view(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Delete)
    world.wait(lambda: len(view.presenter.assets) == 3 and viewer.snackbar.isVisible())
    QTest.mouseClick(viewer.snackbar.action, Qt.MouseButton.LeftButton)
    world.wait(lambda: viewer.title.text() == "image 2")
    assert viewer.place.text() == "2 / 4"
    press(Qt.Key.Key_Left)
    assert viewer.title.text() == "image 3"
    press(Qt.Key.Key_Escape)
    assert not viewer.isVisible() and view.grid.hasFocus()


@pytest.mark.parametrize("leave", ["run", "timeout"])
def test_a_message_that_leaves_hands_the_keys_back(gallery: Opened, leave: str) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    press(Qt.Key.Key_Delete)
    world.wait(lambda: len(view.presenter.assets) == 3 and viewer.snackbar.isVisible())
    viewer.snackbar.action.setFocus(Qt.FocusReason.TabFocusReason)
    if leave == "run":
        press(Qt.Key.Key_Space)
    else:
        viewer.snackbar._timer.timeout.emit()
    assert viewer.snackbar.isHidden() and viewer.picture.hasFocus()
    world.wait(lambda: leave != "run" or len(view.presenter.assets) == 4)
    viewer.leave()


def test_what_is_shown_stays_when_the_list_begins_anew(gallery: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    for _ in range(2):
        press(Qt.Key.Key_Right)
    assert viewer.title.text() == "audio 1"
    monkeypatch.setattr("studio.presenters.gallery.FIRST_PAGE", 1)
    press(Qt.Key.Key_Delete)
    world.wait(lambda: len(view.presenter.assets) == 3)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    world.wait(lambda: viewer.title.text() == "audio 1")
    assert viewer.place.text() == "3 / 4" and view.presenter.complete
    viewer.leave()


def test_tab_stays_in_the_large_view(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    for _kind in ("image", "image", "audio", "text"):
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            met = []
            for _ in range(20):
                press(key)
                met.append(QApplication.focusWidget())
            assert all(w is not None and viewer.isAncestorOf(w) and w.isVisible() for w in met)
            assert {viewer.back, viewer.buttons["star"]} <= set(met)
        viewer.setFocus()
        press(Qt.Key.Key_Right)
    world.settle()
    viewer.leave()


def test_a_click_in_the_header_leaves_the_arrow_keys_to_the_assets(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    QTest.mouseClick(viewer.next, Qt.MouseButton.LeftButton)
    assert viewer.title.text() == "image 2" and viewer.picture.hasFocus()
    QTest.mouseClick(viewer.buttons["star"], Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_Right)
    assert viewer.title.text() == "audio 1"
    world.settle()
    viewer.leave()


def test_a_picture_that_was_opened_by_mouse_has_no_ring(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    assert viewer.picture.property("ring"), "it was opened by Return"
    viewer.leave()
    place = view.grid.viewport().rect().topLeft() + QPoint(40, 40)
    QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    world.wait(lambda: viewer.picture.hasFocus())
    assert not viewer.picture.property("ring")
    viewer.leave()


def test_the_prompt_is_not_written_into_while_it_is_covered(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    window.menus._focus_prompt()
    assert not viewer.isVisible() and window.current_page().prompt.isAncestorOf(QApplication.focusWidget())


def test_the_large_view_makes_way_for_another_tab(gallery: Opened) -> None:
    world, window, view = gallery
    viewer = open_first(world, window, view)
    window.show_tab("audio")
    assert not viewer.isVisible()
    open_first(world, window, view)
    view.large._act("info")
    assert not viewer.isVisible() and view.details.isVisible()


def test_several_selected_assets_have_their_actions(gallery: Opened) -> None:
    world, _window, view = gallery
    bar = view.selection_bar
    view.grid.select_index(0)
    view.show_details(view.presenter.assets[0])
    assert not bar.isVisible() and view.details.isVisible()
    view.grid.selection.to(1, view.grid.assets)
    view.grid._selected()
    assert bar.isVisible() and not view.details.isVisible()
    shown = {name for name, button in bar.buttons.items() if button.isVisible()}
    assert shown == {"export", "star", "sheet", "compare", "trash", "clear"}
    bar.buttons["star"].click()
    world.wait(lambda: all(a.starred for a in view.presenter.assets[:2]))
    assert "Remove" in bar.buttons["star"].toolTip()
    assert view.snackbar.isVisible() and view.snackbar.geometry().bottom() < bar.y(), "both are in reach"
    view.grid.select_all()
    assert not bar.buttons["compare"].isVisible()
    bar.buttons["trash"].click()
    world.wait(lambda: not view.presenter.assets)
    assert not bar.isVisible()
    view._chips["trash"].click()
    world.wait(lambda: len(view.presenter.assets) == 4)
    view.grid.select_all()
    assert {n for n, b in bar.buttons.items() if b.isVisible()} == {"restore", "purge", "clear"}
    bar.buttons["restore"].click()
    world.wait(lambda: not view.presenter.assets)


def test_one_again_brings_its_details_back(gallery: Opened) -> None:
    _world, _window, view = gallery
    view.grid.select_index(0)
    view.show_details(view.presenter.assets[0])
    view.grid.select_all()
    view.grid.select_index(2)
    assert view.details.isVisible() and view.details.asset.id == view.presenter.assets[2].id
    view.selection_bar.buttons["clear"].click()
