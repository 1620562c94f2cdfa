"""Comparing two takes on the stage: slider, side by side, difference; by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from studio.core.requests import ImageRequest, InputRef
from studio.presenters.comparing import side_of_file
from studio.ui.image.compare.mode import CompareMode
from studio.ui.image.compare.view import GAP
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import Watchdog

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


class Bench:
    """The image tab with three finished takes of two different requests."""

    def __init__(self, open_window: Callable[..., Any], takes: int = 3) -> None:
        self.world, self.window = open_window(nothing, engine=False)
        self.window.show_tab("image")
        self.window.activateWindow()
        self.page = self.window.page("image")
        self.stage, self.presenter = self.page.workbench, self.world.studio.image
        for number in range(takes):
            self.add(number)

    def add(self, number: int, **settings: Any) -> Any:
        from studio.core.jobs import Job, JobState

        asset = self.world.add("image", "a lake", number=number)
        request = ImageRequest(prompt="a lake", seed=number, **settings)
        job = Job(id=f"j{number}", request=request)
        job.move_to(JobState.RUNNING)
        self.world.studio._job_changed(job)
        self.world.studio._asset_saved(job.id, 0, asset)
        job.move_to(JobState.SAVING)
        job.move_to(JobState.DONE)
        self.world.studio._job_changed(job)
        return asset

    @property
    def mode(self) -> Any:
        return self.stage.mode_of(CompareMode)

    @property
    def view(self) -> Any:
        return self.mode.view

    @property
    def seeds(self) -> tuple[Any, ...]:
        return tuple(side.seed for side in self.presenter.comparing.sides)

    def click(self, row: int, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        strip = self.page.strip
        QTest.mouseClick(strip.viewport(), LEFT, held, strip.visualItemRect(strip.item(row)).center())

    def compare(self) -> None:
        """The first two takes, as the user would."""
        self.click(0)
        self.click(1, CONTROL)
        QTest.keyClick(self.window, Qt.Key.Key_K, CONTROL)
        self.wait_shown()

    def wait_shown(self) -> None:
        self.world.wait(lambda: self.stage.mode is self.mode and not self.view.empty)

    def pixel(self, x: float, y: float) -> tuple[int, int, int]:
        colour = self.view.grab().toImage().pixelColor(QPointF(x, y).toPoint())
        return colour.red(), colour.green(), colour.blue()


@pytest.fixture
def bench(open_window: Callable[..., Any]) -> Bench:
    return Bench(open_window)


def test_two_selected_takes_are_compared_and_escape_goes_back(bench: Bench) -> None:
    before = bench.stage.mode
    assert "Compare" not in switch(bench)
    bench.compare()
    assert bench.seeds == (0, 1)
    assert switch(bench)[-1] == "Compare"
    assert QApplication.focusWidget() is bench.view
    assert "Seed 0" in bench.mode.who.text() and "Seed 1" in bench.mode.who.text()
    assert "Only the seed differs." in bench.mode.who.text()
    QTest.keyClick(bench.view, Qt.Key.Key_X)
    assert bench.seeds == (1, 0)
    assert bench.view.labels[0] == "A · Seed 1"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert bench.stage.mode is before
    assert "Compare" not in switch(bench)
    assert bench.view.empty, "no memory is held for what nobody sees"


def switch(bench: Bench) -> list[str]:
    return [bench.stage.switch.tabText(i) for i in range(bench.stage.switch.count())]


def test_escape_leaves_the_comparison_and_not_the_job(bench: Bench) -> None:
    stopped: list[str] = []
    bench.presenter.stop = lambda: stopped.append("stop")
    bench.compare()
    bench.mode.bar.ways.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not bench.presenter.comparing.active and stopped == []


def test_the_divider_is_dragged_and_moved_by_keys(bench: Bench) -> None:
    bench.compare()
    view = bench.view
    a, b = (draw_colour(bench, n) for n in (0, 1))
    target = view.viewport.target()
    y = target.top() + 8
    left, right = target.left() + target.width() * 0.25, target.left() + target.width() * 0.75
    assert bench.pixel(left, y) == a and bench.pixel(right, y) == b
    x, middle = round(view.divider_x()), view.height() // 2
    QTest.mousePress(view, LEFT, pos=QPoint(x, middle))
    QTest.mouseMove(view, QPoint(round(left) - 30, middle))
    QTest.mouseRelease(view, LEFT, pos=QPoint(round(left) - 30, middle))
    assert view.divider < 0.25
    assert bench.pixel(left, y) == b and bench.pixel(right, y) == b
    centre = view.viewport.centre
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.divider == 1.0 and bench.pixel(right, y) == a
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert view.divider == pytest.approx(0.89)
    assert view.viewport.centre == centre, "the arrows move the divider, not the picture"
    assert "89%" in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_Right, CONTROL)
    assert view.viewport.centre != centre
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.divider == 0.0


def draw_colour(bench: Bench, take: int) -> tuple[int, int, int]:
    """The colour of the top edge of a take."""
    with Image.open(bench.presenter.takes[take].path) as picture:
        return picture.convert("RGB").getpixel((150, 2))  # type: ignore[return-value]


def test_side_by_side_shares_zoom_and_place(bench: Bench) -> None:
    bench.compare()
    view = bench.view
    QTest.keyClick(view, Qt.Key.Key_B)
    assert view.way == "beside" and bench.mode.bar.ways.currentIndex() == 1
    half = (view.width() - GAP) // 2
    for _ in range(2):  # fitted, then zoomed in and moved
        target = view.viewport.target()
        at = QPointF(max(4.0, target.left() + 8), max(4.0, target.top() + 8))
        assert bench.pixel(at.x(), at.y()) == draw_colour(bench, 0)
        assert bench.pixel(at.x() + half + GAP, at.y()) == draw_colour(bench, 1)
        view.viewport.zoom_to(4.0)
        view.viewport.move_to(view.viewport.size, QPointF(20, 10))
    view.fit()
    inside = view.viewport.target().center() - QPointF(20, 20)
    before = view.viewport.to_picture(inside)
    wheel(view, inside + QPointF(half + GAP, 0))
    after = view.viewport.to_picture(inside)
    assert (after - before).manhattanLength() < 0.01, "the wheel zooms around the pointer on the right, too"
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.viewport.fitted


def wheel(view: Any, at: QPointF) -> None:
    from PySide6.QtGui import QWheelEvent

    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def test_the_difference_is_counted_and_amplified(bench: Bench, tmp_path: Path) -> None:
    pixels = np.full((240, 320, 3), 100, np.uint8)
    Image.fromarray(pixels).save(tmp_path / "一.png")
    pixels[:60] += 3
    Image.fromarray(pixels).save(tmp_path / "二.png")
    bench.world.studio.compare(side_of_file(str(tmp_path / "一.png")), side_of_file(str(tmp_path / "二.png")))
    bench.wait_shown()
    assert "It is not known" in bench.mode.who.text()
    assert bench.view.labels == ("A · 一.png", "B · 二.png")
    QTest.keyClick(bench.view, Qt.Key.Key_D)
    target = bench.view.viewport.target()
    above, below = target.top() + 8, target.bottom() - 8
    bench.mode.bar.factor.changed.emit(16)
    bench.world.wait(lambda: bench.pixel(target.center().x(), above) == (48, 48, 48))
    assert bench.pixel(target.center().x(), below) == (0, 0, 0)
    assert "25.0% of the pixels differ" in bench.mode.facts.text()
    assert "3 at most" in bench.mode.facts.text()
    bench.mode.bar.factor.changed.emit(64)
    bench.world.wait(lambda: bench.pixel(target.center().x(), above) == (192, 192, 192))
    bench.world.studio.compare(side_of_file(str(tmp_path / "一.png")), side_of_file(str(tmp_path / "一.png")))
    bench.world.wait(lambda: bench.mode.facts.text() == "No pixel differs.")


def test_another_size_is_fitted_and_said(bench: Bench, tmp_path: Path) -> None:
    Image.new("RGB", (640, 480), (9, 9, 9)).save(tmp_path / "large.png")
    Image.new("RGB", (100, 100), (9, 9, 9)).save(tmp_path / "square.png")
    take = side_of_file(bench.presenter.takes[0].path)
    bench.world.studio.compare(take, side_of_file(str(tmp_path / "large.png")))
    bench.wait_shown()
    assert "A was 320 × 240, B was 640 × 480; they are compared at 640 × 480." in bench.mode.facts.text()
    assert "proportions" not in bench.mode.facts.text()
    bench.world.studio.compare(take, side_of_file(str(tmp_path / "square.png")))
    bench.world.wait(lambda: "proportions differ" in bench.mode.facts.text())


def test_a_picture_that_is_gone_is_said_in_words(bench: Bench, tmp_path: Path) -> None:
    side = side_of_file(bench.presenter.takes[0].path)
    bench.world.studio.compare(side, side_of_file(str(tmp_path / "不在.png")))
    bench.world.wait(lambda: bench.presenter.comparing.error is not None)
    assert "不在.png" in bench.mode.facts.text()
    assert bench.view.empty
    QTest.keyClick(bench.view, Qt.Key.Key_X)
    bench.world.wait(lambda: bench.presenter.comparing.error is not None)


def test_a_pair_on_its_way_is_not_shown_under_the_names_of_the_next(bench: Bench, tmp_path: Path) -> None:
    bench.compare()
    comparing = bench.presenter.comparing
    paths = [take.path for take in bench.presenter.takes]
    gone = side_of_file(str(tmp_path / "不在.png"))

    def another() -> None:
        comparing.ready.disconnect(another)
        comparing.start(gone, side_of_file(paths[1]))

    comparing.ready.connect(another)
    comparing.start(side_of_file(paths[0]), side_of_file(paths[2]))
    bench.world.wait(lambda: comparing.error is not None)
    done: list[bool] = []
    for _ in range(4):  # behind whatever the threads still have to do
        bench.world.studio.background.run(lambda: True, done.append)
    bench.world.wait(lambda: len(done) == 4)
    assert bench.view.empty


def test_settings_that_differ_stand_in_one_line(bench: Bench) -> None:
    from studio.core.recipes import ModelUse, Recipe
    from studio.presenters.comparing import Side

    source = InputRef(path="/x/湖.png")
    requests = (
        ImageRequest(task="image-to-image", prompt="a lake", seed=1, steps=4, inputs=(source,)),
        ImageRequest(task="image-to-image", prompt="a lake " * 20, seed=1, steps=8),
    )
    recipe = Recipe(request=requests[0], kind="image", model=ModelUse(id="m", name="Sample model"))
    path = bench.presenter.takes[0].path
    a, b = (Side(path, f"{n}", 1, r, recipe.model.name) for n, r in enumerate(requests))
    bench.world.studio.compare(a, b)
    bench.wait_shown()
    text, whole = bench.mode.who.text(), bench.mode.who.toolTip()
    assert "Steps: 4 → 8" in text and "source: 湖.png → none" in text and "Model" not in text
    assert text.count("a lake a lake") and "…" in text
    assert ("a lake " * 20).strip() in whole
    assert bench.view.labels == ("A · 0", "B · 1"), "with the same seed the names tell them apart"


def test_the_menu_of_a_take_compares_it_with_others_and_with_its_input(open_window: Callable[..., Any]) -> None:
    bench = Bench(open_window, takes=2)
    source = bench.world.add("image", "source", number=9)
    path = bench.world.studio.file_of(source)
    bench.add(2, task="upscale", inputs=(InputRef(path=path),))
    menu = context_menu(bench, 2)
    submenu = next(a.menu() for a in menu.actions() if a.menu() is not None)
    texts = [a.text() for a in submenu.actions()]
    assert texts[0].endswith(Path(path).name) and texts[1:] == ["1 · Seed 0", "2 · Seed 1"]
    submenu.actions()[1].trigger()
    assert bench.seeds == (0, 2), "the older one is A"
    submenu.actions()[0].trigger()
    assert bench.presenter.comparing.sides[0].path == path
    menu.close()
    bench.wait_shown()


def context_menu(bench: Bench, row: int) -> QMenu:
    strip = bench.page.strip
    place = strip.visualItemRect(strip.item(row)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, strip.viewport().mapToGlobal(place))
    QApplication.sendEvent(strip.viewport(), event)
    return next(m for m in bench.stage.findChildren(QMenu) if m.accessibleName() == "What to do with the take")


def test_without_a_selection_the_take_before_is_meant(bench: Bench) -> None:
    bench.presenter.select(bench.presenter.takes[2])
    assert bench.stage.compare_button.isEnabled()
    bench.stage.compare_button.click()
    assert bench.seeds == (1, 2)
    bench.wait_shown()


def test_with_nothing_to_compare_it_says_what_to_do(open_window: Callable[..., Any]) -> None:
    bench = Bench(open_window, takes=1)
    said: list[str] = []
    bench.world.studio.message.connect(said.append)
    assert not bench.stage.compare_button.isEnabled()
    QTest.keyClick(bench.window, Qt.Key.Key_K, CONTROL)
    assert "Select two pictures" in said[0]


def test_two_pictures_of_the_gallery_are_compared(bench: Bench) -> None:
    bench.window.show_tab("text")
    gallery = bench.window.side.gallery
    bench.world.wait(lambda: len(gallery.grid.assets) == 3)
    gallery.grid.setFocus()
    gallery.grid.select_index(0)
    QTest.keyClick(gallery.grid, Qt.Key.Key_Right, SHIFT)
    newest, older = gallery.grid.selected()
    QTest.keyClick(gallery.grid, Qt.Key.Key_K, CONTROL)
    bench.wait_shown()
    assert bench.window.current_page() is bench.page
    assert bench.seeds == (older.seed, newest.seed)


def test_generate_leaves_the_comparison_to_its_tab(bench: Bench) -> None:
    bench.compare()
    bench.presenter.set_value("prompt", "a lantern")
    bench.presenter.generate()
    assert bench.stage.mode is not bench.mode and bench.stage.mode.shows_takes
    assert "Compare" in switch(bench)
    bench.stage.show_mode("compare")
    assert not bench.view.empty


def test_copy_puts_a_take_on_the_clipboard(bench: Bench) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    bench.click(1)
    QTest.keyClick(bench.page.strip, Qt.Key.Key_C, CONTROL)
    bench.world.wait(lambda: clipboard.mimeData().hasImage())
    assert [u.toLocalFile() for u in clipboard.mimeData().urls()] == [bench.presenter.takes[1].path]
    image = clipboard.image()
    assert image.size() == QImage(bench.presenter.takes[1].path).size()
    bench.click(0, CONTROL)
    QTest.keyClick(bench.page.strip, Qt.Key.Key_C, CONTROL)
    bench.world.wait(lambda: len(clipboard.mimeData().urls()) == 2)
    clipboard.setText("before")
    bench.page.view.setFocus()
    QTest.keyClick(bench.page.view, Qt.Key.Key_C, CONTROL)
    bench.world.wait(lambda: len(clipboard.mimeData().urls()) == 2)


def test_comparing_large_pictures_does_not_hold_up_the_window(bench: Bench, tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    for name in ("a.png", "b.png"):
        Image.fromarray(rng.integers(0, 256, (3000, 3000, 3), np.uint8)).save(tmp_path / name, compress_level=0)
    bench.stage.mode_of(CompareMode)
    with Watchdog() as watchdog:
        bench.world.studio.compare(side_of_file(str(tmp_path / "a.png")), side_of_file(str(tmp_path / "b.png")))
        bench.world.wait(lambda: not bench.view.empty, 30)
        bench.mode.set_way("difference")
        bench.world.wait(lambda: not bench.view._difference.isNull(), 30)
    print(f"\nlongest wait of the event loop: {watchdog.longest * 1000:.0f} ms")
    assert watchdog.longest < 2.0
