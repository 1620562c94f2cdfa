"""LoRAs, embeddings and model details in the image tab's brief."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu

from studio.core.pictures import LoraUse
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui.image.additions.add_button import AddButton
from studio.ui.image.additions.embeddings_part import EmbeddingsPart
from studio.ui.image.additions.lora_part import LoraPart
from studio.ui.image.additions.model_part import ModelPart
from tests.support.beside import DRAWING, STOCK, model, stock
from tests.support.scripted_channel import nothing


@pytest.fixture
def tab(open_window: Callable[..., Any]) -> Any:
    world, window = open_window(nothing)
    stock(world)
    window.show_tab("image")
    world.studio.image.set_value("prompt", "a cat")
    return world, window, window.page("image")


def entries(button: AddButton) -> dict[str, bool]:
    button.fill()
    menu = button.menu()
    assert isinstance(menu, QMenu)
    return {a.text(): a.isEnabled() for a in menu.actions() if a.text()}


def choose(button: AddButton, name: str) -> None:
    button.fill()
    next(a for a in button.menu().actions() if a.text() == name).trigger()


def test_loras_are_added_weighed_and_taken_away(tab: Any) -> None:
    world, _, page = tab
    part, presenter = page.findChild(LoraPart), world.studio.image
    assert entries(part.button) == {"Ink": True, "Clay": True, "Icons xl (for SDXL)": False, "Import…": True}
    assert not part._fold.expanded and not part.needed.isVisible()
    choose(part.button, "Ink")
    choose(part.button, "Clay")
    assert part._fold.expanded and entries(part.button)["Ink (in use)"] is False
    part.rows[0].weight.spin.setValue(0.7)
    assert presenter.request().loras == (LoraUse(model="ink", weight=0.7), LoraUse(model="clay"))
    part.rows[0].weight.slider.setValue(-20)
    assert presenter.request().loras[0].weight == -1
    part.rows[0].weight.spin.setValue(-3.5)
    assert presenter.request().loras[0].weight == -3.5
    part.rows[0].remove.click()
    assert [u.model for u in presenter.request().loras] == ["clay"] and len(part.rows) == 1
    part.undone.undo.click()
    assert [(u.model, u.weight) for u in presenter.request().loras] == [("ink", -3.5), ("clay", 1.0)]
    part._fold.set_expanded(False)
    assert part._fold.summary.text() == "Ink -3.5, Clay 1" and part._fold.summary.isVisible()


def test_trigger_words_go_into_the_prompt_and_out_again(tab: Any) -> None:
    world, _, page = tab
    part, presenter = page.findChild(LoraPart), world.studio.image
    presenter.set_value("loras", (LoraUse(model="ink"), LoraUse(model="clay")))
    ink, clay = part.rows
    assert list(ink.chips.chips) == ["ink wash", "水墨"] and list(clay.chips.chips) == ["clay", "soft light"]
    chip = ink.chips.chips["ink wash"]
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert presenter.values["prompt"] == page.prompt.text() == "a cat, ink wash" and chip.isChecked()
    page.prompt.editor.undo()
    assert presenter.values["prompt"] == "a cat" and not chip.isChecked()
    presenter.set_value("prompt", "水墨，猫")
    assert ink.chips.chips["水墨"].isChecked()
    ink.chips.chips["水墨"].click()
    assert presenter.values["prompt"] == "猫"


def test_what_does_not_fit_or_is_gone_is_said(tab: Any) -> None:
    world, _, page = tab
    part, presenter = page.findChild(LoraPart), world.studio.image
    presenter.set_value("loras", (LoraUse(model="ink"), LoraUse(model="gone")))
    assert part.rows[1].state.text() == "It is not installed." and part.rows[0].state.text() == "SD 1.5"
    presenter.set_value("model", "grand-xl")
    assert part.rows[0].state.property("role") == "danger" and "SDXL" in part.rows[0].state.text()
    assert entries(part.button) == {
        "Icons xl": True, "Ink (in use)": False, "Clay (for SD 1.5)": False, "Import…": True,
    }  # fmt: skip


def test_empty_states_lead_to_the_model_library(tab: Any) -> None:
    world, _, page = tab
    wanted: list[str] = []
    for kind, word in ((LoraPart, "No LoRA"), (EmbeddingsPart, "No embedding")):
        part = page.findChild(kind)
        stock(world, tuple(m for m in STOCK if "text-to-image" in m.spec.tasks))
        part.unfold()
        assert part.needed.isVisible() and part.needed.text.text().startswith(word)
        part.modelsWanted.connect(wanted.append)
        part.needed.button.click()
        stock(world, tuple(m for m in STOCK if m.spec.family == "sdxl" or m.spec.id == "dreamy"))
        if kind is LoraPart:
            assert "SD 1.5" in part.needed.text.text()
    assert wanted == ["", ""]


def test_embeddings_say_whether_their_word_is_in_a_prompt(tab: Any) -> None:
    world, _, page = tab
    part, presenter = page.findChild(EmbeddingsPart), world.studio.image
    choose(part.button, "Easynegative")
    (row,) = part.rows
    assert row.state.isVisibleTo(part) and presenter.request().embeddings == ("easynegative",)
    row.places["negative"].click()
    assert presenter.values["negative"] == "easynegative" and not row.state.isVisibleTo(part)
    assert row.places["negative"].isChecked() and not row.places["prompt"].isChecked()
    row.places["negative"].click()
    assert presenter.values["negative"] == ""
    row.remove.click()
    assert presenter.request().embeddings == ()
    part.undone.undo.click()
    assert presenter.request().embeddings == ("easynegative",)


def test_model_details_go_into_the_request(tab: Any) -> None:
    world, _, page = tab
    part, presenter = page.findChild(ModelPart), world.studio.image
    texts = [(part.vae.itemText(n), part.vae.model().item(n).isEnabled()) for n in range(part.vae.count())]
    assert texts == [("The model's own", True), ("Mse", True), ("Fine vae (for SDXL)", False)]
    part.vae.setCurrentIndex(1)
    part.vae.activated.emit(1)
    assert part.clip_skip.spin.value() == 1, "as other programs count it: nothing left out"
    part.clip_skip.spin.setValue(2)
    part.seamless.activated.emit(2)
    request = presenter.request()
    assert (request.vae, request.clip_skip, request.seamless) == ("mse", 1, "x")
    part._fold.set_expanded(False)
    assert part._fold.summary.text() == "Mse · clip skip 2 · seamless"
    stock(world, (*STOCK, model("fluent", DRAWING, "flux")))
    presenter.set_value("model", "fluent")
    part.unfold()
    assert part.wrong.isVisible() and part.seamless.isEnabled()
    assert [word in part.wrong.text() for word in ("Clip skip", "Seamless", "VAE", "Flux")] == [True] * 4
    for name in ("clip_skip", "seamless", "vae"):
        presenter.set_value(name, presenter.defaults()[name])
    assert not part.wrong.isVisible() and not part.seamless.isEnabled() and not part.clip_skip.isEnabled()
    presenter.set_value("model", "grand-xl")
    assert part.seamless.isEnabled() and part.clip_skip.isEnabled()
    presenter.set_value("task", "upscale")
    assert not part.isVisibleTo(page) and not page.findChild(LoraPart).isVisibleTo(page)


def test_a_long_menu_can_be_searched(tab: Any) -> None:
    world, _, page = tab
    part = page.findChild(LoraPart)
    many = tuple(model(f"style-{n:02}-{'ink' if n % 10 == 0 else 'oil'}", "lora") for n in range(40))
    stock(world, (STOCK[0], *many))
    part.button.fill()
    menu = part.button.menu()
    search = menu.findChildren(QLineEdit)[-1]
    search.setText("INK style")
    assert [a.text() for a in menu.actions() if a.text() and a.isVisible()] == [
        "Style 00 ink", "Style 10 ink", "Style 20 ink", "Style 30 ink", "Import…",
    ]  # fmt: skip
    next(a for a in menu.actions() if a.text() == "Style 20 ink").trigger()
    assert world.studio.image.values["loras"] == (LoraUse(model="style-20-ink"),)


def test_loras_are_there_again_after_a_restart(tab: Any) -> None:
    world, _, page = tab
    studio = world.studio
    choose(page.findChild(LoraPart).button, "Ink")
    page.findChild(LoraPart).rows[0].weight.spin.setValue(0.5)
    written = msgspec.json.decode(msgspec.json.encode(studio.settings.tabs))
    studio.settings = msgspec.structs.replace(studio.settings, tabs=written)
    assert ImageTabPresenter(studio).values["loras"] == (LoraUse(model="ink", weight=0.5),)
    written["image"]["loras"] = [{"model": 7}]
    assert ImageTabPresenter(studio).values["loras"] == ()
