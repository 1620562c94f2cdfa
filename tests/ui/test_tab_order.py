"""Tab goes through the window as it is read: from the top down, from left to right."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.core.pictures import LoraUse
from studio.core.requests import KINDS
from studio.ui.collapsible import Collapsible
from tests.support.scripted_channel import nothing


def place(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def jumps(widgets: list[QWidget], root: QWidget) -> list[str]:
    """Where the way goes up, or back within a row."""
    found = []
    for before, after in itertools.pairwise(widgets):
        here, there = place(before, root), place(after, root)
        beside = here.top() <= there.center().y() <= here.bottom() or there.top() <= here.center().y() <= there.bottom()
        if there.left() < here.left() if beside else there.top() < here.top():
            found.append(f"{name(before)} → {name(after)}")
    return found


def name(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{widget.accessibleName()}”"


def walked(window: Any, start: QWidget) -> list[QWidget]:
    """Where Tab goes from a widget until it is there again."""
    start.setFocus()
    found = [start]
    for _ in range(250):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is start:
            return found
        if QApplication.focusWidget() is not found[-1]:  # a canvas may have stops of its own
            found.append(QApplication.focusWidget())
    raise AssertionError("Tab does not come round")


@pytest.mark.parametrize("kind", KINDS)
def test_tab_goes_through_every_tab_as_it_is_read(open_window: Callable[..., Any], kind: str) -> None:
    world, window = open_window(nothing, engine=False)
    window.resize(1280, 2400)
    for other in KINDS:
        window.show_tab(other)
    window.side.fill()
    window.show_tab(kind)
    window.activateWindow()
    world.wait(window.isActiveWindow)
    page = window.page(kind)
    image = world.studio.image
    picture = world.add("image", "source", number=1)
    for task in page._tasks:
        page.presenter.set_value("task", task)
        if kind == "image":
            image.set_input(world.studio.file_of(picture))
            image.set_value("loras", (LoraUse(model="a"), LoraUse(model="b")))
        for part in page.findChildren(Collapsible):
            part.set_expanded(True)
        world.settle(0.05)
        way = walked(window, window.project)
        for part in (page._scroll.widget(), page.splitter.widget(1)):
            assert jumps([w for w in way if part.isAncestorOf(w)], part) == [], task
        where = [window.project.parent(), page._scroll, page.generate.parent(), page.splitter.widget(1), window.side]
        stops = [[n for n, w in enumerate(way) if part.isAncestorOf(w)] for part in where]
        first = [numbers[0] for numbers in stops if numbers]
        assert first == sorted(first), task


def test_a_press_of_tab_goes_where_the_eye_goes(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.show_tab("image")
    page = window.page("image")
    window.activateWindow()
    world.wait(window.isActiveWindow)
    page.prompt.setFocus()
    order = []
    while page.generate not in order:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget())
        assert len(order) < 60
    seen = [order.index(w) for w in (page.negative_part.heading, page.more.heading, page.seed.edit, page.generate)]
    assert seen == sorted(seen)
