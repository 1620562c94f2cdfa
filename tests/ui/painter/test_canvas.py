"""The painter's canvas under real mouse, keyboard and pen events."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QImage, QInputDevice, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.presenters.background import Background
from studio.ui.image.painter.canvas import MaskCanvas
from studio.ui.image.painter.effect import Effect, applied
from studio.ui.image.painter.history import STEPS
from studio.ui.image.painter.mask import Mask
from studio.ui.image.painter.settings import PainterSettings
from tests.ui.gallery_world import destroy

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Easel:
    """A canvas with a mask, and the hands that use it. Places are pixels of the picture."""

    def __init__(self, background: Background, width: int, height: int) -> None:
        self.settings = PainterSettings()
        self.settings.set_brush(size=20, hardness=1.0)
        self.canvas = MaskCanvas(self.settings, background)
        self.canvas.resize(460, 360)
        self.mask = Mask(QSize(width, height), lambda work, done: background.run(work, done))
        picture = QImage(width, height, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.darkCyan)
        self.canvas.show_mask(picture, self.mask)
        self.canvas.show()
        self.canvas.setFocus()

    @property
    def data(self) -> Any:
        return self.mask.data

    def at(self, x: float, y: float) -> QPoint:
        return self.canvas.viewport.to_widget(QPointF(x, y)).toPoint()

    def drag(
        self, *places: tuple[float, float], button: Any = LEFT, held: Any = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.mousePress(self.canvas, button, held, self.at(*places[0]))
        for place in places[1:]:
            QTest.mouseMove(self.canvas, self.at(*place))
        QTest.mouseRelease(self.canvas, button, held, self.at(*places[-1]))

    def click(self, x: float, y: float, button: Any = LEFT) -> None:
        QTest.mouseClick(self.canvas, button, pos=self.at(x, y))

    def key(self, key: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, held)


@pytest.fixture
def easel(qapp: object) -> Iterator[Callable[..., Easel]]:
    background = Background()
    made: list[Easel] = []

    def make(width: int = 400, height: int = 300) -> Easel:
        made.append(Easel(background, width, height))
        return made[-1]

    yield make
    destroy(*(e.canvas for e in made))
    background.close()


def wait(condition: Callable[[], Any], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QApplication.processEvents()
        time.sleep(0.001)


def test_a_stroke_paints_what_the_brush_covers(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.drag((100, 100), (150, 100), (200, 100))
    assert e.data[100, 100:200].min() == 255
    assert e.data[92, 150] == 255
    assert e.data[84, 150] == 0
    assert e.data[:, :80].max() == 0
    rows = np.flatnonzero(e.data[:, 150])
    assert rows[-1] - rows[0] + 1 == pytest.approx(20, abs=1.5)


def test_the_eraser_and_the_right_button_take_away(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.drag((50, 150), (350, 150))
    e.drag((200, 150), (240, 150), button=RIGHT)
    assert e.data[150, 220] == 0
    e.settings.set_tool("eraser")
    e.click(300, 150)
    assert e.data[150, 300] == 0
    assert e.data[150, 100] == 255


def test_hardness_makes_a_soft_edge_and_opacity_a_grey(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.settings.set_brush(size=80, hardness=0.0, opacity=0.5)
    e.click(200, 150)
    assert e.data.max() == 128
    profile = e.data[150, 200:245].astype(int)
    assert (np.diff(profile) <= 0).all()
    assert 10 < profile[20] < 118
    e.click(200, 150)
    assert e.data.max() == 128, "a second stroke does not add up"


def test_lasso_polygon_and_rectangle_fill_their_inside(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.settings.set_tool("rectangle")
    e.drag((40, 40), (60, 60), (120, 90))
    assert e.data[41:89, 41:119].min() == 255
    assert np.count_nonzero(e.data) == pytest.approx(80 * 50, rel=0.03)
    e.settings.set_tool("lasso")
    e.drag((200, 50), (300, 50), (300, 150), (200, 150))
    assert e.data[100, 250] == 255
    e.settings.set_tool("polygon")
    for corner in ((60, 200), (160, 200), (110, 280)):
        e.click(*corner)
    assert e.data[220, 110] == 0
    e.key(Qt.Key.Key_Return)
    assert e.data[220, 110] == 255
    assert e.mask.history.steps == 3
    e.drag((80, 210), (140, 210), (110, 240), button=RIGHT)
    assert e.data[220, 110] == 255, "one press of a polygon is a corner, not an area"
    e.key(Qt.Key.Key_Escape)
    e.settings.set_tool("rectangle")
    e.drag((100, 210), (120, 230), button=RIGHT)
    assert e.data[220, 110] == 0


def test_a_polygon_is_closed_by_its_first_corner_a_double_click_or_left_by_escape(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.settings.set_tool("polygon")
    for corner in ((60, 60), (160, 60), (160, 160), (60, 60)):
        e.click(*corner)
    assert e.data[80, 140] == 255
    assert not e.canvas.tool.active
    for corner in ((200, 200), (300, 200), (300, 280)):
        e.click(*corner)
    QTest.mouseDClick(e.canvas, LEFT, pos=e.at(300, 280))
    assert e.data[210, 290] == 255
    e.click(10, 10)
    e.click(30, 10)
    e.key(Qt.Key.Key_Backspace)
    assert len(e.canvas.tool.corners) == 1
    e.key(Qt.Key.Key_Escape)
    assert not e.canvas.tool.active
    assert e.mask.history.steps == 2


def test_fill_fills_an_enclosed_area_only(easel: Callable[..., Easel]) -> None:
    e = easel()
    for side in (((100, 80), (300, 80)), ((300, 80), (300, 220)), ((300, 220), (100, 220)), ((100, 220), (100, 80))):
        e.drag(*side)
    assert e.data[150, 200] == 0
    e.settings.set_tool("fill")
    e.click(200, 150)
    wait(lambda: e.data[150, 200] == 255)
    assert e.data[82:218, 102:298].min() == 255, "no seam is left at the outline's edge"
    assert e.data[20, 20] == 0
    e.click(200, 150, RIGHT)
    wait(lambda: e.data[150, 200] == 0)
    assert not e.data.any(), "outline and inside were one area"


def test_undo_gives_back_the_exact_mask_and_redo_too(easel: Callable[..., Easel]) -> None:
    e = easel(700, 500)
    states = [e.data.copy()]
    generator = np.random.default_rng(1)
    for number in range(STEPS + 5):
        e.settings.set_brush(size=int(generator.integers(3, 120)), hardness=float(generator.random()))
        places = [(float(x), float(y)) for x, y in generator.integers(0, (700, 500), (4, 2))]
        if number % 10 == 9:
            e.mask.invert()
        else:
            e.drag(*places, button=RIGHT if number % 4 == 3 else LEFT)
        states.append(e.data.copy())
    distinct = [s for n, s in enumerate(states) if n == 0 or not np.array_equal(s, states[n - 1])]
    assert e.mask.history.steps == len(distinct) - 1 >= STEPS
    for state in reversed(distinct[:-1]):
        assert e.mask.undo()
        assert np.array_equal(e.data, state)
    assert not e.mask.undo()
    for state in distinct[1:]:
        assert e.mask.redo()
        assert np.array_equal(e.data, state)
    assert not e.mask.redo()


def test_the_history_of_many_whole_changes_stays_small(easel: Callable[..., Easel]) -> None:
    e = easel(1024, 1024)
    for _ in range(2 * STEPS):
        e.mask.invert()
    wait(lambda: e.mask.history.bytes < 1_000_000)
    assert e.mask.history.steps >= STEPS


def test_escape_takes_an_unfinished_stroke_back(easel: Callable[..., Easel]) -> None:
    e = easel()
    QTest.mousePress(e.canvas, LEFT, pos=e.at(100, 100))
    QTest.mouseMove(e.canvas, e.at(200, 100))
    assert e.data.any()
    e.key(Qt.Key.Key_Escape)
    assert not e.data.any()
    assert e.mask.history.steps == 0
    QTest.mouseRelease(e.canvas, LEFT, pos=e.at(200, 100))


def test_brackets_wheel_and_alt_drag_size_the_brush(easel: Callable[..., Easel]) -> None:
    e = easel()
    QTest.keyClicks(e.canvas, "]]")
    assert e.settings.brush.size == 24
    QTest.keyClicks(e.canvas, "[")
    assert e.settings.brush.size == 22
    wheel(e.canvas, 120, CONTROL)
    assert e.settings.brush.size == 24
    start, size = e.at(100, 100), e.settings.brush.size
    QTest.mousePress(e.canvas, LEFT, ALT, start)
    QTest.mouseMove(e.canvas, start + QPoint(30, 40))
    QTest.mouseRelease(e.canvas, LEFT, ALT, start + QPoint(30, 40))
    assert e.settings.brush.size == round(size + 60 / e.canvas.scale())
    assert e.settings.brush.hardness == pytest.approx(0.8)
    assert not e.data.any()


def test_the_wheel_zooms_and_space_or_the_middle_button_pan(easel: Callable[..., Easel]) -> None:
    e = easel()
    before = e.canvas.scale()
    wheel(e.canvas, 120)
    assert e.canvas.scale() == pytest.approx(before * 1.25)
    centre = e.canvas.viewport.centre
    QTest.mousePress(e.canvas, MIDDLE, pos=QPoint(200, 200))
    QTest.mouseMove(e.canvas, QPoint(180, 200))
    QTest.mouseRelease(e.canvas, MIDDLE, pos=QPoint(180, 200))
    assert e.canvas.viewport.centre.x() > centre.x()
    centre = e.canvas.viewport.centre
    QTest.keyPress(e.canvas, Qt.Key.Key_Space)
    QTest.mousePress(e.canvas, LEFT, pos=QPoint(200, 200))
    QTest.mouseMove(e.canvas, QPoint(200, 170))
    QTest.mouseRelease(e.canvas, LEFT, pos=QPoint(200, 170))
    QTest.keyRelease(e.canvas, Qt.Key.Key_Space)
    assert e.canvas.viewport.centre.y() > centre.y()
    assert not e.data.any()


def test_everything_is_painted_by_keyboard_alone(easel: Callable[..., Easel]) -> None:
    e = easel()
    told: list[tuple[int, int, bool]] = []
    e.canvas.pointed.connect(lambda x, y, down: told.append((x, y, down)))
    e.key(Qt.Key.Key_Right)
    assert told == [(200, 150, False)]
    e.key(Qt.Key.Key_Space)
    assert e.data[150, 200] == 255
    for _ in range(5):
        e.key(Qt.Key.Key_Right, SHIFT)
    e.key(Qt.Key.Key_Space)
    x, y, down = told[-1]
    assert not down
    assert x > 300
    assert e.data[150, 200:x].min() == 255
    assert e.mask.history.steps == 1
    e.key(Qt.Key.Key_Down, CONTROL)
    assert told[-1][:2] == (x, y + 1)
    e.settings.set_tool("rectangle")
    e.key(Qt.Key.Key_Space)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left):
        e.key(key, SHIFT)
    e.key(Qt.Key.Key_Space)
    assert e.mask.history.steps == 2
    e.settings.set_tool("polygon")
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down):
        e.key(Qt.Key.Key_Space)
        e.key(key, SHIFT)
    e.key(Qt.Key.Key_Return)
    assert e.mask.history.steps == 3


def test_a_pen_presses_wider_and_its_other_end_erases(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.settings.set_brush(size=60)
    pen = Pen(e, QPointingDevice.PointerType.Pen)
    pen.draw((100, 80), (300, 80), pressure=1.0)
    pen.draw((100, 200), (300, 200), pressure=0.2)
    wide, narrow = np.count_nonzero(e.data[:140, 200]), np.count_nonzero(e.data[140:, 200])
    assert wide == pytest.approx(60, abs=2)
    assert narrow == pytest.approx(60 * 0.28, abs=2)
    Pen(e, QPointingDevice.PointerType.Eraser).draw((150, 80), (250, 80), pressure=1.0)
    assert e.data[80, 200] == 0
    assert e.data[80, 110] == 255


def test_the_film_lies_where_the_mask_is_and_can_be_hidden(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.canvas.clearFocus()
    plain = e.canvas.grab().toImage()
    e.settings.set_tool("rectangle")
    e.drag((100, 100), (200, 200))
    inside, outside = e.at(150, 150), e.at(300, 250)
    shown = e.canvas.grab().toImage()
    assert shown.pixelColor(inside).red() > plain.pixelColor(inside).red() + 60
    assert shown.pixelColor(outside) == plain.pixelColor(outside)
    e.settings.set_colour("#2ecc40")
    assert e.canvas.grab().toImage().pixelColor(inside).green() > shown.pixelColor(inside).green() + 60
    e.settings.set_shown(False)
    assert e.canvas.grab().toImage().pixelColor(inside) == plain.pixelColor(inside)


def test_grow_and_feather_are_seen_at_once(easel: Callable[..., Easel]) -> None:
    e = easel()
    e.canvas.clearFocus()
    e.settings.set_tool("rectangle")
    e.drag((150, 100), (250, 200))
    beyond = e.at(262, 150)
    plain = e.canvas.grab().toImage().pixelColor(beyond)
    e.canvas.set_effect(Effect(grow=20))
    wait(lambda: e.canvas.grab().toImage().pixelColor(beyond).red() > plain.red() + 60)
    e.canvas.set_effect(Effect(grow=-20))
    inside = e.at(155, 150)
    wait(lambda: e.canvas.grab().toImage().pixelColor(inside) == plain)
    assert np.count_nonzero(e.data) == pytest.approx(100 * 100, rel=0.03), "the mask itself stays as it was painted"


@pytest.mark.parametrize("numbers", [(False, 9, 0), (False, -9, 0), (True, 5, 12), (False, 0, 8)])
def test_the_preview_is_what_the_worker_makes_of_the_mask(numbers: tuple[bool, int, int]) -> None:
    from studio.worker.images import masks

    generator = np.random.default_rng(3)
    mask = np.zeros((80, 120), np.uint8)
    mask[20:60, 30:90] = 255
    mask[generator.integers(0, 80, 5), generator.integers(0, 120, 5)] = 200
    invert, grow, feather = numbers
    assert np.array_equal(
        applied(mask, Effect(invert, grow, feather)), masks.shaped(mask, invert=invert, grow=grow, feather=feather)
    )


def test_a_stroke_costs_what_its_brush_covers_however_large_the_picture_is(easel: Callable[..., Easel]) -> None:
    """Prints the GUI thread's own time for a mouse move, painting and drawing, as a share of a frame of 60 Hz."""
    frame, medians = 1 / 60, {}
    for side in (1024, 4096):
        e = easel(side, side)
        e.settings.set_brush(size=300, hardness=0.5)
        e.canvas.viewport.zoom_to(0.25)
        QApplication.processEvents()
        touched: list[QRect] = []
        e.mask.changed.connect(touched.append)
        QTest.mousePress(e.canvas, LEFT, pos=QPoint(150, 120))
        times = []
        for step in range(60):
            start = time.thread_time()
            QTest.mouseMove(e.canvas, QPoint(150 + step * 2, 120 + step))
            QApplication.processEvents()
            times.append(time.thread_time() - start)
        QTest.mouseRelease(e.canvas, LEFT, pos=QPoint(268, 179))
        medians[side] = sorted(times)[len(times) // 2]
        # What is painted and drawn anew is the brush's place, never the picture.
        assert len(touched) > 20
        assert max(r.width() * r.height() for r in touched) < 400 * 400
        assert e.mask.history.steps == 1 and e.mask.history.bytes < 2_000_000
        e.mask.undo()
        assert not e.data.any()
        e.mask.redo()
        assert e.data.any()
    print(
        f"\na move on 4096²: {medians[4096] / frame:.0%} of a frame, {medians[4096] / medians[1024]:.2f} × that on 1024²"
    )


def wheel(widget: Any, delta: int, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(230, 180)
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


class Pen:
    """Sends tablet events as a driver would."""

    def __init__(self, easel: Easel, kind: Any) -> None:
        self._easel = easel
        self._device = QPointingDevice(
            "pen",
            1,
            QInputDevice.DeviceType.Stylus,
            kind,
            QInputDevice.Capability.Pressure | QInputDevice.Capability.Position,
            1,
            2,
        )

    def draw(self, *places: tuple[float, float], pressure: float) -> None:
        self._send(QEvent.Type.TabletPress, places[0], pressure, LEFT)
        for place in places[1:]:
            self._send(QEvent.Type.TabletMove, place, pressure, Qt.MouseButton.NoButton)
        self._send(QEvent.Type.TabletRelease, places[-1], pressure, LEFT)

    def _send(self, kind: Any, place: tuple[float, float], pressure: float, button: Any) -> None:
        canvas = self._easel.canvas
        local = QPointF(self._easel.at(*place))
        buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.TabletRelease else LEFT
        event = QTabletEvent(
            kind,
            self._device,
            local,
            QPointF(canvas.mapToGlobal(local)),
            pressure,
            0,
            0,
            0,
            0,
            0,
            Qt.KeyboardModifier.NoModifier,
            button,
            buttons,
        )
        QApplication.sendEvent(canvas, event)
        assert event.isAccepted()
