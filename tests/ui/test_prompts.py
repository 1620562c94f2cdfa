"""Prompt tools in the window: what is said while typing, what is run, history, suggestions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from studio.core import paths
from studio.core.errors import ErrorInfo
from studio.core.messages import Finished, RunJob, Started
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, TextRequest
from studio.presenters.improving import State, cleaned
from studio.settings.prompts import history
from studio.ui import prompt_insert_menu
from tests.support.scripted_channel import ScriptedChannel, complete, nothing
from tests.ui.test_window import nameless, unreachable

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
OpenWindow = Callable[..., tuple[Any, Any]]


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
    assert facts.english == "red apple" and facts.unknown == ("麒麟",)
    assert page.prompt.told.text() == "Read as: red apple · The model does not know: 麒麟"
    assert page.prompt.told.isVisible() and page.prompt.told.property("role") == "caption"
    type_prompt(world, presenter, "两只鸟")
    assert page.prompt.told.text() == "Read as: bird · The model does not know: 两"
    type_prompt(world, presenter, "麒麟")
    assert page.prompt.told.text() == "The model does not know: 麒麟"
    assert page.prompt.told.property("role") == "danger"
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


def test_a_small_model_is_shown_answers_in_the_prompts_language_and_losses_are_told(image: Any) -> None:
    world, page, presenter = image(improve, engine=True)
    presenter.set_value("prompt", "a {red|blue} car")
    presenter.improver.start()
    world.wait(lambda: presenter.improver.state is State.OFFERED)
    request = next(c for c in world.channels[0].commands if isinstance(c, RunJob)).request
    assert [m.role for m in request.history] == ["user", "assistant"] * 2
    assert "{red|blue}" in page.improving.note.text() and page.improving.models.isHidden()
    presenter.set_value("prompt", "红色的汽车")
    presenter.improver.start()
    world.wait(lambda: presenter.improver.state is State.OFFERED)
    request = [c for c in world.channels[0].commands if isinstance(c, RunJob)][-1].request
    assert request.history[0].text == "一杯茶" and request.model == "qwen2.5-1.5b", "it was made for Chinese"
    models = world.studio.models
    models.installed = [m for m in models.installed if "zh" not in m.spec.languages or "write" not in m.spec.tasks]
    presenter.improver.start()
    world.wait(lambda: presenter.improver.state is State.OFFERED)
    assert "was not made" in page.improving.note.text() and page.improving.models.isVisible()


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
    world.studio.models.installed = [m for m in world.studio.models.installed if "write" not in m.spec.tasks]
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
        ("a cat, soft light, a cat, soft light.", "a cat, soft light"),
        ("一只猫，柔和的光，柔和的光", "一只猫，柔和的光"),
        ("a cat；；；；；；；", "a cat；"),
        ("a cat, " + "very " * 80 + "bright", "a cat, very"),
        (", ".join(f"phrase {n}" for n in range(60)), ", ".join(f"phrase {n}" for n in range(35))),
        ("", ""),
    ],
)
def test_answers_are_stripped_to_the_prompt(answer: str, prompt: str) -> None:
    assert cleaned(answer) == prompt


def texts_of(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


@pytest.mark.parametrize(("language", "first", "other"), [("en", "animals", "动物"), ("zh_CN", "动物", "animals")])
def test_lists_of_words_stand_once_and_in_ones_own_language_first(
    image: Any, language: str, first: str, other: str
) -> None:
    world, page, _ = image()
    studio = world.studio
    world.wait(lambda: studio.book.loaded)
    studio.change_settings(language=language)
    menu = QMenu()
    prompt_insert_menu.fill(menu, studio.book, page.prompt.editor)
    here = texts_of(menu)
    assert here.count(first) == 1 and other not in here
    submenus = {action.text(): action.menu() for action in menu.actions() if action.menu()}
    others = next(m for text, m in submenus.items() if other in texts_of(m) or other in text)
    assert texts_of(others).count(other) == 1
    animals = submenus["animals"] if language == "en" else {a.text(): a.menu() for a in others.actions()}["animals"]
    assert texts_of(animals) == ["animals", "birds"], "the list of the folder's own name stands in it"
    animals.actions()[0].trigger()
    assert page.prompt.text() == "__animals__"
    menu.deleteLater()
