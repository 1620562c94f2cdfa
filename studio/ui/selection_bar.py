"""What can be done with several selected assets, below the gallery while there are several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from studio.presenters.takes import is_picture
from studio.ui.base import Translated, label, name_tool, role, tool

_KEPT = ("export", "star", "sheet", "compare", "trash")
_TRASHED = ("restore", "purge")
_ICONS = {"sheet": "grid", "purge": "trash", "clear": "close"}


class SelectionBar(Translated):
    """Hidden unless several are selected. ``wanted`` brings the name of an action."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        role(self, "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = 0
        self._starred = False
        self.text = label(kind="hint")
        self.buttons = {
            name: tool(_ICONS.get(name, name), lambda n=name: self.wanted.emit(n))  # type: ignore[misc]
            for name in (*_KEPT, *_TRASHED, "clear")
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 6)
        row.setSpacing(2)
        row.addWidget(self.text)
        row.addStretch(1)
        for button in self.buttons.values():
            row.addWidget(button)
        self.hide()
        self.retranslate()

    def show_selection(self, assets: Sequence[Any], *, trash: bool) -> None:
        """Offer what can be done with these."""
        self._count = len(assets)
        self._starred = all(a.starred for a in assets)
        pictures = [a for a in assets if a.kind == "image" and is_picture(a.path)]
        two = len(assets) == len(pictures) == 2
        for name, button in self.buttons.items():
            fits = name == "clear" or (name in _TRASHED) == trash
            button.setVisible(fits and (name != "compare" or two))
        self.retranslate()
        self.setVisible(len(assets) > 1)

    def retranslate(self) -> None:
        self.text.setText(self.tr("Selected: {count}").format(count=f"{self._count:,}"))
        star = self.tr("Remove the star") if self._starred else self.tr("Star")
        for name, text, keys in (
            ("export", self.tr("Export…"), "Ctrl+E"),
            ("star", star, "Ctrl+B"),
            ("sheet", self.tr("Contact sheet…"), ""),
            ("compare", self.tr("Compare the two"), "Ctrl+K"),
            ("trash", self.tr("Move to the trash"), self.tr("Del")),
            ("restore", self.tr("Restore"), ""),
            ("purge", self.tr("Delete for good…"), self.tr("Del")),
            ("clear", self.tr("Select nothing"), ""),
        ):
            name_tool(self.buttons[name], text, keys)
