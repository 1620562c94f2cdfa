"""Small dialogs that keep a style, a negative prompt or settings under a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import InputError
from studio.settings.prompts.items import Style
from studio.ui import words
from studio.ui.base import label, named
from studio.ui.prompt_edit import PromptEdit
from studio.ui.translations import error_text

NAME_LENGTH = 80


class NameDialog(QDialog):
    """Asks for a name; ``keep`` is called with it and may raise InputError, which is then shown."""

    def __init__(self, parent: QWidget, title: str, keep: Callable[[str], None], *, name: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._keep = keep
        self.name = QLineEdit(name)
        self.name.setMaxLength(NAME_LENGTH)
        self.problem = label(kind="danger", wrap=True)
        self.problem.hide()
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setVerticalSpacing(8)
        self.form.addRow(self.tr("Name"), self.name)
        named(self.name, self.tr("Name"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        for button, text in (
            (QDialogButtonBox.StandardButton.Save, self.tr("Save")),
            (QDialogButtonBox.StandardButton.Cancel, self.tr("Cancel")),
        ):
            buttons.button(button).setText(text)
            named(buttons.button(button), text)
        self.save = buttons.button(QDialogButtonBox.StandardButton.Save)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(self.form)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.name.textChanged.connect(self.check)
        self.setMinimumWidth(420)
        self.check()

    def complete(self) -> bool:
        """Whether there is all that is needed."""
        return bool(self.name.text().strip())

    def check(self) -> None:
        self.problem.hide()
        self.save.setEnabled(self.complete())

    def _accept(self) -> None:
        try:
            self._keep(self.name.text().strip())
        except InputError as error:
            self.problem.setText(" ".join(error_text(error.info)))
            self.problem.show()
            return
        self.accept()


class StyleDialog(NameDialog):
    """Name, words and negative words of a style; ``keep_style`` gets it."""

    def __init__(
        self, parent: QWidget, title: str, keep_style: Callable[[Style], None], style: Style | None = None
    ) -> None:
        style = style or Style(name="new", prompt="{prompt}, ")
        self._labels, self._group = style.labels, style.group
        self.words, self.negative = PromptEdit(counted=False), PromptEdit(counted=False)
        super().__init__(
            parent, title, lambda name: keep_style(self._style(name)), name="" if style.name == "new" else style.name
        )
        self.words.set_text(style.prompt)
        self.negative.set_text(style.negative)
        hint = label(
            self.tr("{prompt} stands for what is typed; without it the words go behind."), "caption", wrap=True
        )
        for title_, edit in ((self.tr("Words"), self.words), (words.setting("negative"), self.negative)):
            self.form.addRow(title_, edit)
            edit.set_name(title_)
            edit.changed.connect(lambda _text: self.check())
        self.form.addRow("", hint)
        self.check()

    def complete(self) -> bool:
        return super().complete() and bool(self.words.text().strip() or self.negative.text().strip())

    def _style(self, name: str) -> Style:
        labels = self._labels if self._labels else {}
        style = Style(
            name=name, prompt=self.words.text(), negative=self.negative.text(), labels=labels, group=self._group
        )
        style.check()
        return style


class PresetDialog(NameDialog):
    """A name, and which of the settings it is to hold. ``keep_settings`` gets both."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        settings: dict[str, Any],
        keep_settings: Callable[[str, dict[str, Any]], None],
    ) -> None:
        self.list = QListWidget()
        self._settings = settings
        super().__init__(parent, title, lambda name: keep_settings(name, self.chosen()))
        for setting, value in settings.items():
            item = QListWidgetItem(f"{words.setting(setting)}: {_shown(value)}")
            item.setData(Qt.ItemDataRole.UserRole, setting)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setMaximumHeight(200)
        self.list.itemChanged.connect(self.check)
        self.form.addRow(self.tr("Holds"), self.list)
        named(self.list, self.tr("Settings that the preset holds"))
        self.check()

    def chosen(self) -> dict[str, Any]:
        """The settings that are ticked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        names = [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == Qt.CheckState.Checked]
        return {name: self._settings[name] for name in names}

    def complete(self) -> bool:
        return super().complete() and bool(self.chosen())


def _shown(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)[:80]
