"""The interface's fonts: one for Latin letters, one for Chinese, in the order that the language of the window wants.

Chinese fonts have Latin letters too, but their quotation marks, dashes and ellipses are as wide as a Chinese character:
right in a Chinese sentence, full of holes in an English one. So the font of the window's own script is always first.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from studio.core import paths

LATIN = (
    "Segoe UI Variable",
    "Segoe UI",
    "SF Pro Text",
    "Inter",
    "Adwaita Sans",
    "Cantarell",
    "Ubuntu",
    "Noto Sans",
    "Source Sans 3",
)
CHINESE = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
LAST = "DejaVu Sans"
"""Has signs that the others lack."""


def apply(language: str) -> None:
    """Use the fonts of a language in the whole application."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setFont(interface_font(language))


def interface_font(language: str) -> QFont:
    """The interface font, 13 px at 100 %."""
    latin, chinese = _families()
    font = QFont()
    font.setFamilies([*(chinese + latin if language.startswith("zh") else latin + chinese), LAST])
    font.setPixelSize(13)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def _families() -> tuple[list[str], list[str]]:
    available = set(QFontDatabase.families())
    if not available.intersection(LATIN):
        # A plain Debian has no Latin font that was made for interfaces.
        for file in sorted((paths.resources_dir() / "fonts").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(file))
        available = set(QFontDatabase.families())
    return [f for f in LATIN if f in available], [f for f in CHINESE if f in available]
