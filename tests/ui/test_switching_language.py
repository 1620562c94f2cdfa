"""Every text follows when the language is switched while results are open everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableWidget,
    QWidget,
)

from studio.core.errors import ErrorInfo
from studio.core.jobs import Job, JobState
from studio.core.requests import (
    AUDIO_TASKS,
    IMAGE_TASKS,
    TEXT_TASKS,
    AudioRequest,
    ImageRequest,
    InputRef,
    TextRequest,
)
from studio.presenters.takeover import Applied
from studio.ui.keyboard_help import shortcuts
from tests.ui.gallery_world import World, draw_picture

TS = Path(__file__).resolve().parents[2] / "resources" / "translations" / "studio_zh_CN.ts"
PROMPT = "QX 7"
"""What a user wrote: of no language, so that all words on the screen are the program's."""
OWN = re.compile(r"项目 project|家 home\d*|简体中文|欢迎来到我们的设计工作室，今天天气很好。")
"""Chinese that stays: names of folders and of the language itself, an example for a Chinese voice."""
CHINESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]+")


def english_sentences() -> re.Pattern[str]:
    """Every sentence of the interface that has a Chinese one, whatever its parameters are."""
    found = set()
    for message in ElementTree.parse(TS).getroot().iter("message"):
        source, chinese = message.findtext("source") or "", message.findtext("translation") or ""
        fixed = re.sub(r"{\w+}", "", source)
        if re.search("[A-Za-z]{3}", fixed) and CHINESE.search(chinese):
            found.add(re.sub(r"\\{\w+\\}", ".+", re.escape(source.replace("&", ""))))
    return re.compile("|".join(sorted(found)))


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of a widget and what is in it, with where it stands."""
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget.parent(), QTabBar):
            continue  # Qt's own arrows, which have no room here.
        where = f"{type(widget).__name__} in {type(widget.parent()).__name__} of {type(widget.window()).__name__}"
        said = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
        if isinstance(widget, QLabel | QAbstractButton):
            said.append(widget.text())
        elif isinstance(widget, QGroupBox):
            said.append(widget.title())
        elif isinstance(widget, QComboBox):
            said += [widget.itemText(n) for n in range(widget.count())]
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            said.append(widget.placeholderText())
        elif isinstance(widget, QAbstractSpinBox):
            said.append(widget.text())
        elif isinstance(widget, QTabBar):
            said += [t for n in range(widget.count()) for t in (widget.tabText(n), widget.tabToolTip(n))]
        elif isinstance(widget, QTableWidget):
            heads = [widget.horizontalHeaderItem(n) for n in range(widget.columnCount())]
            said += [head.text() for head in heads if head is not None]
        yield from ((where, text) for text in said if text)
        yield from ((f"action of {where}", a.text()) for a in widget.actions() if a.text())
    yield from (("action", a.text()) for a in root.findChildren(QAction) if a.text())


def left_over(window: Any, language: str, english: re.Pattern[str]) -> list[str]:
    """Texts of the other language, the dialogs' too."""
    found = set()
    # What is about to be deleted is seen by nobody.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for where, text in texts(window):
        if language == "en":
            wrong = bool(CHINESE.search(OWN.sub("", text)))
        else:
            plain = re.sub(r"<[^>]*>|&|\s*\([^()]*\)$", "", text)
            wrong = plain != "English" and any(english.fullmatch(part) for part in (plain, *plain.split(" · ")))
        if wrong:
            found.add(f"{language}: {where}: {text!r}")
    return sorted(found)


def fill(world: World, window: Any) -> None:
    """A result in every tab, a notice and an error, gallery with details, queue with every state, dialogs."""
    studio = world.studio
    requests = (
        ("text", TextRequest(prompt=PROMPT, seed=1, takes=2)),
        ("image", ImageRequest(prompt=PROMPT, seed=1, takes=2)),
        ("audio", AudioRequest(prompt=PROMPT, seed=1)),
    )
    for kind, request in requests:
        window.show_tab(kind)
        getattr(studio, kind).set_value("prompt", PROMPT)
        job = Job(id=kind, request=request)
        job.move_to(JobState.RUNNING)
        studio._job_changed(job)
        studio._asset_saved(kind, 0, world.add(kind, PROMPT, number=len(kind)))  # type: ignore[arg-type]
        job.move_to(JobState.SAVING)
        job.move_to(JobState.DONE)
        studio._job_changed(job)
        getattr(studio, kind).raise_error(ErrorInfo(code="out-of-memory"))
        page = window.page(kind)
        page._restored(Applied(takeover=None, changed=("seed",), left_out=()))  # type: ignore[arg-type]
    player = window.page("audio").player
    world.wait(lambda: player.wave.waveform() is not None)
    window.side.show_gallery()
    gallery = window.side.gallery
    world.wait(lambda: len(gallery.presenter.assets) == 3)
    audio = next(a for a in gallery.presenter.assets if a.kind == "audio")
    gallery.grid.select_index(gallery.presenter.index_of(audio.id))
    gallery.show_details(audio)
    world.wait(lambda: gallery.details.player.wave.waveform() is not None)
    gallery.presenter.star([audio], True)
    world.settle()
    window.side.show_queue()
    for number, state in enumerate((JobState.FAILED, JobState.WAITING, JobState.INTERRUPTED, JobState.DONE)):
        error = ErrorInfo(code="out-of-memory") if state is JobState.FAILED else None
        made = Job(id=f"q{number}", request=TextRequest(prompt=PROMPT), state=state, error=error, position=number)
        world.engine.listener.job_changed(made)
    world.settle()
    queue = window.side.queue
    queue.list.setCurrentIndex(queue.presenter.model.index(queue.presenter.model.row_of("q0")))
    window.show_notice(ErrorInfo(code="file-missing"))
    window.show_models("")
    window.show_settings()
    shortcuts(window)
    world.settle(0.1)


def test_every_task_and_mode_follows(open_window: Callable[..., tuple[World, Any]], tmp_path: Path) -> None:
    world, window = open_window(engine=False)
    window.show_tab("image")
    world.wait(lambda: world.studio.book.loaded)
    draw_picture(1).save(tmp_path / "QX.png")
    world.studio.image.set_value("inputs", (InputRef(path=str(tmp_path / "QX.png")),))
    english, found = english_sentences(), []
    tasks = (
        [("text", t) for t in TEXT_TASKS] + [("audio", t) for t in AUDIO_TASKS] + [("image", t) for t in IMAGE_TASKS]
    )
    for kind, task in tasks:
        window.show_tab(kind)
        getattr(world.studio, kind).set_value("task", task)
        if kind == "image":
            workbench = window.page(kind).workbench
            for mode in list(workbench._offered):
                workbench.show_mode(mode.name)
        for language in ("zh_CN", "en"):
            world.studio.change_settings(language=language)
            world.settle(0.02)
            found += [f"{task}: {text}" for text in left_over(window, language, english)]
    assert found == []


@pytest.mark.parametrize("first", ["en", "zh_CN"])
def test_no_text_of_the_other_language_is_left(
    open_window: Callable[..., tuple[World, Any]], first: str, qapp: QApplication
) -> None:
    world, window = open_window(engine=False)
    world.studio.change_settings(language=first)
    fill(world, window)
    second = "en" if first == "zh_CN" else "zh_CN"
    english = english_sentences()
    found = []
    for language in (second, first, second):
        world.studio.change_settings(language=language)
        world.settle(0.1)
        found += left_over(window, language, english)
    for dialog in window.findChildren(QDialog):
        dialog.close()
    assert found == []
