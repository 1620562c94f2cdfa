"""Nothing is cut off: every part of a brief and every bar of a stage fits into the room it has, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QTabBar, QWidget

from studio.core.pictures import ControlUnit, Hires, LoraUse, ReferenceUse
from studio.core.requests import KINDS, MAX_SEED, InputRef
from studio.ui.collapsible import Collapsible
from studio.ui.elided import ElidedLabel
from studio.ui.image.mode import Mode
from studio.ui.image.modes import MODES
from tests.support.scripted_channel import nothing
from tests.ui.test_stage import enter

SIZES = ((960, 600), (1280, 800), (1920, 1080))
BESIDE = (Qt.ToolButtonStyle.ToolButtonTextBesideIcon,)
LONG = "a-model-of-somebody-with-a-very-long-name-v2-fp16"


def wide_as_can_be(world: Any) -> None:
    """Values that make the image tab's brief as wide as it gets: a size of one's own, and a row of every addition."""
    image = world.studio.image
    picture = world.studio.file_of(world.add("image", "source", number=1))
    roles = ("source", "mask", "control-1", "reference-1")
    for name, value in {
        "width": 4032,
        "height": 4032,
        "seed": MAX_SEED,
        "variation": 0.15,
        "hires": Hires(scale=2.0),
        "loras": (LoraUse(model=LONG),),
        "embeddings": (LONG,),
        "control": (ControlUnit(model=LONG, input="control-1"),),
        "references": (ReferenceUse(model=LONG, input="reference-1"),),
        "inputs": tuple(InputRef(path=picture, role=role) for role in roles),
    }.items():
        image.set_value(name, value)


def cut_off(page: Any) -> list[str]:
    """The widgets of a brief that reach beyond what is seen of it."""
    inside, room = page._scroll.widget(), page._scroll.viewport().width()
    found = [f"all: {inside.width()} of {room}"] if inside.width() > room else []
    for widget in inside.findChildren(QWidget):
        right = widget.mapTo(inside, QPoint(widget.width(), 0)).x()
        if widget.isVisible() and not widget.visibleRegion().isEmpty() and right > room:
            found.append(f"{type(widget).__name__} {widget.accessibleName()} ends at {right} of {room}")
    return found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_part_of_a_brief_is_wider_than_the_room_it_has(open_window: Callable[..., Any], language: str) -> None:
    world, window = open_window(nothing, engine=False)
    world.studio.change_settings(language=language)
    wide_as_can_be(world)
    for kind in KINDS:
        window.show_tab(kind)
        page = window.page(kind)
        for task in page._tasks:
            page.presenter.set_value("task", task)
            for part in page.findChildren(Collapsible):
                part.set_expanded(True)
            for size in SIZES:
                window.resize(*size)
                world.settle(0.03)
                assert cut_off(page) == [], f"{task} in a window of {size}"


def test_the_longest_seed_can_be_read(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.show_tab("image")
    world.studio.image.set_value("model", "icon")
    wide_as_can_be(world)
    page = window.page("image")
    world.settle(0.1)
    edit = page.seed.edit
    room = edit.width() - 2 * (edit.textMargins().left() + 11)
    assert edit.fontMetrics().horizontalAdvance(str(MAX_SEED)) <= room
    assert page.steps.slider.width() >= 96


def squeezed(bar: QWidget) -> list[str]:
    """What is cut off in a bar: it ends beyond the bar, its words have no room, or its tabs scroll."""
    found = []
    for widget in bar.findChildren(QWidget):
        if widget.isVisible() and not isinstance(widget.parent(), QTabBar):
            right = widget.mapTo(bar, QPoint(widget.width(), 0)).x()
            worded = isinstance(widget, (QTabBar, QPushButton)) or widget.property("toolButtonStyle") in BESIDE
            if right > bar.width() or (worded and widget.width() < widget.sizeHint().width()):
                found.append(f"{type(widget).__name__} {widget.accessibleName()}: {widget.width()}, ends at {right}")
    return found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_no_bar_of_the_stage_is_squeezed(open_window: Callable[..., Any], mode: type[Mode], language: str) -> None:
    world, window = open_window(nothing, engine=False)
    world.studio.change_settings(language=language)
    window.show_tab("image")
    page = window.page("image")
    world.studio.image.set_input(world.studio.file_of(world.add("image", "source", number=1)))
    enter(world, page, mode)
    stage = page.workbench
    for size in SIZES:
        window.resize(*size)
        world.settle(0.05)
        for bar in (stage.bar, mode_bar) if (mode_bar := stage.mode.tools()) is not None else (stage.bar,):
            assert bar.width() <= stage.width()
            # The words of the zoom follow the size a moment later.
            world.wait(lambda bar=bar: not squeezed(bar), seconds=3)


def test_facts_that_have_no_room_are_left_out_whole(qapp: Any) -> None:
    label = ElidedLabel()
    whole = label.fontMetrics().horizontalAdvance
    label.setText("Done · 256 × 256 · Seed 41")
    assert label.shown(whole(label.text()) + 2) == label.text()
    assert label.shown(whole("Done · 256 × 256 · Se") + 2) == "Done · 256 × 256"
    assert label.shown(whole("Done · 256") + 2) == "Done"
    assert label.shown(2) == ""
    label.setText("One long name without parts")
    assert label.shown(whole("One long n") + 12).endswith("…")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_four_lines_of_a_prompt_are_seen_in_a_small_window(open_window: Callable[..., Any], language: str) -> None:
    world, window = open_window(nothing, engine=False)
    world.studio.change_settings(language=language)
    page = window.page("text")
    world.studio.text.set_value("prompt", "one\ntwo\nthree\n四")
    window.resize(960, 600)
    world.settle(0.1)
    assert page.prompt.editor.verticalScrollBar().maximum() == 0
    assert page.system.height() < 64
    window.resize(1280, 1000)
    world.settle(0.1)
    assert page.system.height() == 64
