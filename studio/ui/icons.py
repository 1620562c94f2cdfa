"""The studio's own line icons: SVG files whose ``currentColor`` is tinted when they are loaded."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.core import paths
from studio.ui import theme

_SIZES = (16, 20)
"""Logical pixels that buttons and menus use; rendered once for the screen's own pixel ratio."""
_NAME, _TOKEN = "studioIcon", "studioIconToken"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (paths.resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixels = round(size * ratio)
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, size: int = 16, token: str = "text", ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap of ``size`` logical pixels in the colour of a theme token."""
    return _pixmap(name, size, getattr(theme.current(), token), ratio)


def icon(name: str, token: str = "text") -> QIcon:
    """An icon in the colour of a theme token, greyed when disabled."""
    return _icon(name, getattr(theme.current(), token), theme.current().disabled)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    result = QIcon()
    ratio = _screen_ratio()
    for size in _SIZES:
        result.addPixmap(_pixmap(name, size, colour, ratio))
        result.addPixmap(_pixmap(name, size, disabled, ratio), QIcon.Mode.Disabled)
    return result


def _screen_ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def set_icon(target: QAbstractButton | QAction, name: str, token: str = "text") -> None:
    """Give a button or action an icon that is tinted again when the theme changes."""
    target.setProperty(_NAME, name)
    target.setProperty(_TOKEN, token)
    target.setIcon(icon(name, token))


def retint(root: QWidget) -> None:
    """Tint every icon of a window again, after a change of theme."""
    children: list[QObject] = [*root.findChildren(QAbstractButton), *root.findChildren(QAction)]
    for child in children:
        name = child.property(_NAME)
        if name and isinstance(child, QAbstractButton | QAction):
            child.setIcon(icon(name, child.property(_TOKEN)))


def app_icon() -> QIcon:
    return QIcon(str(paths.resources_dir() / "icons" / "app.svg"))
