"""Thumbnails for the grid: read by a few threads, newest wish first, kept in a bounded cache."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

CACHE_BYTES = 96 * 1024 * 1024
LONGEST = 384
"""Pixels of the longest side of what is kept; the stored thumbnails have no more."""
WAITING = 400
"""Wishes kept: when the reader scrolls past thousands, only what was asked for last is still in sight."""
_THREADS = 2


def read_thumbnail(path: str, longest: int = LONGEST) -> QImage:
    """A picture scaled down while it is read; a null image for what is none. For any thread."""
    reader = QImageReader(path)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > 200_000_000:
        return QImage()
    if max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return image
    alpha = image.hasAlphaChannel()
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32)


class Thumbnails(QObject):
    """:meth:`get` answers at once from the cache or with None, and then ``arrived`` tells when it is there."""

    arrived = Signal(str)
    _loaded = Signal(str, object, int)

    def __init__(self, locate: Callable[[Any], Path | str | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._locate = locate
        self._cache: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._bytes = 0
        self._wanted: deque[Any] = deque(maxlen=WAITING)
        self._queued: set[str] = set()
        self._generation = 0
        self._condition = threading.Condition()
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._loaded.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def get(self, asset: Any) -> QPixmap | None:
        """The thumbnail when it is in memory; otherwise it is fetched. None also for an asset that has none."""
        key = asset.id
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        with self._condition:
            if key not in self._queued and not self._closed:
                if len(self._wanted) == WAITING:
                    self._queued.discard(self._wanted[0].id)
                self._wanted.append(asset)
                self._queued.add(key)
                self._condition.notify()
        if len(self._threads) < _THREADS and not self._closed:
            number = len(self._threads)
            thread = threading.Thread(target=self._work, name=f"studio-thumbnails-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return None

    def has(self, asset_id: str) -> bool:
        """Whether it is known, be it that the asset has none."""
        return asset_id in self._cache

    def forget(self) -> None:
        """Drop everything: another project is open."""
        self._generation += 1
        with self._condition:
            self._wanted.clear()
            self._queued.clear()
        self._cache.clear()
        self._bytes = 0

    def close(self) -> None:
        with self._condition:
            self._closed = True
            self._wanted.clear()
            self._condition.notify_all()
        for thread in self._threads:
            thread.join(5)
        self._threads.clear()

    def _work(self) -> None:
        while True:
            with self._condition:
                while not self._wanted and not self._closed:
                    self._condition.wait()
                if self._closed:
                    return
                asset = self._wanted.pop()
                generation = self._generation
            image = QImage()
            try:
                path = self._locate(asset)
                if path:
                    image = read_thumbnail(str(path))
            except OSError:
                pass  # the file is gone: the grid shows the kind's icon instead
            if not self._closed:
                self._loaded.emit(asset.id, image, generation)

    def _keep(self, asset_id: str, image: QImage, generation: int) -> None:
        with self._condition:
            self._queued.discard(asset_id)
        if generation != self._generation:
            return
        pixmap = None if image.isNull() else QPixmap.fromImage(image)
        self._cache[asset_id] = pixmap
        self._bytes += image.sizeInBytes()
        while self._bytes > CACHE_BYTES and len(self._cache) > 1:
            _, old = self._cache.popitem(last=False)
            if old is not None:
                self._bytes -= old.width() * old.height() * 4
        self.arrived.emit(asset_id)
