"""The model library's list: by kind, with tasks and sizes, narrowed and searched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from studio.presenters.background import Task
from studio.presenters.models_list import Install
from studio.ui import model_list
from studio.ui.models_dialog import ModelsDialog

Opened = tuple[Any, Any, ModelsDialog]


@pytest.fixture
def library(open_window: Callable[..., Any]) -> Opened:
    """The library over the catalogue, of which only Whisper is installed."""
    world, window = open_window(engine=False)
    everything = world.services.library.installed()
    world.services.library.installed = lambda: [m for m in everything if m.spec.id == "whisper-base"]
    window.show_models("")
    dialog = window.findChild(ModelsDialog)
    world.studio.models.refresh()
    world.wait(lambda: len(world.studio.models.installed) == 1)
    return world, window, dialog


def rows(dialog: ModelsDialog) -> list[tuple[str, str]]:
    items = [dialog.list.item(n) for n in range(dialog.list.count())]
    return [(item.text(), item.data(model_list._FACTS) or "") for item in items]


def test_models_stand_by_kind_with_tasks_and_size(library: Opened) -> None:
    _, _, dialog = library
    shown = rows(dialog)
    headings = [text for text, facts in shown if not facts]
    assert headings == ["Text", "Image", "Audio"]
    facts = dict(shown)
    assert "Write" in facts["SmolLM2 135M Instruct (Q4_1)"] and "MB" in facts["SmolLM2 135M Instruct (Q4_1)"]
    first_sound = shown[shown.index(("Audio", "")) + 1][0]
    assert first_sound == "Whisper base", "what is installed comes first"


def test_the_list_is_narrowed_to_a_kind_and_still_finds_a_model_that_is_asked_for(library: Opened) -> None:
    _, window, dialog = library
    dialog.models.chips["audio"].click()
    assert [text for text, facts in rows(dialog) if not facts] == ["Audio"]
    current = dialog.current_id()
    window.show_models("")
    assert dialog.current_id() == current, "opening it again changes nothing"
    window.show_models("smollm2-135m")
    assert dialog.current_id() == "smollm2-135m" and dialog.models.chips[""].isChecked()
    dialog.search.setText("whisper")
    assert [text for text, facts in rows(dialog) if facts] == ["Whisper base"]


def test_an_install_says_how_far_it_is(library: Opened) -> None:
    world, _, dialog = library
    models = world.studio.models
    models.installs["smollm2-135m"] = Install(Task(silent=True), done=31_000_000, total=93_000_000)
    models.installChanged.emit("smollm2-135m")
    assert dict(rows(dialog))["SmolLM2 135M Instruct (Q4_1)"] == "33% · 31 MB of 93 MB"
    dialog.select("smollm2-135m")
    assert dialog.details.status.text() == "33% · 31 MB of 93 MB"
    models.installs.clear()


def test_the_offer_in_the_tab_says_how_far_it_is(library: Opened) -> None:
    world, window, _ = library
    models, offer = world.studio.models, window.page("text").model.offer
    world.wait(offer.isVisible)
    offered = offer.offered()[0].id
    models.installs[offered] = Install(Task(silent=True), done=31_000_000, total=93_000_000)
    models.installChanged.emit(offered)
    assert offer._status.isVisible() and offer._status.text() == "33% · 31 MB of 93 MB"
    models.installs.clear()


def test_the_library_opens_at_the_model_in_use(library: Opened) -> None:
    world, window, dialog = library
    window.show_tab("audio")
    world.studio.audio.set_value("task", "transcribe")
    window.page("audio").model.manage.click()
    assert dialog.current_id() == "whisper-base"
