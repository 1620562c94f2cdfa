"""Settings of any picture into the image tab, as a designer does it: dropped, from the menus, pasted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from studio.core import paths
from studio.core.models import InstalledModel, ModelSpec
from studio.core.pictures import ControlUnit, LoraUse
from studio.core.recipes import ModelUse, Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.metadata import embed
from studio.ui.image.takeover_dialog import TakeoverDialog
from tests.support import samples
from tests.support.model_files import write_safetensors
from tests.support.scripted_channel import nothing
from tests.unit.library.test_additions import kohya

TEXT = (
    "a lighthouse <lora:ink:0.7> <lora:fog:0.4>\nNegative prompt: dog\nSteps: 9, Sampler: DPM++ 2M, Schedule type: Karras, "
    'CFG scale: 3, Seed: 5, Size: 640x480, Model: Icon, Lora hashes: "ink: aabbccddee"'
)


def spec(name: str, task: str, family: str = "sd15", **options: Any) -> ModelSpec:
    return ModelSpec(
        id=name, name=name, backend="diffusers", format="checkpoint", tasks=(task,), family=family, options=options
    )


@pytest.fixture
def opened(open_window: Callable[..., Any]) -> Any:
    """The window, with a drawing model called Icon and a LoRA of each family."""
    world, window = open_window(nothing, engine=False)
    library = world.services.library
    models = [
        InstalledModel(spec=spec("icon", "text-to-image"), folder="/m"),
        InstalledModel(spec=spec("fog", "lora"), folder="/m"),
        InstalledModel(spec=spec("xl", "lora", "sdxl"), folder="/m"),
    ]
    library.installed = lambda: list(models)
    world.models = models
    world.studio.models.refresh()
    world.wait(lambda: len(world.studio.models.installed) == 3)
    window.show_tab("image")
    return world, window


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    info = PngInfo()
    info.add_itxt("parameters", TEXT)
    Image.fromarray(samples.pixels()).save(tmp_path / "灯塔.png", pnginfo=info)
    return tmp_path / "灯塔.png"


def dialog_of(world: Any, window: Any) -> TakeoverDialog:
    world.wait(lambda: window.findChild(TakeoverDialog) is not None)
    found = window.findChild(TakeoverDialog)
    assert isinstance(found, TakeoverDialog)
    return found


def test_a_dropped_picture_with_settings_asks_what_is_wanted(opened: Any, picture: Path, tmp_path: Path) -> None:
    world, window = opened
    page = window.page("image")

    def choices() -> list[QMenu]:
        return [m for m in page.findChildren(QMenu) if m.accessibleName() == "What to do with the picture"]

    plain = samples.make(tmp_path / "plain.png")
    assert page.offer_files([str(plain)])
    world.wait(lambda: world.studio.image.input() is not None)
    assert not choices()
    world.studio.image.set_input("")
    page.offer_files([str(picture)])
    world.wait(choices)
    (menu,) = choices()
    assert [a.text() for a in menu.actions()] == ["Use as input picture", "Take its settings…"]
    menu.actions()[1].trigger()
    dialog = dialog_of(world, window)
    menu.close()
    assert "灯塔.png" in dialog.heading.text() and "A1111" in dialog.facts.text()
    assert world.studio.image.input() is None
    dialog.reject()


def test_the_lines_are_shown_and_exactly_the_ticked_ones_applied(opened: Any, picture: Path) -> None:
    world, window = opened
    image = world.studio.image
    image.set_value("prompt", "before")
    image.set_value("takes", 4)
    image.set_value("loras", (LoraUse(model="xl", weight=0.3),))
    image.set_value("guidance", 8.0)
    before, locked = dict(image.values), image.seed_locked
    world.studio.take_settings(str(picture))
    dialog = dialog_of(world, window)
    shown = {key: (row.now.text(), row.then.text()) for key, row in dialog.rows.items() if row.line.state != "same"}
    assert shown["prompt"] == ("before", "a lighthouse") and shown["size"] == ("Auto", "640 × 480")
    assert shown["seed"] == ("random", "5") and shown["scheduler"] == ("Auto", "DPM++ 2M Karras")
    assert shown["model"] == ("Automatic", "icon") and shown["lora-1"] == ("none", "missing")
    assert shown["lora-2"] == ("none", "fog · 0.4") and shown["old-loras-xl"] == ("xl · 0.3", "removed")
    assert "ink" in dialog.rows["lora-1"].note.text() and dialog.apply.text().endswith("left out: 1")
    dialog.rows["prompt"].box.click()
    dialog.rows["old-loras-xl"].box.click()
    dialog.apply.click()
    assert image.values["prompt"] == "before" and image.values["takes"] == 4
    assert image.values["loras"] == (LoraUse(model="fog", weight=0.4), LoraUse(model="xl", weight=0.3))
    assert (image.values["steps"], image.values["guidance"], image.values["negative"]) == (9, 3.0, "dog")
    assert (image.values["model"], image.values["seed"], image.seed_locked) == ("icon", 5, True)
    notice = window.page("image").notice
    assert "ink" in notice.text.text() and notice.isVisible()
    notice.links[0].click()
    assert (image.values, image.seed_locked) == (before, locked)


def test_the_settings_come_first_and_all_of_them_are_in_view(opened: Any, tmp_path: Path) -> None:
    world, window = opened
    info = PngInfo()
    loras = " ".join(f"<lora:gone{n}:0.5>" for n in range(9))
    text = TEXT.replace("<lora:ink:0.7> <lora:fog:0.4>", loras) + ", Clip skip: 2"
    info.add_itxt("parameters", text)
    Image.fromarray(samples.pixels()).save(tmp_path / "a.png", pnginfo=info)
    world.studio.take_settings(str(tmp_path / "a.png"))
    dialog = dialog_of(world, window)
    world.settle(0.1)
    bottom = dialog.apply.mapTo(dialog, dialog.apply.rect().topLeft()).y()
    for key in ("prompt", "seed", "steps", "size", "clip_skip"):
        row = dialog.rows[key]
        assert row.mapTo(dialog, row.rect().bottomLeft()).y() < bottom, key
    missing = [row for row in dialog.rows.values() if row.line.state == "missing"]
    assert len(missing) >= 9 and all(row.height() <= 48 for row in missing)
    assert missing[0].y() > dialog.rows["size"].y()
    clip = dialog.rows["clip_skip"]
    assert (clip.now.text(), clip.then.text()) == ("1", "2"), "as the other program counts it"
    dialog.apply.click()
    assert world.studio.image.values["clip_skip"] == 1


def test_a_seed_of_another_program_is_kept_to_its_last_digit(opened: Any, tmp_path: Path) -> None:
    world, window = opened
    info = PngInfo()
    info.add_text("parameters", "x\nSteps: 9, Sampler: Euler, Seed: 1125899906842623, Size: 64x64, Model: Icon")
    Image.fromarray(samples.pixels()).save(tmp_path / "a.png", pnginfo=info)
    world.studio.take_settings(str(tmp_path / "a.png"))
    dialog_of(world, window).apply.click()
    image, field = world.studio.image, window.page("image").seed
    assert image.values["seed"] == field.value() == 1125899906842623 and image.seed_locked
    assert image.request().seed == 1125899906842623
    field.edit.setText("9" * 19)
    field.edit.editingFinished.emit()
    assert image.values["seed"] == 2**63 - 1


def test_changes_can_be_looked_at_and_chosen_again(opened: Any, picture: Path) -> None:
    world, window = opened
    image = world.studio.image
    recipe = Recipe(
        request=ImageRequest(prompt="ours", steps=6, seed=3, model="icon"), kind="image", model=ModelUse(id="icon")
    )
    image.set_value("steps", 20)
    world.studio.use_settings(recipe)
    world.wait(lambda: image.values["steps"] == 6)
    assert window.findChild(TakeoverDialog) is None
    window.page("image").notice.links[1].click()
    dialog = dialog_of(world, window)
    assert dialog.rows["steps"].now.text() == "20"
    dialog.rows["steps"].box.click()
    dialog.apply.click()
    assert image.values["steps"] == 20 and image.values["prompt"] == "ours"


def test_another_can_be_chosen_and_those_of_other_families_are_greyed(opened: Any, picture: Path) -> None:
    world, window = opened
    world.studio.take_settings(str(picture))
    dialog = dialog_of(world, window)
    row = dialog.rows["lora-1"]
    row.another.click()
    (menu,) = row.findChildren(QMenu)
    assert [(a.text(), a.isEnabled()) for a in menu.actions()] == [("fog", True), ("xl (made for SDXL)", False)]
    menu.actions()[0].trigger()
    menu.close()
    assert row.then.text() == "fog · 0.7" and row.box.isChecked() and row.box.isEnabled()
    dialog.apply.click()
    assert LoraUse(model="fog", weight=0.7) in world.studio.image.values["loras"]


def test_a_file_is_located_and_imported(
    opened: Any, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, window = opened
    library = world.services.library
    kept = type(library)(paths.models_dir())
    library.import_path = kept.import_path
    library.installed = lambda: [*world.models, *kept.installed()]
    path = write_safetensors(tmp_path / "墨 ink.safetensors", kohya(768), {})
    world.studio.take_settings(str(picture))
    dialog = dialog_of(world, window)
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"nonsense")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(broken), ""))
    dialog.rows["lora-1"].locate.click()
    world.wait(dialog.banner.isVisible)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(path), ""))
    dialog.rows["lora-1"].locate.click()
    world.wait(lambda: dialog.rows["lora-1"].line.state == "added")
    assert dialog.rows["lora-1"].then.text() == "墨 ink · 0.7"
    dialog.apply.click()
    assert world.studio.image.values["loras"][0].model == kept.installed()[0].spec.id


def test_a_recipe_whose_model_is_gone_is_asked_about_and_skipped(opened: Any) -> None:
    world, window = opened
    request = ImageRequest(
        task="image-to-image",
        prompt="x",
        model="gone",
        seed=1,
        inputs=(InputRef(path="gone.png"),),
        control=(ControlUnit(model="c"),),
    )
    world.studio.use_settings(Recipe(request=request, kind="image", model=ModelUse(id="gone", name="Gone model")))
    dialog = dialog_of(world, window)
    assert "Gone model" in dialog.rows["model"].note.text() and "gone.png" in dialog.rows["input-source"].note.text()
    for key in ("model", "input-source"):
        row = dialog.rows[key]
        assert not row.box.isChecked() and not row.box.isEnabled(), "what is left out does not look taken"
    dialog.apply.click()
    assert world.studio.image.values["model"] == "" and world.studio.image.values["task"] == "image-to-image"


def test_a_picture_without_settings_and_one_of_ours(opened: Any, tmp_path: Path) -> None:
    world, window = opened
    plain = samples.make(tmp_path / "plain.jpg")
    world.studio.take_settings(str(plain))
    world.wait(lambda: world.notices)
    assert world.notices[0].code == "metadata-none" and window.findChild(TakeoverDialog) is None
    ours = samples.make(tmp_path / "ours.webp")
    embed(ours, ours, samples.recipe(), "image")
    world.studio.take_settings(str(ours))
    dialog = dialog_of(world, window)
    assert dialog.rows["prompt"].line.then == samples.PROMPT
    dialog.reject()


def test_parameters_on_the_clipboard(opened: Any) -> None:
    world, window = opened
    page = window.page("image")
    QGuiApplication.clipboard().setText(TEXT)
    window.take_pasted_settings()
    dialog_of(world, window).reject()
    world.settle()
    page.prompt.editor.paste()
    assert page.prompt.text() == TEXT and page.notice.isVisible()
    page.notice.links[0].click()
    dialog = dialog_of(world, window)
    dialog.apply.click()
    assert page.prompt.text() == "a lighthouse"
    page.prompt.set_text("")
    QGuiApplication.clipboard().setText("a plain prompt: with, colons: and, commas: many")
    page.notice.dismiss()
    page.prompt.editor.paste()
    assert not page.notice.isVisible()


def test_a_file_on_the_clipboard(opened: Any, picture: Path) -> None:
    world, window = opened
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    QGuiApplication.clipboard().setMimeData(data)
    window.take_pasted_settings()
    dialog_of(world, window).reject()


def test_every_row_has_a_name_and_can_be_reached(opened: Any, picture: Path) -> None:
    world, window = opened
    world.studio.take_settings(str(picture))
    dialog = dialog_of(world, window)
    for row in dialog.rows.values():
        assert row.box.accessibleName()
        for widget in (row.locate, row.another):
            assert not widget.isVisible() or widget.accessibleName()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    world.wait(lambda: window.findChild(TakeoverDialog) is None)


def test_what_was_taken_over_is_told_in_two_lines(opened: Any, picture: Path) -> None:
    world, window = opened
    page = window.page("image")
    world.studio.take_settings(str(picture))
    dialog = dialog_of(world, window)
    dialog.apply.click()
    world.wait(page.notice.isVisible)
    text, whole = page.notice.text, page.notice.text.toolTip()
    said = whole.partition(":")[2].partition(".")[0].split(", ")
    assert len(said) == len({name.strip() for name in said}) > 4
    assert "Height" not in whole and " more" in text.text()
    for width, lines in ((1280, 2), (960, 5)):
        window.resize(width, 800)
        world.settle(0.1)
        assert text.height() <= lines * text.fontMetrics().lineSpacing() + 4
        assert all(link.width() >= link.sizeHint().width() for link in page.notice.links)
