"""What the window says besides its fields: news that leave by themselves, help, buttons of dialogs, times, fonts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMessageBox

from studio.core.requests import ImageRequest, TextRequest, validate
from studio.presenters.comparing import Side
from studio.presenters.takeover import Applied
from studio.ui import fonts, keyboard_help, words
from studio.ui.image.painter.tool_strip import KEYS
from studio.ui.preferences_dialog import PreferencesDialog
from studio.ui.waveform import position_text
from tests.support.scripted_channel import nothing


def applied(*changed: str) -> Applied:
    return Applied(takeover=None, changed=changed, left_out=())  # type: ignore[arg-type]


def test_a_mere_confirmation_leaves_by_itself(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing, engine=False)
    page = window.page("text")
    page.notice._timer.setInterval(30)
    page._taken_back()
    assert page.notice.isVisible()
    world.wait(lambda: not page.notice.isVisible())
    page._restored(applied("seed"))
    world.settle(0.1)
    assert page.notice.isVisible(), "it offers to undo"


@pytest.mark.parametrize("begin", ["run", "compare"])
def test_news_leave_when_something_new_is_begun(open_window: Callable[..., Any], begin: str) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    page = window.page("image")
    page._restored(applied("seed"))
    assert page.notice.isVisible()
    if begin == "run":
        world.studio.image.submit(validate(ImageRequest(prompt="a cup")))
    else:
        sides = [Side(world.studio.file_of(world.add("image", "a cup", number=n)), str(n)) for n in (1, 2)]
        world.studio.compare(*sides)
    assert not page.notice.isVisible()
    world.settle(0.1)


def test_a_run_of_another_tab_leaves_the_news(open_window: Callable[..., Any]) -> None:
    world, window = open_window(nothing)
    window.show_tab("image")
    page = window.page("image")
    page._restored(applied("seed"))
    world.studio.text.submit(validate(TextRequest(prompt="a line")))
    assert page.notice.isVisible()


def test_buttons_of_dialogs_have_no_icons_of_qt(open_window: Callable[..., Any]) -> None:
    _world, window = open_window(nothing, engine=False)
    window.show_settings()
    dialogs = [
        window.findChild(PreferencesDialog),
        keyboard_help.shortcuts(window),
        QMessageBox(QMessageBox.Icon.Warning, "", "", QMessageBox.StandardButton.Ok, window),
    ]
    for dialog in dialogs:
        buttons = dialog.findChild(QDialogButtonBox).buttons()
        assert buttons and all(b.icon().isNull() for b in buttons)
        dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_help_has_the_keys_of_every_place(open_window: Callable[..., Any]) -> None:
    _world, window = open_window(nothing, engine=False)
    dialog = keyboard_help.shortcuts(window)
    shown = [w.text() for w in dialog.findChildren(QLabel)]
    for place in ("Everywhere", "Prompt", "Image", "Mask", "Gallery", "Queue", "Player"):
        assert place in shown
    keys = " ".join(shown).split()
    assert set(KEYS.values()) <= set(keys)
    assert {"Ctrl+Enter", "F2", "Del", "Alt+←", "Ctrl+Shift+Z", "Space"} <= set(keys)
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(
    ("seconds", "total", "text"),
    [
        (0.0, 0.8, "0:00.0"),
        (0.8, 0.8, "0:00.8"),
        (2.8, 2.8, "0:02.8"),
        (0.3, 59, "0:00.3"),
        (61.4, 75, "1:01"),
        (2.87, 2.87, "0:02.9"),
        (1.06, 2.87, "0:01.1"),
        (9.97, 12, "0:10.0"),
    ],
)
def test_short_sounds_are_measured_in_tenths(seconds: float, total: float, text: str) -> None:
    assert position_text(seconds, total) == text


@pytest.mark.parametrize("seconds", [0.04, 1.05, 1.06, 2.25, 2.87, 9.94, 9.96, 12.4, 12.6, 59.6, 75.7, 3599.8])
def test_a_length_is_the_same_wherever_it_is_said(seconds: float) -> None:
    length = words.duration_text(seconds)
    clock = position_text(seconds, seconds)
    if length.endswith(" s"):
        assert f"0:{float(length[:-2]):04.1f}" == clock
    else:
        assert words.clock_text(float(clock.split(":")[1]) if seconds < 60 else seconds) == length
        assert position_text(seconds, 75) == length


def test_the_font_of_the_windows_script_comes_first(qapp: QApplication) -> None:
    english, chinese = fonts.interface_font("en"), fonts.interface_font("zh_CN")
    assert english.families()[0] in fonts.LATIN
    assert chinese.families()[0] in fonts.CHINESE
    assert QFontInfo(english).family() == english.families()[0]
