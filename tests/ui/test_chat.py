"""A chat shows its turns, goes on, and begins anew; a text that ended too early can go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from studio.core.jobs import JobState
from studio.core.messages import CancelJob, Finished, RunJob, Started
from studio.core.recipes import CUT, STOPPED
from studio.core.requests import Message
from studio.presenters.takes import TakeState
from tests.support.scripted_channel import ScriptedChannel


def answer(channel: ScriptedChannel, command: RunJob) -> None:
    text = f"Answer to {command.request.prompt}"
    channel.say(Started(job=command.job))
    channel.text(command, text[:5])
    channel.text(command, text[5:])
    channel.result(command, 0, text.encode())
    channel.finish(command)


def begin(channel: ScriptedChannel, command: RunJob) -> None:
    channel.say(Started(job=command.job))
    channel.text(command, "a beginning")


def cut(channel: ScriptedChannel, command: RunJob) -> None:
    begun = getattr(command.request, "begun", "")
    channel.say(Started(job=command.job))
    channel.text(command, begun + " and more")
    channel.result(command, 0, (begun + " and more").encode(), notes=(str(CUT),), tokens_per_s=21.5)
    channel.finish(command)


def send(world: Any, page: Any, text: str) -> None:
    page.prompt.editor.setFocus()
    QTest.keyClicks(page.prompt.editor, text)
    QTest.keyClick(page.prompt.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    world.wait(lambda: page.presenter.current is not None and page.presenter.current.state is TakeState.DONE)


def shown(page: Any) -> str:
    page.conversation.flush()
    return str(page.conversation.editor.toPlainText())


def weights(page: Any, beginning: str) -> set[int]:
    """How bold the turns are that begin so, at their ends."""
    block, found = page.conversation.editor.document().begin(), set()
    while block.isValid():
        if block.text().startswith(beginning):
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            found.add(cursor.charFormat().fontWeight())
        block = block.next()
    return found


def test_a_chat_shows_its_turns_and_clears_what_was_sent(open_window: Callable[..., Any]) -> None:
    world, window = open_window(answer)
    page, text = window.page("text"), world.studio.text
    text.set_value("task", "chat")
    assert page.generate.text() == "Send"
    send(world, page, "one")
    assert page.prompt.text() == "" and text.values["prompt"] == ""
    send(world, page, "two")
    page.conversation.flush()
    # What is streamed looks as what is drawn at once.
    assert weights(page, "Answer") == {400}
    assert [line for line in shown(page).splitlines() if line in ("one", "two") or line.startswith("Answer")] == [
        "one", "Answer to one", "two", "Answer to two",
    ]  # fmt: skip
    assert text.current.request.history == (Message("user", "one"), Message("assistant", "Answer to one"))
    assert not page.counter.isVisibleTo(page) and page.conversation.isVisibleTo(page)

    page.regenerate.click()
    world.wait(lambda: len(text.takes) == 3 and text.current.state is TakeState.DONE)
    assert text.current.request.prompt == "two" and text.current.request.history == text.takes[1].request.history
    assert page.counter.text() == "2 / 2"

    page.fresh.click()
    assert page.stage.currentWidget() is page.empty
    send(world, page, "three")
    assert text.current.request.history == () and "one" not in shown(page)


def test_a_message_waits_for_the_answer_before_it(open_window: Callable[..., Any]) -> None:
    world, window = open_window(begin)
    page, text = window.page("text"), world.studio.text
    text.set_value("task", "chat")
    text.set_value("prompt", "one")
    assert text.generate()
    world.wait(lambda: text.current.text)
    assert "a beginning" in shown(page)
    text.set_value("prompt", "two")
    said: list[str] = []
    world.studio.message.connect(said.append)
    assert not text.generate() and said and text.values["prompt"] == "two" and len(text.takes) == 1


def test_a_chat_and_other_texts_do_not_mix(open_window: Callable[..., Any]) -> None:
    world, window = open_window(answer)
    page, text = window.page("text"), world.studio.text
    send(world, page, "a slogan")
    written = text.current
    text.set_value("task", "chat")
    assert text.current is None and page.stage.currentWidget() is page.empty
    send(world, page, "one")
    assert text.current.request.history == ()
    text.set_value("task", "write")
    assert text.current is written and page.counter.text() == "1 / 1" and page.view.isVisibleTo(page)


def test_a_text_that_was_cut_says_so_and_goes_on(open_window: Callable[..., Any]) -> None:
    world, window = open_window(cut)
    page, text = window.page("text"), world.studio.text
    send(world, page, "a story")
    first = text.current
    assert "Stopped at the length limit" in page.state.text() and "22 tokens/s" in page.state.text()
    assert page.go_on.isVisibleTo(page)
    page.go_on.setFocus()
    page.go_on.click()
    assert window.focusWidget() is page.view.editor
    world.wait(lambda: text.current is not first and text.current.state is TakeState.DONE)
    assert text.current.request.begun == first.text == " and more"
    assert page.view.text() == " and more and more"
    assert first.asset.id in world.store.get(text.current.asset.id).parents


def test_the_settings_of_a_continued_text_are_those_of_the_text(open_window: Callable[..., Any]) -> None:
    world, window = open_window(cut)
    page, text = window.page("text"), world.studio.text
    send(world, page, "a story")
    page.go_on.click()
    world.wait(lambda: len(text.takes) == 2 and text.current.state is TakeState.DONE)
    text.set_value("prompt", "another")
    world.studio.use_settings(text.current.asset.recipe)
    world.wait(lambda: text.values["prompt"] == "a story")
    assert text.values["inputs"] == () and "begun" not in text.values
    assert page.notice.isVisibleTo(page) and "begun" not in page.notice.text.text()
    text.generate()
    assert text.current.request.begun == "" and text.current.request.inputs == ()


def test_what_was_written_until_the_stop_is_kept(open_window: Callable[..., Any]) -> None:
    world, window = open_window(begin)
    page, text = window.page("text"), world.studio.text
    text.set_value("prompt", "a story")
    page.generate.click()
    world.wait(lambda: text.current is not None and text.current.text)
    channel, command = world.channels[0], world.channels[0].job
    channel.deaf = True
    page.stop.setFocus()
    page.stop.click()
    world.wait(lambda: any(isinstance(c, CancelJob) for c in channel.commands))
    channel.result(command, 0, b"a beginning", notes=(str(STOPPED),))
    channel.say(Finished(job=command.job, outcome="cancelled"))
    world.wait(lambda: not text.busy)
    assert page.generate.hasFocus()
    assert text.current.state is TakeState.DONE and "Stopped by you" in page.state.text()
    assert page.edit.isEnabled() and world.store.text(world.store.get(text.current.asset.id)) == "a beginning"
    assert [job.state for job in world.engine.jobs()] == [JobState.CANCELLED]


def test_the_words_of_buttons_give_way_before_they_are_cut(open_window: Callable[..., Any]) -> None:
    world, window = open_window(answer)
    page, text = window.page("text"), world.studio.text
    text.set_value("task", "chat")
    send(world, page, "one")
    for width in (1600, 960):
        window.resize(width, 600)
        world.settle()
        shown = [b for b in page.bar.findChildren(QPushButton) if b.isVisible()]
        assert shown and all(b.width() >= b.sizeHint().width() and b.accessibleName() for b in shown)
        assert bool(page.regenerate.text()) is (width == 1600)
