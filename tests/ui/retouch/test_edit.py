"""The edit's stage: it follows the settings without the worker, and its frame sets the crop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from studio.core.messages import RunJob
from studio.core.pictures import Edit, Margins
from studio.ui.image.retouch.shape_part import ShapePart
from studio.ui.image.retouch.size_part import SizePart
from studio.ui.image.retouch.tone_part import TonePart
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import Watchdog

WIDTH, HEIGHT = 400, 300


class Bench:
    """The image tab with the task edit and a picture that is red on the left and blue on the right."""

    def __init__(self, open_window: Callable[..., Any], folder: Path, *, engine: bool = False) -> None:
        self.world, self.window = open_window(nothing, engine=engine)
        self.window.resize(1280, 800)
        self.window.show_tab("image")
        self.page = self.window.page("image")
        self.presenter = self.world.studio.image
        pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        pixels[:, :200], pixels[:, 200:] = (200, 40, 40), (40, 40, 200)
        self.source = folder / "红蓝.png"
        Image.fromarray(pixels).save(self.source)
        self.presenter.set_value("task", "edit")
        self.presenter.set_input(str(self.source))
        self.mode = self.page.workbench.mode
        self.world.wait(lambda: not self.mode.view.empty)

    @property
    def edit(self) -> Edit:
        return self.presenter.values["edit"] or Edit()

    def part(self, kind: type[Any]) -> Any:
        return next(p for p in self.page.parts if isinstance(p, kind))

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        """The colour shown at a place of the picture, given in shares of its sides."""
        image = self.mode.view.picture().toImage()
        colour = image.pixelColor(int(x * (image.width() - 1)), int(y * (image.height() - 1)))
        return colour.red(), colour.green(), colour.blue()

    def size(self) -> tuple[int, int]:
        size = self.mode.view.viewport.size
        return size.width(), size.height()

    def drag(self, *places: tuple[float, float]) -> None:
        view = self.mode.view
        at = [view.viewport.to_widget(QPointF(*place)).toPoint() for place in places]
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at[0])
        for place in at[1:]:
            QTest.mouseMove(view, place)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at[-1])


@pytest.fixture
def bench(open_window: Callable[..., Any], chinese_dir: Path) -> Bench:
    return Bench(open_window, chinese_dir)


def test_the_stage_follows_a_slider_without_a_job(bench: Bench) -> None:
    before = bench.pixel(0.2, 0.5)
    bench.part(TonePart)._bound["exposure"].slider.setValue(20)
    assert bench.edit.exposure == 1.0
    bench.world.wait(lambda: bench.pixel(0.2, 0.5) != before)
    assert bench.pixel(0.2, 0.5)[0] > before[0]
    assert not any(isinstance(c, RunJob) for channel in bench.world.channels for c in channel.commands)


def test_only_the_latest_of_many_settings_is_worked_out(bench: Bench) -> None:
    frames: list[Any] = []
    bench.presenter.edits.ready.connect(frames.append)
    with Watchdog() as watchdog:
        for step in range(60):
            bench.presenter.set_value("edit", Edit(exposure=-step / 20, saturation=0.2))
            bench.world.settle(0.002)
        bench.world.wait(lambda: bench.pixel(0.2, 0.5)[0] < 90)
    assert len(frames) < 60
    assert watchdog.longest < 0.5


def test_before_is_shown_while_its_key_is_held(bench: Bench) -> None:
    bench.presenter.set_value("edit", Edit(saturation=-1, crop=(0, 0, 100, 100)))
    bench.world.wait(lambda: bench.size() == (100, 100))
    bench.mode.view.setFocus()
    QTest.keyPress(bench.mode.view, Qt.Key.Key_B)
    bench.world.wait(lambda: bench.size() == (WIDTH, HEIGHT))
    assert bench.pixel(0.2, 0.5) == (200, 40, 40)
    QTest.keyRelease(bench.mode.view, Qt.Key.Key_B)
    bench.world.wait(lambda: bench.size() == (100, 100))
    bench.mode.bar.compare.pressed.emit()
    bench.world.wait(lambda: bench.size() == (WIDTH, HEIGHT))
    bench.mode.bar.compare.released.emit()
    bench.world.wait(lambda: bench.size() == (100, 100))


def test_a_frame_is_dragged_by_corner_side_and_inside(bench: Bench) -> None:
    bench.mode.bar.crop.click()
    bench.drag((WIDTH, HEIGHT), (300, 200))
    left, top, width, height = bench.edit.crop
    assert (left, top) == (0, 0) and abs(width - 300) <= 2 and abs(height - 200) <= 2
    bench.drag((0, 100), (50, 100))
    assert abs(bench.edit.crop[0] - 50) <= 2 and abs(bench.edit.crop[2] - 250) <= 2
    bench.drag((150, 100), (190, 140))
    assert abs(bench.edit.crop[0] - 90) <= 3 and abs(bench.edit.crop[1] - 40) <= 3
    assert abs(bench.edit.crop[2] - 250) <= 2
    spins = bench.part(ShapePart).spins
    assert tuple(spins[n].value() for n in ("left", "top", "width", "height")) == bench.edit.crop
    QTest.keyClick(bench.mode.view, Qt.Key.Key_Return)
    assert not bench.mode.bar.crop.isChecked()
    bench.world.wait(lambda: bench.size() == bench.edit.crop[2:])


def test_a_proportion_is_kept(bench: Bench) -> None:
    bench.mode.bar.proportion.set_value("1:1")
    bench.mode.bar.proportion.changed.emit("1:1")
    assert bench.edit.crop == (50, 0, 300, 300)
    bench.drag((350, 300), (250, 150))
    assert bench.edit.crop[2] == bench.edit.crop[3] < 300
    QTest.keyClick(bench.mode.view, Qt.Key.Key_Right)
    assert bench.edit.crop[0] == 51
    QTest.keyClick(bench.mode.view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert bench.edit.crop[0] == 41


def test_numbers_and_turns_move_the_frame_too(bench: Bench) -> None:
    shape = bench.part(ShapePart)
    shape.spins["width"].setValue(100)
    assert bench.edit.crop == (0, 0, 100, HEIGHT)
    bench.world.wait(lambda: bench.size() == (100, HEIGHT) and bench.pixel(0.5, 0.5) == (200, 40, 40))
    shape.turn_right.click()
    assert bench.edit.turn == 90 and bench.edit.crop == (0, 0, HEIGHT, 100)
    shape.flip_down.click()
    bench.world.wait(lambda: bench.size() == (HEIGHT, 100))
    bench.mode.bar.crop.click()
    # Flipped, the frame stands at the bottom of what is seen.
    assert bench.mode.view.frame() == (0, WIDTH - 100, HEIGHT, 100)
    bench.world.wait(lambda: bench.size() == (HEIGHT, WIDTH) and bench.pixel(0.5, 0.9) == (200, 40, 40))
    shape.reset.button.click()
    assert bench.edit == Edit()


def test_straightening_shows_a_grid_for_a_moment(bench: Bench) -> None:
    bench.part(ShapePart).straighten.spin.setValue(5.0)
    assert bench.edit.straighten == 5.0
    assert bench.mode.view._grid > 0
    bench.mode._grid.setInterval(10)
    bench.mode._grid.start()
    bench.world.wait(lambda: bench.mode.view._grid == 0)


def test_the_size_of_the_result_is_said(bench: Bench) -> None:
    size = bench.part(SizePart)
    size.sides["left"].setValue(20)
    size.wide.setValue(800)
    assert bench.edit.canvas == Margins(left=20) and "820 × 600" in size.result.text()
    bench.world.wait(lambda: bench.size() == (820, 600))
    assert bench.mode.view.picture().hasAlphaChannel()
    size.fill.choice.setCurrentIndex(1)
    size.fill.choice.activated.emit(1)
    assert bench.edit.fill == "#ffffff"
    bench.world.wait(lambda: bench.pixel(0.0, 0.5) == (255, 255, 255))
    size.wide.setValue(16_384)
    assert "too large" in size.result.text()
    bench.world.wait(lambda: "too large" in bench.mode.bar.message.text())


def test_black_stays_below_white(bench: Bench) -> None:
    tone = bench.part(TonePart)
    tone._bound["white"].spin.setValue(100)
    tone._bound["black"].spin.setValue(150)
    assert (bench.edit.black, bench.edit.white) == (150, 151)
    tone.reset.button.click()
    assert bench.edit == Edit()


def test_generate_sends_exactly_what_is_seen(open_window: Callable[..., Any], chinese_dir: Path) -> None:
    bench = Bench(open_window, chinese_dir, engine=True)
    settings = Edit(exposure=0.5, crop=(10, 10, 50, 50))
    bench.presenter.set_value("edit", settings)
    bench.presenter.generate()
    bench.world.wait(
        lambda: bench.world.channels and any(isinstance(c, RunJob) for c in bench.world.channels[0].commands)
    )
    request = bench.world.channels[0].job.request
    assert request.edit == settings and request.task == "edit" and request.cutout is None
    assert bench.page.workbench.mode.name == "result"


def test_another_picture_or_none(bench: Bench, chinese_dir: Path) -> None:
    other = chinese_dir / "other.png"
    Image.new("RGB", (50, 80), (1, 2, 3)).save(other)
    bench.presenter.set_input(str(other))
    bench.world.wait(lambda: bench.size() == (50, 80))
    bench.presenter.set_input("")
    assert bench.mode._layout.currentWidget() is bench.mode.needed
    (chinese_dir / "bad.png").write_bytes(b"MZ" + bytes(50))
    bench.presenter.set_input(str(chinese_dir / "bad.png"))
    bench.world.wait(lambda: bench.presenter.error is not None)
    assert "bad.png" in str(bench.presenter.error)


def test_steps_of_an_edit_are_taken_back_and_made_again(bench: Bench) -> None:
    world, window, page, presenter, mode = bench.world, bench.window, bench.page, bench.presenter, bench.mode
    assert not mode.bar.undo.isEnabled() and not mode.bar.redo.isEnabled()
    for exposure in (0.1, 0.2, 0.3):  # one drag of a slider
        presenter.set_value("edit", Edit(exposure=exposure))
    presenter.set_value("edit", Edit(exposure=0.3, turn=90))
    presenter.set_value("edit", Edit(exposure=0.3, turn=180))
    window.activateWindow()
    world.wait(window.isActiveWindow)
    seen = []
    page.generate.setFocus()  # anywhere in the tab
    for _ in range(3):
        QTest.keyClick(page.generate, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        seen.append(presenter.values["edit"])
    assert seen == [Edit(exposure=0.3, turn=90), Edit(exposure=0.3), None]
    assert not mode.bar.undo.isEnabled()
    mode.bar.redo.click()
    assert presenter.values["edit"] == Edit(exposure=0.3)
    presenter.set_value("edit", Edit(contrast=0.5))
    assert not mode.bar.redo.isEnabled()
    presenter.set_value("edit", None)  # Reset all
    mode.bar.undo.click()
    assert presenter.values["edit"] == Edit(contrast=0.5)


def test_another_picture_begins_with_no_edit(bench: Bench, chinese_dir: Path) -> None:
    presenter, mode = bench.presenter, bench.mode
    made = Edit(exposure=2.1)
    presenter.set_value("edit", made)
    other = chinese_dir / "other.png"
    Image.new("RGB", (50, 80), (100, 100, 100)).save(other)
    presenter.set_input(str(bench.source))
    assert presenter.values["edit"] == made, "the same picture"
    presenter.set_input(str(other))
    assert presenter.values["edit"] is None and presenter.request().edit is None
    bench.world.wait(lambda: bench.size() == (50, 80) and abs(bench.pixel(0.5, 0.5)[0] - 100) < 3)
    mode.bar.undo.click()
    assert presenter.values["edit"] == made
    mode.bar.redo.click()
    assert presenter.values["edit"] is None
