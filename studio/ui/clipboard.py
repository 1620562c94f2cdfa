"""Pictures and files on the clipboard, both ways; and pictures that a drop brings without a file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from studio.core.errors import InputError, phrase
from studio.presenters.takes import is_picture
from studio.ui.pictures import load_picture

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter

MakePng = Callable[[], bytes]
"""Gives the PNG file of a picture, in any thread."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Clipboard", text)


def copy_files(studio: StudioPresenter, paths: Sequence[str], read: Callable[[], Any] | None = None) -> None:
    """Files to the clipboard; with ``read`` also what it gives in the background: a picture or a text."""
    urls = [QUrl.fromLocalFile(path) for path in paths]

    def put(content: Any) -> None:
        data = QMimeData()
        data.setUrls(urls)
        if isinstance(content, QImage):
            data.setImageData(content)
        elif content:
            data.setText(content)
        QGuiApplication.clipboard().setMimeData(data)
        studio.message.emit(_tr("Copied: {count}").format(count=len(urls)))

    if read is None:
        put("")
    else:
        # What cannot be read can be copied as a file.
        studio.background.run(read, put, lambda _info: put(""))


def copy_picture(studio: StudioPresenter, path: str) -> None:
    """A picture's file to the clipboard, and the picture itself."""
    copy_files(studio, [path], lambda: load_picture(path))


def picture_of(data: QMimeData) -> MakePng | None:
    """The picture that a clipboard or a drop holds without a file; None when there is none.

    Called in the GUI thread; the answer encodes it in another. A PNG file is kept as it came: nothing is lost."""
    if data.hasFormat("image/png"):
        raw = bytes(data.data("image/png").data())
        if raw:
            return lambda: raw
    if data.hasImage():
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return lambda: _png(image)
    inline = next((url.toString() for url in data.urls() if url.scheme() == "data"), "")
    if inline.startswith("data:image/"):
        return lambda: _png(_inline(inline))
    return None


def only_address(data: QMimeData) -> bool:
    """Whether a drop has nothing but addresses on the network: the studio fetches nothing by itself."""
    return any(url.scheme() in ("http", "https", "ftp") for url in data.urls())


def _inline(address: str) -> QImage:
    """The picture in a ``data:`` address (RFC 2397)."""
    head, _, body = address.partition(",")
    try:
        raw = base64.b64decode(unquote_to_bytes(body)) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        raw = b""
    image = QImage.fromData(raw)
    if image.isNull():
        raise InputError("input-unreadable", name=_tr("the dropped picture"), expected=phrase("a picture"))
    return image


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # Level 1 of zlib: a pasted screenshot is not waited for.
    image.save(buffer, "PNG", 80)  # type: ignore[call-overload]
    return bytes(data.data())


def keep(studio: StudioPresenter, make: MakePng, done: Callable[[str], None]) -> None:
    """Write a picture into the project's input files; ``done`` gets its path in the GUI thread."""
    inputs = studio.services.project.inputs
    studio.write(lambda: inputs.keep(make(), "pasted"), lambda path: done(str(path)))


def receive_picture(studio: StudioPresenter, data: QMimeData, done: Callable[[str], None]) -> bool:
    """Keep the picture that a drop or the clipboard holds without a file; ``done`` gets its path. False when there is
    none and nothing was said."""
    make = picture_of(data)
    if make is not None:
        keep(studio, make, done)
        return True
    if only_address(data):
        studio.message.emit(
            _tr(
                "That is only the picture's address, and the studio fetches nothing. Copy the picture itself and paste it."
            )
        )
        return True
    return False


def takes_drop(data: QMimeData) -> bool:
    """Whether a drag holds something that can be dropped: a file, a picture, or an address (it is told what to do)."""
    inline = any(url.scheme() in ("file", "data") for url in data.urls())
    return inline or data.hasFormat("image/png") or data.hasImage() or only_address(data)


def copy_takes(studio: StudioPresenter, paths: list[str]) -> None:
    """The files of finished takes; a single picture also as such."""
    if len(paths) == 1 and is_picture(paths[0]):
        copy_picture(studio, paths[0])
    elif paths:
        copy_files(studio, paths)
