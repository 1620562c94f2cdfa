"""Another project in place of the open one: what the tabs show, what they keep, and what must not be lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication

from studio.app import Studio
from studio.core.errors import ErrorInfo, InputError
from studio.presenters.takes import TakeState
from studio.settings.schema import Settings
from studio.ui.image.painter.mode import MaskMode
from tests.support.scripted_channel import ScriptedChannel
from tests.ui.gallery_world import destroy

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(Settings(), lambda _number: ScriptedChannel())
    made.show()
    made.open(tmp_path / "一")
    resolve_anything(made)
    wait(lambda: made.presenter.models.loaded)
    yield made
    made.window.close()
    made.close()
    destroy(made.window)
    # The engine's last news are on their way for a moment.
    wait(lambda: not made.engine._mailbox._timer.isActive())


def resolve_anything(made: Studio) -> None:
    """The scripted worker needs no models."""
    made.services.library.resolve = lambda request: (request, ())  # type: ignore[method-assign,assignment,return-value]


def wait(condition: Callable[[], Any], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        QCoreApplication.processEvents()
        time.sleep(0.001)


def switch(studio: Studio, folder: Path) -> None:
    assert studio.switch(folder) is None
    resolve_anything(studio)


def written(studio: Studio, prompt: str) -> Any:
    """A finished text in the text tab."""
    text = studio.presenter.text
    text.set_value("prompt", prompt)
    assert text.generate()
    wait(lambda: text.current is not None and text.current.state is TakeState.DONE)
    return text.current


def texts_in(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.glob("assets/**/*.md")]


def test_a_new_project_begins_with_empty_tabs_and_the_same_settings(studio: Studio, tmp_path: Path) -> None:
    Image.fromarray(np.zeros((32, 48, 3), np.uint8)).save(tmp_path / "画.png")
    window, presenter = studio.window, studio.presenter
    text, image, audio = presenter.tabs
    written(studio, "six slogans")
    text.set_value("system", "You are terse.")
    text.set_value("temperature", 0.2)
    window.show_tab("image")
    image.set_value("task", "upscale")
    image.set_input(str(tmp_path / "画.png"))
    image.set_value("scale", 2)
    audio.set_value("prompt", "你好")
    audio.set_value("speed", 1.25)
    for tab in presenter.tabs:
        tab.raise_error(InputError("prompt-empty").info)
    presenter.notice.emit(ErrorInfo(code="import-partly", params={"count": "2", "total": "3", "names": "a.png, b.png"}))
    assert window.notice_banner.isVisible() and "2" in window.notice_banner.text()

    switch(studio, tmp_path / "二")
    for tab in presenter.tabs:
        assert tab.takes == [] and tab.current is None and tab.error is None
        assert tab.values["prompt"] == "" and tab.values["inputs"] == ()
    assert (text.values["system"], text.values["temperature"]) == ("", 0.2)
    assert (image.values["task"], image.values["scale"], audio.values["speed"]) == ("upscale", 2, 1.25)
    pages = [window.page(kind) for kind in ("text", "image", "audio")]
    assert window.notice_banner.isHidden()
    assert all(page.banner.isHidden() and page.prompt.text() == "" for page in pages)
    assert pages[0].stage.currentWidget() is pages[0].empty and pages[0].view.text() == ""
    assert pages[1].source.path() == ""
    text.set_value("prompt", "of the second project")

    switch(studio, tmp_path / "一")
    assert (text.values["prompt"], text.values["system"]) == ("six slogans", "You are terse.")
    assert audio.values["prompt"] == "你好" and pages[2].prompt.text() == "你好"
    wait(lambda: pages[1].source.path() == str(tmp_path / "画.png"))
    window.show_tab("text")
    pages[0].generate.setFocus()
    switch(studio, tmp_path / "二")
    assert text.values["prompt"] == "of the second project"
    assert window.focusWidget() is pages[0].prompt.editor


def test_a_project_that_was_renamed_has_its_draft(studio: Studio, tmp_path: Path) -> None:
    studio.presenter.text.set_value("prompt", "a draft")
    switch(studio, tmp_path / "二")
    (tmp_path / "一").rename(tmp_path / "三")
    switch(studio, tmp_path / "三")
    assert studio.presenter.text.values["prompt"] == "a draft"


def test_an_edit_under_way_is_saved_into_its_own_project(studio: Studio, tmp_path: Path) -> None:
    take = written(studio, "a slogan")
    page: Any = studio.window.page("text")
    wait(page.edit.isEnabled)
    page.edit.click()
    page.view.editor.setPlainText("改过的 words")
    assert take.draft == "改过的 words"
    switch(studio, tmp_path / "二")
    assert any("改过的 words" in text for text in texts_in(tmp_path / "一"))
    assert texts_in(tmp_path / "二") == [] and studio.presenter.text.takes == []


def test_a_mask_that_was_being_painted_is_there_again(studio: Studio, tmp_path: Path) -> None:
    Image.fromarray(np.zeros((32, 48, 3), np.uint8)).save(tmp_path / "lake.png")
    image = studio.presenter.image
    studio.window.show_tab("image")
    image.set_value("task", "inpaint")
    image.set_input(str(tmp_path / "lake.png"))
    painter: Any = studio.window.page("image").workbench.mode_of(MaskMode)  # type: ignore[attr-defined]
    wait(lambda: painter.page is not None)
    painter.page.mask.put(4, 4, np.full((8, 8), 255, np.uint8))
    painted = painter.page.mask.data.copy()
    switch(studio, tmp_path / "二")
    assert image.values["inputs"] == () and not painter.unsaved
    switch(studio, tmp_path / "一")
    wait(lambda: image.input("mask") is not None)
    wait(lambda: painter.page is not None and np.array_equal(painter.page.mask.data, painted))
    assert Path(image.input("mask").path).parent == tmp_path / "一" / "inputs"  # type: ignore[union-attr]


def test_prompts_of_every_project_go_with_the_history(studio: Studio, tmp_path: Path) -> None:
    presenter = studio.presenter
    presenter.text.set_value("prompt", "a secret")
    switch(studio, tmp_path / "二")
    presenter.change_settings(prompt_history=False)
    assert "secret" not in str(presenter.settings)


def test_drafts_of_many_projects_do_not_pile_up(studio: Studio, tmp_path: Path) -> None:
    for number in range(12):
        studio.presenter.text.set_value("prompt", f"draft {number}")
        switch(studio, tmp_path / str(number))
    assert len(studio.presenter.settings.drafts) == 10


def test_files_that_wait_are_not_imported_into_another_project(studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "图.png"
    Image.new("RGB", (8, 8), "red").save(file)
    told: list[Any] = []
    studio.presenter.notice.connect(told.append)
    imports = studio.window.side.gallery.presenter.imports
    first = studio.services.project.folder
    imports.add([file] * 300)
    switch(studio, tmp_path / "二")
    wait(lambda: told)
    (notice,) = told
    here = len(list((first / "assets").rglob("*.png")))
    assert notice.code == "import-left" and int(notice.params["count"]) + here == 300
    assert studio.services.project.store.count() == 0 and not imports._waiting
