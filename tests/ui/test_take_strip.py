"""The strip of takes: what is chosen can be seen, and the focus ring is for whoever goes by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.core.jobs import Job, JobState
from studio.core.requests import AudioRequest, ImageRequest, InputRef
from studio.presenters.takes import Take, TakeState
from studio.ui import theme
from studio.ui.take_strip import TakeStrip
from tests.support.scripted_channel import nothing


@pytest.fixture
def strip(qapp: object) -> Any:
    shown = TakeStrip("image", several=True)
    request = ImageRequest(prompt="x", takes=12)
    takes = [Take(job="a", index=n, request=request, state=TakeState.RUNNING) for n in range(12)]
    shown.resize(1000, 100)
    shown.show()
    shown.set_takes(takes, takes[9])
    yield shown
    shown.deleteLater()


def test_the_current_take_stays_in_view_when_the_window_is_narrower(strip: Any) -> None:
    strip.resize(260, 100)
    QApplication.processEvents()
    place = strip.visualItemRect(strip.currentItem())
    assert strip.viewport().rect().contains(place)


def test_the_frame_of_what_is_chosen_is_even_around_its_picture(strip: Any) -> None:
    place = strip.visualItemRect(strip.currentItem())
    image = strip.viewport().grab().toImage()
    accent = theme.color("accent").rgb()
    row = [image.pixel(x, place.center().y()) == accent for x in range(image.width())]
    left, right = row.index(True), len(row) - 1 - row[::-1].index(True)
    assert left - place.left() == place.right() - right
    canvas = theme.color("canvas").rgb()
    cells = [x for x in range(left, right) if image.pixel(x, place.center().y() - 24) == canvas]
    assert cells[0] - left == right - cells[-1]


def test_transparent_pictures_stand_on_a_checkerboard(strip: Any) -> None:
    clear = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    clear.fill(Qt.GlobalColor.transparent)
    strip.set_thumbnail(strip.item(0).data(Qt.ItemDataRole.UserRole), clear)
    cell = strip.item(0).icon().pixmap(64, 64).toImage()
    seen = {cell.pixelColor(x, y).name() for x in range(4, 60, 4) for y in range(4, 60, 4)}
    assert {theme.color("check_a").name(), theme.color("check_b").name()} <= seen


def test_what_comes_back_from_the_trash_has_its_picture_again(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.show_tab("audio")
    window.side.fill()
    audio, strip, gallery = world.studio.audio, window.page("audio").strip, window.side.gallery.presenter
    for number in range(3):
        job = Job(id=f"job {number}", request=AudioRequest(prompt="stones", seed=number))
        job.move_to(JobState.RUNNING)
        world.studio._job_changed(job)
        world.studio._asset_saved(job.id, 0, world.add("audio", "stones", number=number))
    world.wait(lambda: len(strip._pictures) == 3)
    # One in the middle: those behind it are drawn anew as well.
    second = audio.takes[1]
    gallery.trash([second.asset])
    world.wait(lambda: second not in audio.takes)
    gallery.undo()
    world.wait(lambda: second in audio.takes)
    world.wait(lambda: len(strip._pictures) == 3)


def test_a_transcription_is_no_sound(qapp: object) -> None:
    shown = TakeStrip("audio")
    requests = [
        AudioRequest(prompt="x"),
        AudioRequest(task="transcribe", inputs=(InputRef(path="/a.wav", role="source"),)),
    ]
    takes = [Take(job="a", index=0, request=request, state=TakeState.DONE) for request in requests]
    shown.set_takes(takes, takes[0])
    spoken, written = (shown.item(row).icon().pixmap(64, 64).toImage() for row in range(2))
    assert spoken != written
    shown.deleteLater()


def test_a_click_leaves_no_ring_and_the_keyboard_has_one(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.show_tab("image")
    window.activateWindow()
    world.wait(window.isActiveWindow)
    page = window.page("image")
    QTest.mouseClick(page.more.heading, Qt.MouseButton.LeftButton)
    assert page.more.heading.hasFocus() and not page.more.heading.property("ring")
    QTest.keyClick(page.more.heading, Qt.Key.Key_Tab)
    now = QApplication.focusWidget()
    assert now is not page.more.heading and now.property("ring")


def test_what_a_click_leads_to_has_no_ring_either(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.show_tab("image")
    window.activateWindow()
    world.wait(window.isActiveWindow)
    page = window.page("image")
    view, heading = page.generate, page.more.heading
    heading.clicked.connect(lambda: view.setFocus())
    heading.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseClick(heading, Qt.MouseButton.LeftButton)
    assert view.hasFocus() and not view.property("ring")
    heading.setFocus()
    QTest.keyClick(heading, Qt.Key.Key_Space)
    assert view.hasFocus() and view.property("ring")


def test_a_dark_cut_out_can_be_seen_on_every_ground(qapp: object) -> None:
    from studio.ui.backdrop import on_checkerboard

    clear = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    clear.fill(Qt.GlobalColor.transparent)
    for name in ("light", "dark"):
        theme.apply(name)
        ground = on_checkerboard(clear)
        lightness = {ground.pixelColor(x, y).lightness() for x in range(0, 32, 4) for y in range(0, 32, 4)}
        assert len(lightness) == 2 and min(lightness) >= 70
    theme.apply("light")
