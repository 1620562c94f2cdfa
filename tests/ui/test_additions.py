"""Additions in the model library: an own heading for each kind, a picture, and what the user may set right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from studio.library.library import Library
from studio.ui.main_window import MainWindow
from studio.ui.models_dialog import ModelsDialog
from tests.support.model_files import write_safetensors
from tests.ui.gallery_world import World
from tests.unit.library.test_additions import CONTROL, kohya

Open = Callable[..., tuple[World, MainWindow]]


@pytest.fixture
def stocked(open_window: Open, tmp_path: Path) -> tuple[World, ModelsDialog, Library]:
    """The model library's window over a library with a LoRA and a ControlNet."""
    world, window = open_window(engine=False)
    catalogue = tmp_path / "catalogue.json"
    catalogue.write_text(json.dumps({"version": 1, "models": []}))
    library = Library(tmp_path / "模型", catalogue)
    write_safetensors(tmp_path / "水彩.safetensors", kohya(768), {"modelspec.trigger_phrase": "ink, wash"})
    Image.new("RGB", (300, 200), "teal").save(tmp_path / "水彩.png")
    library.import_path(tmp_path / "水彩.safetensors")
    library.import_path(write_safetensors(tmp_path / "mine.safetensors", CONTROL))
    world.studio.services.library = library
    window.show_models("水彩")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ModelsDialog))
    world.studio.models.refresh()
    world.wait(lambda: len(world.studio.models.installed) == 2)
    return world, dialog, library


def texts(dialog: ModelsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_each_kind_has_its_heading(stocked: tuple[World, ModelsDialog, Library]) -> None:
    world, dialog, _ = stocked
    assert texts(dialog) == ["Additions: LoRA", "水彩", "Additions: ControlNet", "mine"]
    dialog.search.setText("wash")
    assert texts(dialog) == ["Additions: LoRA", "水彩"]
    assert world.studio.models.defaults == {}
    assert [m.spec.name for m in world.studio.models.for_task("lora")] == ["水彩"]
    assert [m.spec.name for m in world.studio.models.fitting(("lora", "controlnet"), "")] == ["mine", "水彩"]


def test_what_was_guessed_is_set_right(stocked: tuple[World, ModelsDialog, Library]) -> None:
    world, dialog, library = stocked
    dialog.select("水彩")
    shown = dialog.details.addition
    assert shown.triggers.text() == "ink, wash" and shown.family.value() == "sd15" and not shown.control.isVisible()
    world.wait(lambda: not shown.picture.pixmap().isNull())
    shown.triggers.setText("水墨，wash")
    shown.triggers.editingFinished.emit()
    world.wait(lambda: library.get("水彩").spec.options["trigger_words"] == ["水墨", "wash"])
    dialog.select("mine")
    assert shown.control.isVisible() and not shown.picture.isVisible()
    shown.control.setCurrentIndex(shown.control.findData("pose"))
    shown.control.activated.emit(shown.control.currentIndex())
    world.wait(lambda: library.get("mine").spec.options["control"] == "pose")
    world.wait(lambda: world.studio.models.spec("mine").options["control"] == "pose")  # type: ignore[union-attr]
