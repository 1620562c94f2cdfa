"""The image tab's stage: choosing the task, modes, and what the strip and the bar do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.core.jobs import Job, JobState
from studio.core.requests import IMAGE_TASKS, ImageRequest, build
from studio.presenters.comparing import side_of_file
from studio.presenters.takes import TakeState
from studio.ui import words
from studio.ui.image.compare.mode import CompareMode
from studio.ui.image.grid.mode import GridMode
from studio.ui.image.mode import Mode
from studio.ui.image.modes import MODES
from studio.ui.image.retouch.tiled_mode import SeamlessMode
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


def enter(world: Any, page: Any, mode: type[Mode]) -> None:
    """Bring a mode to the front as its task and its conditions ask for."""
    presenter = world.studio.image
    presenter.set_value("task", min(mode.tasks, default="upscale"))
    if mode is CompareMode:
        sides = [side_of_file(world.studio.file_of(world.add("image", "side", number=n))) for n in (2, 3)]
        presenter.comparing.start(*sides)
    if mode is SeamlessMode:
        make(world, "seamless", ImageRequest(prompt="stones", seamless="both", seed=1))
    if mode is GridMode:
        axis = {"setting": "steps", "values": ["4", "8"]}
        make(world, "grid", build("image", {"prompt": "stones", "seed": 1, "grid": {"x": axis}}))
    page.workbench.show_mode(mode.name)
    assert type(page.workbench.mode) is mode, "what the mode needs to be offered has to be made above"
    world.settle(0.1)


def make(world: Any, name: str, request: Any) -> None:
    """A job of which every take is finished, the last in view."""
    job = Job(id=name, request=request)
    job.move_to(JobState.RUNNING)
    world.studio._job_changed(job)
    for take in range(request.takes):
        world.studio._asset_saved(name, take, world.add("image", "stones", number=4 + take))
    world.studio.image.select(world.studio.image.takes[-1])


@pytest.fixture
def with_source(open_window: Callable[..., Any]) -> tuple[Any, Any, Any]:
    world, window, page = open_tab(open_window)
    source = world.add("image", "source", number=1)
    world.studio.image.set_input(world.studio.file_of(source))
    window.activateWindow()
    world.wait(window.isActiveWindow)
    return world, window, page


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_every_mode_has_names_and_ways_to_its_widgets(with_source: tuple[Any, Any, Any], mode: type[Mode]) -> None:
    world, window, page = with_source
    enter(world, page, mode)
    assert nameless(window) == []
    assert unreachable(window) == []
    view = page.workbench.mode.zoom_view()
    assert view is None or view.accessibleName()


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_tab_goes_through_every_mode_and_comes_round(with_source: tuple[Any, Any, Any], mode: type[Mode]) -> None:
    """No widget keeps the focus, what can be used is reached, and Shift+Tab goes the same way back."""
    world, window, page = with_source
    enter(world, page, mode)
    start = page.generate
    there = walk(window, start, Qt.Key.Key_Tab)
    wanted = {w for w in page.workbench.findChildren(QWidget) if takes_focus(w)}
    missing = wanted - set(there)
    assert not missing, [f"{type(w).__name__} {w.accessibleName()}" for w in missing]
    back = walk(window, start, Qt.Key.Key_Backtab)
    assert set(back) == set(there)
    tools = page.workbench.mode.tools()
    if tools is not None:
        # Top to bottom: the switch of the modes, the mode's own tools, its view.
        order = [page.workbench.switch, *(w for w in there if tools.isAncestorOf(w)), page.workbench.mode.zoom_view()]
        places = [there.index(w) for w in order if w in there]
        assert places == sorted(places)


def takes_focus(widget: QWidget) -> bool:
    reachable = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return reachable and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def walk(window: Any, start: QWidget, key: Qt.Key) -> list[QWidget]:
    """Where Tab goes from a widget until it is there again."""
    start.setFocus()
    found: list[QWidget] = []
    stays = 0
    for _ in range(250):
        before = QApplication.focusWidget()
        QTest.keyClick(before, key)
        now = QApplication.focusWidget()
        # A canvas may have stops of its own, as the frame's handles.
        stays = stays + 1 if now is before else 0
        assert stays < 12, f"{type(before).__name__} “{before.accessibleName()}” keeps the focus"
        if not stays:
            found.append(now)
        if now is start:
            return found
    raise AssertionError("Tab does not come round")


@pytest.mark.parametrize("task", IMAGE_TASKS)
def test_every_part_of_the_brief_is_named_and_reached(with_source: tuple[Any, Any, Any], task: str) -> None:
    world, window, page = with_source
    world.studio.image.set_value("task", task)
    for part in page.parts:
        part.unfold()
    world.settle(0.05)
    there = set(walk(window, page.generate, Qt.Key.Key_Tab))
    for part in page.parts:
        if part.isVisible():
            missing = [w for w in part.findChildren(QWidget) if takes_focus(w) and w not in there]
            assert not missing, [f"{type(w).__name__} {w.accessibleName()}" for w in missing]
    assert nameless(window) == []


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
