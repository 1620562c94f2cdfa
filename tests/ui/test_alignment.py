"""What stands in one line, and what must not jump: text, bars, cards, filters, the waveform."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint

from studio.core.jobs import BatchPlace, Job, JobState
from studio.core.requests import TextRequest
from studio.presenters.projects import free_name
from studio.ui import project_dialogs
from studio.ui.queue_delegate import EDGE
from tests.support.scripted_channel import nothing


def with_text(world: Any, window: Any) -> Any:
    job = Job(id="t", request=TextRequest(prompt="Five slogans", seed=1))
    job.move_to(JobState.RUNNING)
    world.studio._job_changed(job)
    world.studio.text.append_text("t", 0, "Warm at six.")
    world.studio._asset_saved("t", 0, world.add("text", "Five slogans", number=1))
    job.move_to(JobState.SAVING)
    job.move_to(JobState.DONE)
    world.studio._job_changed(job)
    world.settle()
    return window.page("text")


def test_question_answer_and_state_begin_at_one_edge(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    page = with_text(world, window)
    for width in (1280, 1920):
        window.resize(width, 800)
        world.settle()
        edges = [w.mapTo(page, QPoint(0, 0)).x() for w in (page.you, page.view.editor.viewport(), page.state)]
        assert len(set(edges)) == 1
        assert page.view.editor.document().documentMargin() == 0


def test_the_bar_keeps_its_height_while_a_text_is_edited(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    page = with_text(world, window)
    before = page.view.y()
    page.edit.click()
    world.settle()
    assert page.save.isVisible() and page.view.y() == before
    assert page.save.x() - page.discard.geometry().right() > 4


def test_cards_of_batches_are_as_wide_as_those_of_jobs(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.side.show_queue()
    panel = window.side.queue
    for count in (2, 30):
        for number in range(count):
            job = Job(id=f"j{number}", request=TextRequest(prompt="a"), position=number)
            world.engine.listener.job_changed(job)
        for number in (1, 2):
            place = BatchPlace(id="b", name="Lanterns", number=number, total=2)
            world.engine.listener.job_changed(Job(id=f"b{number}", request=TextRequest(prompt="a"), batch=place))
        world.wait(lambda: panel.batches.cards)
        world.settle(0.2)
        assert panel.list.verticalScrollBar().isVisible() == (count == 30)
        card = panel.batches.cards["b"]
        left = panel.list.viewport().mapTo(panel, QPoint(EDGE, 0)).x()
        assert card.mapTo(panel, QPoint(0, 0)).x() == left
        assert card.width() == panel.list.viewport().width() - 2 * EDGE


def test_the_filters_do_not_jump_in_the_trash(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    asset = world.add("image", "a cup", number=1)
    gallery = window.side.gallery
    gallery.presenter.reload()
    world.settle(0.1)
    before = gallery.splitter.y()
    gallery.presenter.trash([asset])
    world.wait(lambda: world.store.count() == 0)
    gallery._chips["trash"].click()
    world.wait(lambda: gallery.empty_trash.isVisible())
    world.settle()
    assert gallery.splitter.y() == before


def test_the_playhead_is_seen_at_both_ends(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    window.show_tab("audio")
    player = window.page("audio").player
    player.load(world.studio.file_of(world.add("audio", "hello", number=1)))
    world.wait(lambda: player.wave.waveform() is not None)
    wave = player.wave
    assert wave._x(0.0) > 4 and wave._x(wave.waveform().seconds) < wave.width() - 4
    wave._seek_to(wave._x(0.7))
    assert abs(wave.position() - 0.7) < 0.01
    assert player.time.text() == "0:00.7 / 0:02.0"


def test_the_details_of_another_asset_begin_at_their_top(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    assets = [world.add("image", "a cup " * 40, number=n) for n in range(2)]
    gallery = window.side.gallery
    gallery.presenter.reload()
    world.wait(lambda: len(gallery.presenter.assets) == 2)
    gallery.show_details(assets[0])
    world.settle(0.1)
    bar = gallery.details._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    gallery.show_details(assets[1])
    assert bar.value() == 0


def test_the_projects_menu_begins_with_new_and_open(open_window: Callable[..., Any]) -> None:
    _world, window = open_window(nothing, engine=False)
    menu = window.project.menu()
    menu.aboutToShow.emit()
    assert [a.text() for a in menu.actions()[:2]] == ["New project…", "Open project…"]
    menu.aboutToHide.emit()


def test_a_new_project_has_a_free_name_already(open_window: Callable[..., Any], tmp_path: Path) -> None:
    world, window = open_window(nothing, engine=False)
    (tmp_path / "Project").mkdir()
    world.studio.change_settings(project_folder=str(tmp_path))
    dialog = project_dialogs.new_project(window, world.studio)
    world.wait(lambda: dialog.name.text())
    assert dialog.chosen() == (tmp_path, "Project 2") and dialog.make.isEnabled()
    assert dialog.name.selectedText() == "Project 2"
    dialog.reject()
    world.settle()
    (tmp_path / "Project 2").mkdir()
    assert free_name(tmp_path, "Project") == "Project 3"
