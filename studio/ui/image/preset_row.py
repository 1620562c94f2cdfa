"""Named settings: applied from a list, saved from what is set, with a way back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from studio.core.errors import InputError
from studio.presenters.image_tab import ImageTabPresenter
from studio.settings.prompts.items import Preset, allowed_in_presets, as_plain
from studio.settings.prompts.shelves import PRESETS
from studio.ui import words
from studio.ui.base import Translated, name_tool, tool
from studio.ui.fields import ChoiceField
from studio.ui.image.prompt_dialogs import PresetDialog
from studio.ui.listing import listed
from studio.ui.translations import language_of
from studio.ui.undo_line import UndoLine


class PresetRow(Translated):
    """``refused`` brings the error of a preset that does not fit."""

    refused = Signal(object)

    def __init__(self, presenter: ImageTabPresenter) -> None:
        super().__init__()
        self._presenter, self._book = presenter, presenter.studio.book
        self.choice = ChoiceField()
        self.save = tool("save", self.save_current)
        self.delete = tool("trash", self._delete)
        self.said = UndoLine()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.choice, 1)
        row.addWidget(self.save)
        row.addWidget(self.delete)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.said)
        self.choice.changed.connect(self.apply)
        self._book.changed.connect(self.retranslate)
        self.retranslate()

    def apply(self, name: str) -> None:
        """Set what the preset holds, and leave the rest as it is."""
        self._show_delete()
        if not name:
            return
        preset = self._book.book.presets.need(name)
        try:
            wanted = preset.values()
        except InputError as error:
            self.refused.emit(error.info)
            return
        before = {n: v for n, v in self._presenter.values.items() if n in wanted and v != wanted[n]}
        self._set(wanted)
        if before:
            self.said.say(lambda: self._set_text(before), lambda: self._back(before))
        else:
            self.said.say(lambda: self.tr("Everything was set like that already."))

    def _set_text(self, before: dict[str, Any]) -> str:
        return self.tr("Set: {names}.").format(names=listed(words.setting(n) for n in before))

    def save_current(self) -> None:
        """Ask for a name and keep the settings that differ from a fresh tab's."""
        presenter = self._presenter
        fresh, used = presenter.defaults(), presenter.fitting(presenter.values)
        allowed = allowed_in_presets("image")
        changed = {n: v for n, v in used.items() if n in allowed and v != fresh.get(n)}
        if not changed:
            self.said.say(lambda: self.tr("All settings are the usual ones: there is nothing to keep."))
            return
        title = self.tr("Save settings as a preset")
        PresetDialog(self, title, changed, self._keep).open()

    def _keep(self, name: str, settings: dict[str, Any]) -> None:
        preset = Preset(name=name, settings=as_plain(settings))
        preset.check()

        def said() -> str:
            return self.tr("“{name}” is saved.").format(name=name)

        self._book.save(PRESETS, preset, lambda: self.said.say(said))

    def _delete(self) -> None:
        item = self._book.book.presets.get(self.choice.value() or "")
        if item is not None and item.own:
            value = item.value

            def said() -> str:
                return self.tr("“{name}” is deleted.").format(name=value.name)

            self._book.delete(PRESETS, item, lambda: self.said.say(said, lambda: self._book.save(PRESETS, value)))

    def _set(self, values: dict[str, Any]) -> None:
        # A size is one setting in the eyes of the user: both sides are there before either is told of.
        self._presenter.values.update({n: v for n, v in values.items() if n in ("width", "height")})
        for name, value in values.items():
            if name in ("width", "height"):
                self._presenter.valueChanged.emit(name, value)
            else:
                self._presenter.set_value(name, value)

    def _back(self, before: dict[str, Any]) -> None:
        self._set(before)
        self.choice.set_value("")
        self._show_delete()

    def _show_delete(self) -> None:
        item = self._book.book.presets.get(self.choice.value() or "")
        self.delete.setVisible(item is not None and item.own)

    def retranslate(self) -> None:
        language = language_of(self._presenter.studio.settings.language)
        presets = [i.value for i in self._book.book.presets.values() if i.value.kind == "image"]
        self.choice.set_choices([("", self.tr("Choose a preset…")), *((p.name, p.label(language)) for p in presets)])
        self.choice.set_name(self.tr("Preset"))
        name_tool(self.save, self.tr("Save the settings as a preset…"))
        name_tool(self.delete, self.tr("Delete this preset"))
        self._show_delete()
