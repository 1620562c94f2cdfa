"""The image tab's stage: choosing the task, modes, and what the strip and the bar do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.core.requests import IMAGE_TASKS
from studio.presenters.takes import TakeState
from studio.ui import words
from studio.ui.image.modes import MODES
from tests.support.scripted_channel import nothing
from tests.ui.test_window import nameless, unreachable


def open_tab(open_window: Callable[..., Any], *, engine: bool = False) -> tuple[Any, Any, Any]:
    world, window = open_window(nothing, engine=engine)
    window.show_tab("image")
    return world, window, window.page("image")


def test_every_task_has_a_button_a_name_and_a_hint(open_window: Callable[..., Any]) -> None:
    world, _, page = open_tab(open_window)
    assert tuple(page.task.buttons) == IMAGE_TASKS
    for task in IMAGE_TASKS:
        world.studio.image.set_value("task", task)
        button = page.task.buttons[task]
        assert button.isVisible()
        assert button.isChecked()
        assert button.text() == words.task(task) != task
        assert button.toolTip()
        assert page.workbench.mode is not None


def test_a_group_goes_back_to_its_last_task(open_window: Callable[..., Any]) -> None:
    world, _, page = open_tab(open_window)
    presenter = world.studio.image
    page.task.buttons["inpaint"].click()
    page.task.bar.setCurrentIndex(1)
    assert presenter.values["task"] == "upscale"
    page.task.buttons["trace"].click()
    page.task.buttons["trace"].click()
    assert page.task.buttons["trace"].isChecked()
    page.task.bar.setCurrentIndex(0)
    assert presenter.values["task"] == "inpaint"
    page.task.bar.setCurrentIndex(1)
    assert presenter.values["task"] == "trace"


def test_tasks_are_chosen_by_keyboard(open_window: Callable[..., Any]) -> None:
    world, window, page = open_tab(open_window)
    window.activateWindow()
    world.wait(window.isActiveWindow)
    page.task.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert world.studio.image.values["task"] == "upscale"
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert world.studio.image.values["task"] == "cutout"


def test_a_task_without_a_model_says_so(open_window: Callable[..., Any]) -> None:
    world, _, page = open_tab(open_window)
    world.services.library.installed = lambda: []
    world.studio.models.refresh()
    world.wait(lambda: not world.studio.models.installed)
    for task in IMAGE_TASKS:
        world.studio.image.set_value("task", task)
        computed = task in ("edit", "tile", "trace", "cutout", "control-map")
        assert page.model.isVisible() is page.model.offer.isVisible() is not computed
        assert computed or words.task(task) in page.model.offer._text.text()


def test_settings_of_other_tasks_are_left_out(open_window: Callable[..., Any]) -> None:
    world, _, _ = open_tab(open_window)
    presenter = world.studio.image
    presenter.set_value("prompt", "a house")
    presenter.set_value("mask_feather", 12)
    presenter.set_value("scale", 2)
    assert presenter.request().mask_feather == 0
    assert presenter.request().scale == 4
    assert presenter.values["mask_feather"] == 12


def test_modes_have_words_and_unique_names() -> None:
    names = [mode.name for mode in MODES]
    assert len(set(names)) == len(names)
    for mode in MODES:
        assert words.mode(mode.name) != mode.name
        assert mode.tasks <= set(IMAGE_TASKS)


def test_a_take_of_the_strip_is_shown(open_window: Callable[..., Any]) -> None:
    world, _, page = open_tab(open_window, engine=True)
    presenter = world.studio.image
    presenter.set_value("prompt", "a lantern")
    presenter.set_value("takes", 2)
    presenter.generate()
    world.wait(lambda: world.channels and world.channels[0].commands)
    for take in range(2):
        world.studio._asset_saved(presenter.takes[0].job, take, world.add("image", "a lantern", number=take))
    world.wait(lambda: page.view.picture().width() == 320)
    assert [t.state for t in presenter.takes] == [TakeState.DONE] * 2
    page.strip.setFocus()
    QTest.keyClick(page.strip, Qt.Key.Key_Right)
    assert presenter.current is presenter.takes[1]
    assert "320 × 240" in page.workbench.facts.text()
    page.workbench.use.click()
    assert presenter.values["task"] == "image-to-image"
    assert presenter.input().asset == presenter.takes[1].asset.id


def test_every_mode_has_names_and_ways_to_its_widgets(open_window: Callable[..., Any]) -> None:
    world, window, page = open_tab(open_window)
    source = world.add("image", "source", number=1)
    world.studio.image.set_input(world.studio.file_of(source))
    for mode in MODES:
        world.studio.image.set_value("task", min(mode.tasks, default="upscale"))
        page.workbench.show_mode(mode.name)
        world.settle(0.05)
        page.workbench.mode_of(mode)
    assert nameless(window) == []
    assert unreachable(window) == []


def test_no_task_makes_the_brief_wider_than_its_column(open_window: Callable[..., Any]) -> None:
    world, window, page = open_tab(open_window)
    window.resize(1280, 800)
    source = world.add("image", "source", number=1)
    world.studio.image.set_input(world.studio.file_of(source))
    for task in IMAGE_TASKS:
        world.studio.image.set_value("task", task)
        world.settle(0.02)
        inside = page._scroll.widget()
        assert inside.width() <= page._scroll.viewport().width(), task


def test_the_picture_to_work_on_is_shown_until_there_is_a_result(
    open_window: Callable[..., Any], tmp_path: Any
) -> None:
    world, _, page = open_tab(open_window)
    presenter = world.studio.image
    presenter.set_value("task", "upscale")
    result = page.workbench.mode
    assert result.name == "result"
    assert result.stage.empty.isVisible()
    picture = tmp_path / "湖 lake.png"
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(picture))
    presenter.set_input(str(picture))
    world.wait(lambda: result.view.isVisible())
    presenter.set_value("task", "text-to-image")
    assert result.stage.empty.isVisible()
