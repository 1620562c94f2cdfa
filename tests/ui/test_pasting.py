"""Pictures from the clipboard and from a browser's drag become what the image tab works on."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.scripted_channel import nothing

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(open_window: Callable[..., Any]) -> tuple[Any, Any, Any]:
    world, window = open_window(nothing, engine=False)
    window.show_tab("image")
    window.activateWindow()
    return world, window, window.page("image")


def png(colour: tuple[int, int, int] = (20, 120, 220)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()


def screenshot() -> QImage:
    image = QImage(90, 60, QImage.Format.Format_ARGB32)
    image.fill(0x80112233)
    return image


def paste(widget: Any) -> None:
    QTest.keyClick(widget, Qt.Key.Key_V, CONTROL)


def source(world: Any) -> Any:
    return world.studio.image.input()


def test_a_picture_is_pasted_as_the_source_and_kept_in_the_project(opened: Any) -> None:
    world, window, page = opened
    QGuiApplication.clipboard().setImage(screenshot())
    page.view.setFocus()
    paste(QApplication.focusWidget() or window)
    world.wait(lambda: source(world) is not None)
    path = Path(source(world).path)
    assert path.parent == world.services.project.inputs.folder and path.name.startswith("pasted-")
    with Image.open(path) as kept:
        assert kept.size == (90, 60) and kept.convert("RGBA").getpixel((3, 3))[3] == 128
    assert world.studio.image.values["task"] == "image-to-image", "text to image takes no picture"
    assert page.source.path() == str(path)


def test_in_the_prompt_a_text_is_pasted_as_text_and_a_picture_as_the_source(opened: Any) -> None:
    world, _, page = opened
    page.prompt.setFocus()
    QGuiApplication.clipboard().setText("a small boat")
    paste(page.prompt.editor)
    assert page.prompt.text() == "a small boat" and source(world) is None
    data = QMimeData()
    data.setData("image/png", QByteArray(png()))
    data.setHtml('<img src="https://example.org/a.png">')
    QGuiApplication.clipboard().setMimeData(data)
    paste(page.prompt.editor)
    world.wait(lambda: source(world) is not None)
    assert page.prompt.text() == "a small boat"
    assert Path(source(world).path).read_bytes() == png(), "a PNG file is kept as it came"


def test_from_another_tab_it_brings_the_image_tab_to_the_front(opened: Any) -> None:
    world, window, page = opened
    window.show_tab("text")
    QGuiApplication.clipboard().setImage(screenshot())
    paste(window.page("text").prompt.editor)
    world.wait(lambda: window.current_page() is page and source(world) is not None)


def test_a_copied_file_is_used_where_it_lies(opened: Any, tmp_path: Path) -> None:
    world, window, page = opened
    path = tmp_path / "湖 lake.png"
    path.write_bytes(png())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    page.view.setFocus()
    paste(window)
    world.wait(lambda: source(world) is not None)
    assert source(world).path == str(path)


def test_pasting_the_same_picture_twice_keeps_it_once(opened: Any) -> None:
    world, window, page = opened
    QGuiApplication.clipboard().setImage(screenshot())
    for _ in range(2):
        page.source.clear()
        paste(window)
        world.wait(lambda: source(world) is not None)
    assert len(list(world.services.project.inputs.folder.iterdir())) == 1


def test_a_clipboard_without_a_picture_says_so(opened: Any) -> None:
    world, window, page = opened
    said: list[str] = []
    world.studio.message.connect(said.append)
    QGuiApplication.clipboard().setText("only words")
    page.view.setFocus()
    paste(window)
    assert said == ["There is no picture on the clipboard."]


def test_the_field_in_focus_gets_the_picture(opened: Any) -> None:
    world, _, page = opened
    world.studio.image.set_value("task", "restyle")
    QGuiApplication.clipboard().setImage(screenshot())
    page.style_picture.setFocus()
    paste(page.style_picture)
    world.wait(lambda: world.studio.image.input("style") is not None)
    assert source(world) is None


def drop(widget: Any, data: QMimeData) -> bool:
    """As a drag from another program; whether it was taken."""
    enter = QDragEnterEvent(
        QPoint(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_a_picture_dragged_out_of_a_browser_is_taken(opened: Any) -> None:
    world, window, page = opened
    world.studio.image.set_value("task", "upscale")
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.png")])
    data.setImageData(screenshot())
    assert drop(window, data)
    world.wait(lambda: source(world) is not None)
    first = source(world).path
    inline = QMimeData()
    inline.setUrls([QUrl("data:image/png;base64," + base64.b64encode(png()).decode())])
    assert drop(page.source, inline)
    world.wait(lambda: source(world).path != first)
    with Image.open(source(world).path) as kept:
        assert kept.size == (64, 48)


def test_an_address_alone_is_not_fetched_and_says_what_to_do(opened: Any) -> None:
    world, window, page = opened
    said: list[str] = []
    world.studio.message.connect(said.append)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.png")])
    assert drop(window, data)
    assert drop(page.source, data)
    assert len(said) == 2 and "Copy the picture itself" in said[0]
    assert source(world) is None


def test_a_damaged_picture_is_refused_in_words(opened: Any) -> None:
    world, _, page = opened
    data = QMimeData()
    data.setUrls([QUrl("data:image/png;base64,AAAA")])
    notices: list[Any] = []
    world.studio.notice.connect(notices.append)
    assert drop(page.source, data)
    world.wait(lambda: notices)
    assert notices[0].code == "input-unreadable" and source(world) is None
