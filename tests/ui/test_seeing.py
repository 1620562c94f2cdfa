"""Captions, tags and objects in the window: texts in the stage, boxes over the picture, descriptions in the prompt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication

from studio.core.models import InstalledModel, ModelSpec
from studio.core.pictures import See
from studio.core.requests import InputRef
from studio.presenters.takes import TakeState
from studio.ui.image.text_result import TextResult, boxes_in
from studio.ui.models_dialog import ModelsDialog
from tests.support.scripted_channel import nothing
from tests.ui.gallery_world import draw_picture


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "图 片.png"
    draw_picture(2).save(path)
    return path


def open_tab(open_window: Callable[..., Any], *tasks: str) -> tuple[Any, Any, Any]:
    """The image tab, with a model for these tasks beside those of the catalogue."""
    world, window = open_window(nothing)
    if tasks:
        spec = ModelSpec(id="eyes", name="Eyes", backend="vision", format="transformers", tasks=tasks)
        installed = [*world.services.library.installed(), InstalledModel(spec=spec, folder="/nowhere")]
        world.services.library.installed = lambda: installed
        world.services.library.default_for = lambda task: next(m for m in installed if task in m.spec.tasks)
        world.studio.models.loaded = False
        world.studio.models.refresh()
        world.wait(lambda: world.studio.models.loaded)
    window.show_tab("image")
    return world, window, window.page("image")


def answer(world: Any, text: str) -> None:
    """Let the worker say this to the job it has."""
    presenter, channel = world.studio.image, world.channels[0]
    job = presenter.takes[-1].job
    world.wait(lambda: channel.has(job))
    channel.result(channel.job, content=text.encode())
    channel.finish(channel.job)
    world.wait(lambda: presenter.takes[-1].state is TakeState.DONE)


def shown(page: Any) -> TextResult:
    widget = page.workbench.mode._layout.currentWidget()
    assert isinstance(widget, TextResult)
    return widget


@pytest.mark.parametrize(("task", "text"), [("caption", "一只红色的狐狸 A red fox."), ("tag", "fox, red, snow")])
def test_a_text_about_the_picture_is_shown_under_it(
    open_window: Callable[..., Any], picture: Path, task: str, text: str
) -> None:
    world, _, page = open_tab(open_window, task)
    presenter = world.studio.image
    presenter.set_value("task", task)
    presenter.set_value("inputs", (InputRef(path=str(picture)),))
    part = next(p for p in page.parts if "see" in p.fields)
    assert not part.isHidden() and part.detail.isVisible() == (task == "caption")
    part.confidence.changed.emit(0.6)
    assert presenter.generate()
    answer(world, text)
    assert world.channels[0].job.request.see == See(confidence=0.6)
    result = shown(page)
    world.wait(lambda: result.text.text() == text and not result.view.empty)
    assert page.workbench.mode.zoom_view() is result.view
    assert not page.workbench.trace.isEnabled() and not page.workbench.use.isEnabled()
    result.copy.click()
    assert QGuiApplication.clipboard().text() == text
    result.use.click()
    assert presenter.values["prompt"] == text and presenter.values["task"] == "text-to-image"


def test_objects_are_drawn_over_the_picture(open_window: Callable[..., Any], picture: Path) -> None:
    world, _, page = open_tab(open_window, "detect")
    presenter = world.studio.image
    presenter.set_value("task", "detect")
    presenter.set_value("inputs", (InputRef(path=str(picture)),))
    presenter.generate()
    answer(world, "sports car 0.92 10 20 100 60\nfox 0.50 200 100 50 40")
    result = shown(page)
    world.wait(lambda: len(result.view._boxes) == 2 and not result.view.empty)
    assert result.view._boxes[0].label == "sports car" and result.view._boxes[0].rect == QRectF(10, 20, 100, 60)
    before = result.view.grab().toImage()
    result.view.set_boxes([])
    assert result.view.grab().toImage() != before
    assert result.use.isHidden()
    presenter.generate()
    answer(world, "")
    world.wait(lambda: "Nothing was found" in result.text.text())
    # An older take, a picture, is shown again as before.
    assert boxes_in("no box here\nx 1 2 3\nfox 0.5 a b c d") == []


def test_describing_puts_a_caption_into_the_prompt_and_can_be_undone(
    open_window: Callable[..., Any], picture: Path
) -> None:
    world, _, page = open_tab(open_window, "caption", "tag")
    presenter = world.studio.image
    presenter.set_value("prompt", "what I wrote")
    presenter.set_value("task", "upscale")
    assert presenter.actions.describe(str(picture), "asset-1")
    request = presenter.takes[-1].request
    assert request.task == "caption" and request.inputs == (InputRef(path=str(picture), asset="asset-1"),)
    answer(world, "A fox\nin snow.")
    world.wait(lambda: presenter.values["prompt"] == "A fox in snow.")
    assert presenter.values["task"] == "text-to-image" and page.prompt.text() == "A fox in snow."
    page.prompt.editor.undo()
    assert presenter.values["prompt"] == "what I wrote"


def test_tags_serve_where_no_caption_can_be_had(open_window: Callable[..., Any], picture: Path) -> None:
    world, _, _ = open_tab(open_window, "tag")
    assert world.studio.image.actions.describe(str(picture))
    assert world.studio.image.takes[-1].request.task == "tag"
    answer(world, "fox, snow")
    world.wait(lambda: world.studio.image.values["prompt"] == "fox, snow")


def test_without_a_model_it_is_said_which_is_needed(
    open_window: Callable[..., Any], picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, _, page = open_tab(open_window)
    presenter = world.studio.image
    assert not presenter.actions.describe(str(picture))
    assert presenter.error is not None and presenter.error.code == "model-none-for-task"
    assert "BLIP" in presenter.error.remedy
    asked = []
    monkeypatch.setattr(ModelsDialog, "choose_folder", lambda _self: asked.append(1))
    for task, word in (("caption", "BLIP"), ("tag", "ViT"), ("detect", "YOLOS")):
        presenter.set_value("task", task)
        offer = page.model.offer
        assert offer.isVisible() and word in offer._facts.text() and not offer._install.isVisible()
        offer._import.click()
    assert len(asked) == 3
