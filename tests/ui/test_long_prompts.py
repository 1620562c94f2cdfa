"""Prompts far longer than anyone writes: typing in them stays light, and what is too long is said."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from studio.core.requests import PROMPT_LIMIT
from studio.ui.prompt_edit import PromptEdit
from tests.support.scripted_channel import nothing


def paste(edit: PromptEdit, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    edit.editor.insertFromMimeData(data)


def calls(work: Callable[[], None]) -> int:
    """How many Python functions and steps of generators run in the GUI thread meanwhile."""
    count = 0

    def seen(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call" and threading.current_thread() is threading.main_thread()

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def test_a_paste_is_cut_at_what_a_prompt_may_have_and_says_so(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    prompt = window.page("text").prompt
    prompt.set_text("前言：")
    paste(prompt, "字" * 1_000_000)
    assert len(prompt.text()) == PROMPT_LIMIT
    assert prompt.text().startswith("前言：字") and world.studio.text.values["prompt"] == prompt.text()
    assert f"{1_000_000 + 3 - PROMPT_LIMIT:,}" in prompt.told.text() and not prompt.told.isHidden()
    paste(prompt, "more")
    assert len(prompt.text()) == PROMPT_LIMIT and "4" in prompt.told.text()
    prompt.editor.selectAll()
    paste(prompt, "short")
    assert prompt.text() == "short" and prompt.told.isHidden()
    prompt.editor.undo()
    assert len(prompt.text()) == PROMPT_LIMIT, "undo brings it back"


@pytest.mark.parametrize("tab", ["text", "image", "audio"])
def test_a_key_in_a_long_prompt_costs_no_more_than_in_a_short_one(open_window: Callable[..., Any], tab: str) -> None:
    world, window = open_window(nothing, engine=False)
    window.show_tab(tab)
    prompt = window.page(tab).prompt
    counts = {}
    for length in (100, PROMPT_LIMIT - 100):
        prompt.set_text("一只鸟 on a (tree:1.2), 🙂\n" * (length // 24))
        prompt.editor.moveCursor(QTextCursor.MoveOperation.End)
        world.settle(1.0)

        def keys() -> None:
            for key in "abcde":
                QTest.keyClick(prompt.editor, key)
            presenter = window.page(tab).presenter
            text = presenter.values["prompt"]
            world.wait(lambda: presenter.facts.facts is not None and presenter.facts.facts.text == text)
            prompt.show_count()

        counts[length] = calls(keys)
    # Waiting for the answer of the background runs the loop of this test some more.
    assert counts[PROMPT_LIMIT - 100] < 5 * counts[100] + 2_000, counts
