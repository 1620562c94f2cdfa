"""Prompt tools in the window: what is said while typing, what is run, styles, presets, history, suggestions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from studio.core import paths
from studio.core.errors import ErrorInfo
from studio.core.messages import Finished, RunJob, Started
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, TextRequest
from studio.presenters.improving import State, cleaned
from studio.settings.prompts import history
from studio.ui.image.prompt_dialogs import NameDialog, PresetDialog, StyleDialog
from studio.ui.image.styles_part import StylesPart
from tests.support.scripted_channel import ScriptedChannel, complete, nothing
from tests.ui.test_window import nameless, unreachable

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
OpenWindow = Callable[..., tuple[Any, Any]]


@pytest.fixture
def image(open_window: OpenWindow) -> Callable[..., tuple[Any, Any, Any]]:
    """A window with the image tab in front, the built-in icon model as it lies in the resources, and all files read."""

    def make(script: Any = nothing, *, engine: bool = False) -> tuple[Any, Any, Any]:
        world, window = open_window(script, engine=engine)
        library = world.services.library
        folder = str(paths.resources_dir() / "models" / "icon")
        models = [msgspec.structs.replace(m, folder=folder) if m.spec.id == "icon" else m for m in library.installed()]
        library.installed = lambda: models
        world.studio.models.refresh()
        window.show_tab("image")
        world.wait(lambda: world.studio.book.loaded)
        world.studio.image.set_value("model", "icon")
        world.wait(lambda: world.studio.image.card.shown is not None)
        return world, window.page("image"), world.studio.image

    return make


def type_prompt(world: Any, presenter: Any, text: str) -> Any:
    """The facts about a prompt once they are known."""
    presenter.set_value("prompt", text)
    world.wait(lambda: presenter.facts.facts is not None and presenter.facts.facts.text == text)
    world.settle(0.35)
    return presenter.facts.facts


# -- while one types --------------------------------------------------------------------------------------------------


def test_tokens_are_counted_with_the_models_own_tokenizer(image: Any) -> None:
    world, page, presenter = image()
    type_prompt(world, presenter, "a purple car on a yellow background, flat style")
    assert page.prompt.count.text() == "12 / 24 tokens"
    facts = type_prompt(world, presenter, "{red|blue} " + "car " * 40)
    assert facts.count.cut and page.prompt.count.property("role") == "danger"
    assert page.prompt.told.text().startswith("For example: ")
    type_prompt(world, presenter, "")
    assert page.prompt.count.text().strip() == ""


def test_chinese_words_that_the_model_does_not_know_are_named(image: Any) -> None:
    world, page, presenter = image()
    facts = type_prompt(world, presenter, "红色的苹果和麒麟")
    assert facts.english == "red apple and" and facts.unknown == ("麒麟",)
    assert "麒麟" in page.prompt.told.text() and page.prompt.told.isVisible()
    type_prompt(world, presenter, "红色的苹果")
    assert page.prompt.told.text() == "Read as: red apple"
    assert page.prompt.count.text() == "4 / 24 tokens", "it is the translated text that is counted"


def test_what_is_wrong_is_marked_and_said(image: Any) -> None:
    world, page, presenter = image()
    facts = type_prompt(world, presenter, "🍎 {red|blue (car:1.2) __unicorns__ [x")
    text = facts.text
    marked = {(m.kind, text[m.start : m.end]) for m in facts.marks}
    assert {("problem", "{"), ("problem", "__unicorns__"), ("problem", "["), ("weight", ":1.2)")} <= marked
    assert "never closed" in page.prompt.told.text()
    shown = {s.cursor.selectedText() for s in page.prompt.editor.extraSelections()}
    assert "__unicorns__" in shown, "places are right behind an emoji too"
    assert not presenter.generate()
    assert presenter.error.code == "prompt-unclosed"


def test_text_and_audio_prompts_have_no_syntax(open_window: OpenWindow) -> None:
    world, window = open_window(nothing, engine=False)
    page = window.page("text")
    world.studio.text.set_value("prompt", "write {a|b} about __animals__ (x")
    world.wait(lambda: world.studio.text.facts.facts is not None)
    world.settle(0.3)
    assert world.studio.text.facts.facts.marks == () and page.prompt.told.isHidden()
    assert "about" in page.prompt.count.text(), "a guess says that it is one"
    assert page.prompt_tools.insert.isHidden() and page.prompt_tools.improve.isHidden()


# -- keys -------------------------------------------------------------------------------------------------------------


def test_ctrl_up_and_down_weigh_the_word_at_the_cursor(image: Any) -> None:
    _, page, presenter = image()
    editor = page.prompt.editor
    presenter.set_value("prompt", "🍎 a red car")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Up, CONTROL)
    assert presenter.values["prompt"] == "🍎 a red (car:1.2)"
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Down, CONTROL)
    assert presenter.values["prompt"] == "🍎 a red car"
    editor.undo()
    assert presenter.values["prompt"] == "🍎 a red (car:1.1)"


def test_alt_up_walks_the_history_and_back_to_what_was_typed(image: Any) -> None:
    world, page, presenter = image()
    for n, text in enumerate(("first", "second")):
        history.update("image", history.recorded(text, now=float(n)))
    presenter.history.refresh()
    world.wait(lambda: len(presenter.history.entries) == 2)
    page.prompt.set_text("a draft")
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(page.prompt.editor, key, ALT)
        seen.append(page.prompt.text())
    assert seen == ["second", "first", "first", "second", "a draft"]


def test_wildcard_names_are_completed(image: Any) -> None:
    world, page, presenter = image()
    page.window().activateWindow()
    page.prompt.setFocus()
    world.wait(page.prompt.editor.hasFocus)
    QTest.keyClicks(page.prompt.editor, "a __birds")
    completion = page.prompt_tools._completion
    world.wait(completion.list.isVisible)
    QTest.keyClick(completion.list, Qt.Key.Key_Return)
    assert presenter.values["prompt"] == "a __animals/birds__"
    QTest.keyClicks(page.prompt.editor, " and")
    assert not completion.list.isVisible()


# -- what is run ------------------------------------------------------------------------------------------------------


def test_styles_and_wildcards_are_put_in_before_the_job_is_queued(image: Any) -> None:
    world, _, presenter = image(complete, engine=True)
    presenter.set_value("prompt", "a {red|blue|green} __animals__")
    presenter.set_value("negative", "ugly")
    presenter.set_value("styles", ("watercolour",))
    presenter.set_value("takes", 3)
    assert presenter.generate()
    world.wait(lambda: not presenter.busy)
    request = next(c for c in world.channels[0].commands if isinstance(c, RunJob)).request
    assert isinstance(request, ImageRequest)
    assert request.prompt == "a {red|blue|green} __animals__" and request.seed is not None
    assert len(request.run_prompts) == 3
    assert all(text.startswith("watercolour painting of a ") for text in request.run_prompts)
    assert request.run_negative is not None and request.run_negative.startswith("ugly, ")
    world.wait(lambda: len(presenter.history.entries) == 1)
    assert presenter.history.entries[0].key == ("a {red|blue|green} __animals__", "ugly")


def test_used_settings_are_those_that_were_typed(image: Any) -> None:
    world, page, presenter = image()
    request = ImageRequest(
        prompt="a {red|blue} car", styles=("ink", "watercolour"), run_prompts=("watercolour of a red car",), seed=3
    )
    world.studio.use_settings(Recipe(request=request, kind="image"))
    world.wait(lambda: page.prompt.text() == "a {red|blue} car")
    assert presenter.values["styles"] == ("ink", "watercolour")
    assert presenter.request().run_prompts == ()
    assert not presenter.generate(), "a style that is not here is named"
    assert presenter.error.code == "style-missing"


def test_a_prompt_waits_for_files_that_are_still_read(open_window: OpenWindow) -> None:
    world, _ = open_window(complete, engine=True)
    presenter = world.studio.image
    presenter.set_value("prompt", "__animals__")
    assert not world.studio.book.loaded
    assert presenter.generate()
    world.wait(lambda: presenter.takes and not presenter.busy)
    assert presenter.takes[0].request.run_prompts


def test_a_list_changed_by_another_program_is_read_again(image: Any) -> None:
    world, page, presenter = image()
    folder = paths.wildcards_dir()
    folder.mkdir(parents=True)
    (folder / "new.txt").write_text("fresh", encoding="utf-8")
    world.studio.book.refresh()
    world.wait(lambda: world.studio.book.book.wildcards.get("new") is not None)
    facts = type_prompt(world, presenter, "__new__")
    assert facts.run == "fresh"
    assert "new" in page.prompt_tools._completion._names.stringList()


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


# -- history ----------------------------------------------------------------------------------------------------------


def test_the_history_is_searched_starred_deleted_and_used(image: Any) -> None:
    world, page, presenter = image()
    for n, text in enumerate(("a cat", "红色的苹果", "a dog")):
        history.update("image", history.recorded(text, "bad" if n == 1 else "", now=float(n)))
    page.prompt_tools.history.click()
    popup = page.prompt_tools._popup
    world.wait(lambda: popup.list.count() == 3)
    assert nameless(popup) == [] and unreachable(popup) == []
    popup.search.setText("果")
    assert popup.list.count() == 1 and popup.entry().prompt == "红色的苹果"
    popup.star.click()
    world.wait(lambda: presenter.history.entries[1].starred)
    popup.search.clear()
    popup.starred.click()
    assert popup.list.count() == 1
    popup.delete.click()
    world.wait(lambda: len(presenter.history.entries) == 2)
    popup.undo.click()
    world.wait(lambda: len(presenter.history.entries) == 3 and popup.list.count() == 1)
    presenter.set_value("prompt", "typed")
    popup.search.setFocus()
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert (presenter.values["prompt"], presenter.values["negative"]) == ("红色的苹果", "bad")
    page.prompt.editor.undo()
    assert page.prompt.text() == "typed", "what was typed comes back"
    assert not popup.isVisible()


def test_a_setting_switches_the_history_off(image: Any) -> None:
    world, page, presenter = image(complete, engine=True)
    world.studio.change_settings(prompt_history=False)
    presenter.set_value("prompt", "a secret")
    presenter.generate()
    world.wait(lambda: presenter.takes and not presenter.busy)
    world.settle(0.1)
    assert history.load("image") == () and not history.file_of("image").exists()
    page.prompt_tools.show_history()
    assert "not kept" in page.prompt_tools._popup.empty.text()
    page.prompt_tools._popup.hide()


# -- improve ----------------------------------------------------------------------------------------------------------


def improve(channel: ScriptedChannel, command: RunJob) -> None:
    channel.say(Started(job=command.job))
    channel.text(command, 'Prompt: "a red car, ')
    channel.text(command, 'golden light"\n')
    channel.result(command, 0)
    channel.finish(command)


def hold(channel: ScriptedChannel, command: RunJob) -> None:
    channel.say(Started(job=command.job))
    channel.text(command, "a better")


def fail(channel: ScriptedChannel, command: RunJob) -> None:
    info = ErrorInfo(code="memory-short", params={"needed": "6 GB", "free": "2 GB"})
    channel.say(Started(job=command.job), Finished(job=command.job, outcome="failed", error=info))


def test_a_suggestion_takes_the_prompts_place_only_when_asked_and_can_be_undone(image: Any) -> None:
    world, page, presenter = image(improve, engine=True)
    presenter.set_value("prompt", "a red car")
    page.prompt_tools.improve.click()
    world.wait(lambda: presenter.improver.state is State.OFFERED)
    request = next(c for c in world.channels[0].commands if isinstance(c, RunJob)).request
    assert isinstance(request, TextRequest) and request.prompt == "a red car" and request.system
    assert presenter.values["prompt"] == "a red car"
    assert page.improving.answer.text() == "a red car, golden light" and page.improving.isVisible()
    assert world.studio.text.takes == [], "it is no take of the text tab"
    page.improving.use.click()
    assert presenter.values["prompt"] == "a red car, golden light"
    page.improving.undo.click()
    assert presenter.values["prompt"] == "a red car" and not page.improving.isVisible()


def test_a_suggestion_is_stopped(image: Any) -> None:
    world, page, presenter = image(hold, engine=True)
    presenter.set_value("prompt", "a red car")
    presenter.improver.start()
    world.wait(lambda: page.improving.answer.text() == "a better")
    page.improving.close_button.click()
    world.wait(lambda: not page.improving.isVisible())
    assert presenter.values["prompt"] == "a red car"


def test_a_suggestion_that_fails_says_why(image: Any) -> None:
    world, page, presenter = image(fail, engine=True)
    presenter.set_value("prompt", "a red car")
    presenter.improver.start()
    world.wait(lambda: presenter.improver.state is State.FAILED)
    assert "6 GB" in page.improving.heading.text() and page.improving.again.isVisible()


def test_without_a_text_model_it_says_so_and_shows_the_way(image: Any) -> None:
    world, page, presenter = image()
    world.studio.models.installed = [m for m in world.studio.models.installed if "rewrite" not in m.spec.tasks]
    wanted: list[str] = []
    page.modelsWanted.connect(wanted.append)
    presenter.set_value("prompt", "a red car")
    presenter.improver.start()
    assert "No text model" in page.improving.heading.text()
    page.improving.models.click()
    assert wanted == [""]


@pytest.mark.parametrize(
    ("answer", "prompt"),
    [
        ('Improved prompt: "a cat, soft light"', "a cat, soft light"),
        ("“一只猫，柔和的光”", "一只猫，柔和的光"),
        ("提示词：一只猫", "一只猫"),
        ("a cat,\n\nsoft  light", "a cat, soft light"),
        ("prompt engineering poster", "prompt engineering poster"),
        ("", ""),
    ],
)
def test_answers_are_stripped_to_the_prompt(answer: str, prompt: str) -> None:
    assert cleaned(answer) == prompt


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
