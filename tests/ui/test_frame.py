"""Outpaint: the frame dragged, moved by keys, shaped, typed; and what the Request says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.core.pictures import Margins
from studio.core.recipes import Recipe
from studio.ui.image.frame.geometry import HANDLES, SHAPES, SNAP, Frame
from studio.ui.image.frame.mode import FrameMode
from tests.support.scripted_channel import nothing

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def outpaint(open_window: Callable[..., Any]) -> tuple[Any, Any, Any]:
    """A window with a picture of 320 × 240 in the frame."""
    world, window = open_window(nothing)
    window.show_tab("image")
    presenter, page = world.studio.image, window.page("image")
    presenter.set_value("task", "outpaint")
    presenter.set_value("prompt", "more of the lake")
    asset = world.add("image", "a lake", number=3)
    presenter.set_input(world.studio.file_of(asset), "source", asset.id)
    mode = page.workbench.mode
    assert isinstance(mode, FrameMode)
    world.wait(lambda: mode.canvas.frame.width == 320 and mode.canvas.isVisible())
    return world, page, mode


def drag(canvas: Any, handle: str, by: QPoint, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    start = canvas.handle_at(handle).toPoint()
    QTest.mousePress(canvas, LEFT, held, start)
    for part in (2, 1):
        event_place = start + by / part
        QTest.mouseMove(canvas, event_place)
    QTest.mouseRelease(canvas, LEFT, held, start + by)


def test_a_side_and_a_corner_are_dragged_and_snap(outpaint: tuple[Any, Any, Any]) -> None:
    world, _, mode = outpaint
    presenter, scale = world.studio.image, mode.canvas.scale()
    drag(mode.canvas, "right", QPoint(60, 5))
    extend = presenter.values["extend"]
    assert extend.left == extend.top == extend.bottom == 0
    assert extend.right == pytest.approx(60 / scale, abs=SNAP)
    assert extend.right % SNAP == 0
    drag(mode.canvas, "top-left", QPoint(-30, -20))
    extend = presenter.values["extend"]
    assert extend.left > 0
    assert extend.top > 0
    assert presenter.request().extend == extend


def test_with_alt_both_sides_move(outpaint: tuple[Any, Any, Any]) -> None:
    world, _, mode = outpaint
    start = mode.canvas.handle_at("right")
    QTest.mousePress(mode.canvas, LEFT, pos=start.toPoint())
    place = start + QPointF(50, 0)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        mode.canvas.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        LEFT,
        Qt.KeyboardModifier.AltModifier,
    )
    QApplication.sendEvent(mode.canvas, move)
    QTest.mouseRelease(mode.canvas, LEFT, pos=place.toPoint())
    extend = world.studio.image.values["extend"]
    assert extend.left == extend.right > 0


def test_a_frame_never_crops_the_picture(outpaint: tuple[Any, Any, Any]) -> None:
    world, _, mode = outpaint
    drag(mode.canvas, "left", QPoint(80, 0))
    assert world.studio.image.values["extend"] is None
    assert mode.canvas.frame.size == (320, 240)


def test_keys_move_the_handle_in_focus(outpaint: tuple[Any, Any, Any]) -> None:
    world, page, mode = outpaint
    window = page.window()
    window.activateWindow()
    world.wait(window.isActiveWindow)
    presenter = world.studio.image
    mode.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert mode.canvas.handle == HANDLES[0]
    for _ in range(3):
        QTest.keyClick(mode.canvas, Qt.Key.Key_Tab)
    assert mode.canvas.handle == "right"
    QTest.keyClick(mode.canvas, Qt.Key.Key_Right)
    QTest.keyClick(mode.canvas, Qt.Key.Key_Right, SHIFT)
    assert presenter.values["extend"] == Margins(right=72)
    QTest.keyClick(mode.canvas, Qt.Key.Key_Left, CONTROL)
    assert presenter.values["extend"] == Margins(right=71)
    assert "71 px" in mode.handle_text.text()
    for _ in range(len(HANDLES)):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not mode.canvas, "Tab leaves after the last handle"


@pytest.mark.parametrize("size", [(320, 240), (240, 320), (1023, 767), (64, 64)])
def test_shapes_are_the_smallest_frame_around_the_picture(size: tuple[int, int]) -> None:
    for across, down in SHAPES.values():
        frame = Frame(*size).shaped(across, down)
        wide, high = frame.size
        assert wide >= size[0]
        assert high >= size[1]
        assert (wide == size[0]) or (high == size[1])
        assert wide / high == pytest.approx(across / down, rel=SNAP / min(size))
        assert min(frame.left, frame.top, frame.right, frame.bottom) >= 0


def test_shapes_and_numbers_are_the_same_frame(outpaint: tuple[Any, Any, Any]) -> None:
    world, page, mode = outpaint
    presenter = world.studio.image
    mode.shapes["16:9"].click()
    wide, high = mode.canvas.frame.size
    assert high == 240
    assert wide / high == pytest.approx(16 / 9, abs=0.04)
    part = next(p for p in page.parts if "extend" in p.fields)
    assert part.isVisible()
    assert part.spins["left"].value() == presenter.values["extend"].left
    part.spins["bottom"].setValue(100)
    assert mode.canvas.frame.bottom == 100
    mode.reset.click()
    assert presenter.values["extend"] is None
    assert part.spins["bottom"].value() == 0


def test_a_recipe_brings_the_frame_back(outpaint: tuple[Any, Any, Any]) -> None:
    world, _, mode = outpaint
    presenter = world.studio.image
    presenter.set_value("extend", Margins(left=64, bottom=128))
    request = presenter.request()
    presenter.set_value("extend", None)
    presenter.set_value("task", "upscale")
    world.studio.use_settings(Recipe(request=request, kind="image"))
    world.wait(lambda: presenter.values["task"] == "outpaint")
    assert mode.canvas.frame.size == (384, 368)
    assert presenter.request().extend == Margins(left=64, bottom=128)


def test_without_a_frame_generate_says_so(outpaint: tuple[Any, Any, Any]) -> None:
    world, page, _ = outpaint
    assert not world.studio.image.generate()
    assert "side" in page.banner.text()


def test_zooming_in_is_kept_while_the_frame_grows(outpaint: tuple[Any, Any, Any]) -> None:
    world, _, mode = outpaint
    mode.canvas.zoom_to(3.0)
    place = mode.canvas.picture_rect().topLeft()
    world.studio.image.set_value("extend", Margins(left=64, right=32))
    assert mode.canvas.scale() == 3.0
    assert (mode.canvas.picture_rect().topLeft() - place).manhattanLength() < 1
