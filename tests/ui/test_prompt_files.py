"""Styles, presets, negative prompts and model cards in the window; files that come in or stay out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from studio.core import paths
from studio.ui.image.prompt_dialogs import NameDialog, PresetDialog, StyleDialog
from studio.ui.image.styles_part import StylesPart
from tests.support.scripted_channel import nothing
from tests.ui.test_window import nameless, unreachable

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
OpenWindow = Callable[..., tuple[Any, Any]]


# -- styles, presets, negative prompts --------------------------------------------------------------------------------


def part_of(page: Any) -> StylesPart:
    part = next(p for p in page.parts if isinstance(p, StylesPart))
    part.unfold()
    return part


def row_of(part: StylesPart, name: str) -> Any:
    items = [part.picker.list.item(n) for n in range(part.picker.list.count())]
    return next(i for i in items if i.data(Qt.ItemDataRole.UserRole) == name)


def test_styles_are_ticked_found_and_taken_away(image: Any) -> None:
    world, page, presenter = image()
    part = part_of(page)
    row_of(part, "watercolour").setCheckState(Qt.CheckState.Checked)
    row_of(part, "sticker").setCheckState(Qt.CheckState.Checked)
    assert presenter.values["styles"] == ("watercolour", "sticker")
    part.picker.chips.findChildren(type(part.new))[0].click()
    assert presenter.values["styles"] == ("sticker",)
    assert row_of(part, "watercolour").checkState() == Qt.CheckState.Unchecked
    part.picker.search.setText("水彩")
    assert [part.picker.list.item(n).isHidden() for n in range(part.picker.list.count())].count(False) == 1
    world.settle(0.02)


def test_a_style_is_made_changed_deleted_and_brought_back(image: Any) -> None:
    world, page, _ = image()
    part = part_of(page)
    part.new.click()
    dialog = part.findChild(StyleDialog)
    assert not dialog.save.isEnabled()
    assert nameless(dialog) == [] and unreachable(dialog) == []
    dialog.name.setText("夜景")
    dialog.words.set_text("{prompt} at night")
    dialog.save.click()
    book = world.studio.book
    world.wait(lambda: "夜景" in book.book.styles)
    part.picker.editWanted.emit("夜景")
    dialog = next(d for d in part.findChildren(StyleDialog) if d.isVisible())
    dialog.negative.set_text("sun")
    dialog.save.click()
    world.wait(lambda: book.book.styles.need("夜景").negative == "sun")
    part.picker.deleteWanted.emit("夜景")
    world.wait(lambda: "夜景" not in book.book.styles)
    part.said.undo.click()
    world.wait(lambda: "夜景" in book.book.styles)
    part.picker.deleteWanted.emit("watercolour")
    assert "stays" in part.said.text.text()


def test_files_dropped_on_the_tab_come_in_or_say_why_not(image: Any, tmp_path: Path) -> None:
    world, page, _ = image()
    good, bad = tmp_path / "styles.csv", tmp_path / "bad.json"
    good.write_text("name,prompt,negative_prompt\nNoir,black and white {prompt},colour\n", encoding="utf-8")
    bad.write_text("[1", encoding="utf-8")
    assert page.offer_files([str(good), str(bad)])
    part = part_of(page)
    world.wait(lambda: "Noir" in world.studio.book.book.styles and part.said.isVisible())
    assert "Noir" in part.said.text.text() and "bad.json" in part.said.text.text()


def test_a_preset_sets_what_it_holds_and_can_be_undone(image: Any) -> None:
    world, page, presenter = image()
    presets = part_of(page).presets
    presenter.set_value("steps", 9)
    presenter.set_value("guidance", 3.0)
    presets.choice.changed.emit("Product shot")
    assert presenter.values["steps"] == 30 and presenter.values["styles"] == ("product photo",)
    assert presenter.values["guidance"] == 3.0, "what it does not hold stays"
    assert page.steps.value() == 30 and "clutter" in page.negative.text()
    presets.said.undo.click()
    assert presenter.values["steps"] == 9 and presenter.values["styles"] == ()
    world.settle(0.02)


def test_settings_are_saved_as_a_preset(image: Any) -> None:
    world, page, presenter = image()
    presets = part_of(page).presets
    presets.save.click()
    assert "nothing to keep" in presets.said.text.text()
    presenter.set_value("steps", 17)
    presenter.set_value("styles", ("sticker",))
    presets.save.click()
    dialog = presets.findChild(PresetDialog)
    assert nameless(dialog) == [] and unreachable(dialog) == []
    dialog.name.setText("我的")
    dialog.save.click()
    world.wait(lambda: "我的" in world.studio.book.book.presets)
    assert world.studio.book.book.presets.need("我的").settings == {"steps": 17, "styles": ["sticker"]}
    presets.choice.set_value("我的")
    presets.apply("我的")
    presets.delete.click()
    world.wait(lambda: "我的" not in world.studio.book.book.presets)


def test_negative_prompts_with_names(image: Any) -> None:
    world, page, presenter = image()
    page.negative_part.set_expanded(True)
    from studio.ui.image.negative_menu import NegativeMenu

    menu = page.negative.findChild(NegativeMenu)
    presenter.set_value("negative", "blurry, ugly")
    menu._fill()
    next(a for a in menu._menu.actions() if a.text() == "General quality").trigger()
    assert presenter.values["negative"].startswith("blurry, ugly, out of focus")
    menu._save()
    dialog = menu.findChild(NameDialog)
    dialog.name.setText("mine")
    dialog.save.click()
    world.wait(lambda: "mine" in world.studio.book.book.negatives)


# -- the model's card -------------------------------------------------------------------------------------------------


def test_chips_put_words_into_the_prompt_and_take_them_out(image: Any) -> None:
    world, page, presenter = image()
    card = presenter.card
    flat, three = card.shown.card.styles[:2]
    presenter.set_value("prompt", "a car")
    card.toggle(flat)
    card.toggle(three)
    assert presenter.values["prompt"] == "a car, flat style, 3d style"
    chips = [chip for _, chip in page.card._styles]
    assert [c.isChecked() for c in chips[:3]] == [True, True, False]
    card.toggle(flat)
    assert presenter.values["prompt"] == "a car, 3d style"
    presenter.set_value("prompt", "红色的汽车")
    card.toggle(flat)
    assert presenter.values["prompt"] == "红色的汽车，扁平风格"
    assert card.holds(flat)
    card.toggle(flat)
    assert presenter.values["prompt"] == "红色的汽车"
    assert "Not photographs" in page.card.purpose.text()
    world.studio.change_settings(language="zh_CN")
    world.settle(0.05)
    assert "不生成照片" in page.card.purpose.text() and page.card._styles[0][1].text() == "扁平"
    assert page.card._menu.actions()[0].text() == "红色的苹果"
    world.studio.change_settings(language="en")


def test_broken_files_do_not_stop_the_start(open_window: OpenWindow) -> None:
    for folder, name, content in (
        ("styles", "bad.json", b"{"),
        ("presets", "bad.json", json.dumps({"name": "x", "settings": {"steps": -1}}).encode()),
        ("wildcards", "bad.txt", b"\xff\xfe\x00"),
        ("history", "image.json", b"\x00"),
    ):
        path = paths.config_dir() / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    world, window = open_window(nothing, engine=False)
    window.show_tab("image")
    world.wait(lambda: world.studio.book.loaded)
    assert len(world.studio.book.book.problems) == 3
    assert not window.findChildren(QDialog)
    part = part_of(window.page("image"))
    assert "bad.json" in part.problems.text() and "bad.txt" in part.problems.text()
