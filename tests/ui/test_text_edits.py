"""Editing a text of the text tab: nothing that was typed is lost, and what is saved is in the gallery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtTest import QTest

from studio.core.recipes import CUT
from studio.core.recipes import edited as edited_recipe
from studio.presenters.takes import TakeState
from tests.support.scripted_channel import complete


def edited(open_window: Callable[..., Any]) -> Any:
    """A window whose first take is being edited."""
    world, window = open_window(complete)
    text, page = world.studio.text, window.page("text")
    text.set_value("prompt", "a slogan")
    text.generate()
    world.wait(lambda: text.current.state is TakeState.DONE)
    world.wait(page.edit.isEnabled)
    page.edit.click()
    QTest.keyClicks(page.view.editor, "New ")
    return world, page, text


def test_an_edit_stays_with_its_take_when_another_comes(open_window: Callable[..., Any]) -> None:
    world, page, text = edited(open_window)
    first = text.current
    text.regenerate()
    world.wait(lambda: text.current is not first and page.view.text())
    assert not page.save.isVisibleTo(page) and page.view.text() == "Text of a take."
    page.previous.click()
    assert page.view.text() == "New Text of a take." and page.save.isVisibleTo(page)
    page.discard.setFocus()
    page.discard.click()
    assert page.window().focusWidget() is page.view.editor
    assert page.view.text() == first.text == "Text of a take." and not page.save.isVisibleTo(page)


def test_a_saved_edit_is_told_and_in_the_gallery(open_window: Callable[..., Any]) -> None:
    world, page, text = edited(open_window)
    saved: list[Any] = []
    said: list[str] = []
    world.studio.assetSaved.connect(saved.append)
    world.studio.message.connect(said.append)
    before = text.current
    page.save.setFocus()
    page.save.click()
    assert page.window().focusWidget() is page.view.editor
    world.wait(lambda: saved and text.current is not before)
    assert world.store.text(saved[0]) == page.view.text() == "New Text of a take."
    assert saved[0].parents == (before.asset.id,) and before.text == "Text of a take."
    assert said and page.edit.isVisibleTo(page)


def test_an_edit_is_saved_when_the_window_closes(open_window: Callable[..., Any]) -> None:
    world, _page, _text = edited(open_window)
    world.close()
    files = (world.folder / "项目 project" / "assets").rglob("*.md")
    assert any("New Text of a take." in file.read_text(encoding="utf-8") for file in files)


def test_an_edit_that_changed_nothing_saves_nothing(open_window: Callable[..., Any]) -> None:
    world, page, text = edited(open_window)
    page.view.editor.setPlainText("Text of a take.")
    page.save.click()
    world.settle(0.2)
    assert len(text.takes) == 1 and world.store.count() == 1


def test_an_edited_text_is_not_said_to_be_the_models(open_window: Callable[..., Any]) -> None:
    world, page, text = edited(open_window)
    take = text.current
    cut = msgspec.structs.replace(take.asset.recipe, notes=("drawn from a hat", str(CUT)), tokens_per_s=84.0)
    take.asset = msgspec.structs.replace(take.asset, recipe=cut)
    recipe = edited_recipe(cut, take.asset.id)
    assert recipe.notes == ("drawn from a hat",) and not recipe.tokens_per_s
    assert recipe.parents == (take.asset.id,) and recipe.model == cut.model and recipe.request == cut.request
    page.save.click()
    world.wait(lambda: text.current is not take)
    said = page.state.text()
    assert "Edited" in said and "characters" in said
    assert "Seed" not in said and "Sample model" not in said and "Done" not in said
    assert not text.can_go_on(text.current) and page.go_on.isHidden()
    # The one before is told as it was.
    page.previous.click()
    assert "length limit" in page.state.text() and "84" in page.state.text() and not page.go_on.isHidden()
