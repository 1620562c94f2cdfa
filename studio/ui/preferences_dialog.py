"""The settings, applied as they are changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from studio.presenters.preferences import PreferencesPresenter
from studio.settings import schema
from studio.settings.schema import EMBEDS, LANGUAGES, THEMES
from studio.ui.base import button, label, line, named
from studio.ui.fields import ChoiceField, NumberField, SwitchField


class FolderField(QWidget):
    """A folder, chosen in a dialog; the default place is shown until another is chosen."""

    def __init__(self, presenter: PreferencesPresenter, name: str) -> None:
        super().__init__()
        self._presenter, self._name = presenter, name
        self.edit = QLineEdit(readOnly=True)
        self.choose = button("folder", "", self._choose)
        self.reset = button("", "link", lambda: presenter.set(name, ""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.reset)
        layout.addWidget(self.choose)

    def show_folder(self, folder: str, *, changed: bool) -> None:
        self.edit.setText(folder)
        self.edit.setToolTip(folder)
        self.edit.setCursorPosition(0)
        self.reset.setVisible(changed)

    def set_name(self, name: str) -> None:
        self.edit.setAccessibleName(name)
        named(self.choose, self.tr("Choose: {name}").format(name=name), self.tr("Choose another folder"))
        self.reset.setText(self.tr("Reset"))
        named(self.reset, self.tr("Reset: {name}").format(name=name))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.edit.accessibleName(), self.edit.text())
        if folder:
            self._presenter.set(self._name, folder)


class PreferencesDialog(QDialog):
    """Not modal: one sees at once what a setting does."""

    def __init__(self, presenter: PreferencesPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.language, self.theme, self.embed, self.device = (ChoiceField() for _ in range(4))
        self.model_folder = FolderField(presenter, "model_folder")
        self.project_folder = FolderField(presenter, "project_folder")
        self.history = SwitchField()
        self.threads = NumberField(0, max(2, presenter.cores()), 1)
        self.memory = NumberField(0, 256, 1)
        self._sections: list[tuple[Any, str]] = []
        self._rows: dict[str, tuple[Any, Any, Any]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, 150)
        self._grid.setColumnStretch(1, 1)
        self._section("appearance")
        self._row("language", self.language)
        self._row("theme", self.theme)
        self._section("files")
        self._row("project_folder", self.project_folder)
        self._row("model_folder", self.model_folder)
        self._row("embed", self.embed)
        self._row("prompt_history", self.history)
        self._section("machine")
        self._row("device", self.device)
        self._row("threads", self.threads)
        self._row("memory_budget_mb", self.memory)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(self._grid)
        layout.addStretch()
        layout.addWidget(self._buttons)
        for name, field in (
            ("language", self.language),
            ("theme", self.theme),
            ("embed", self.embed),
            ("device", self.device),
            ("threads", self.threads),
            ("prompt_history", self.history),
        ):
            field.changed.connect(lambda value, n=name: presenter.set(n, value))
        self.memory.changed.connect(lambda gb: presenter.set("memory_budget_mb", int(gb) * 1024))
        presenter.changed.connect(self.show_values)
        self.retranslate()
        # Descriptions wrap: how high they are follows from the width.
        self.resize(QSize(640, max(680, layout.totalHeightForWidth(640))))

    def show_values(self) -> None:
        """Show the settings as they are."""
        get = self._presenter.get
        for name, field in (
            ("language", self.language),
            ("theme", self.theme),
            ("embed", self.embed),
            ("device", self.device),
            ("threads", self.threads),
            ("prompt_history", self.history),
        ):
            field.set_value(get(name))
        self.memory.set_value(get("memory_budget_mb") // 1024)
        self.model_folder.show_folder(self._presenter.model_folder(), changed=bool(get("model_folder")))
        self.project_folder.show_folder(self._presenter.project_folder(), changed=bool(get("project_folder")))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        titles = {
            "appearance": self.tr("Appearance"),
            "files": self.tr("Files"),
            "machine": self.tr("This machine"),
        }
        for heading, name in self._sections:
            heading.setText(titles[name])
        for name, (caption, field, hint) in self._rows.items():
            title = QCoreApplication.translate("settings", schema.title_of(name))
            description = QCoreApplication.translate("settings", schema.description_of(name))
            caption.setText(title)
            hint.setText(description)
            getattr(field, "set_name", field.setAccessibleName)(title)
            field.setAccessibleDescription(description)
        names = {"": self.tr("As the system"), "en": "English", "zh_CN": "简体中文"}
        self.language.set_choices([(v, names[v]) for v in LANGUAGES])
        themes = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self.theme.set_choices([(v, themes[v]) for v in THEMES])
        embeds = {
            "full": self.tr("The whole recipe: prompt, model, seed, settings"),
            "provenance": self.tr("Only that a model made it"),
            "nothing": self.tr("Nothing"),
        }
        self.embed.set_choices([(v, embeds[v]) for v in EMBEDS])
        devices = {"": self.tr("Automatic: the fastest that works"), "cpu": self.tr("Processor (CPU)")}
        devices |= {"cuda": self.tr("Graphics card (NVIDIA)"), "mps": self.tr("Graphics (Apple)")}
        self.device.set_choices([(v, devices.get(v, v)) for v in self._presenter.devices()])
        self.threads.set_automatic(self.tr("Auto"))
        self.memory.set_automatic(self.tr("Auto"))
        self.memory.spin.setSuffix(" GB")
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(self.tr("Close"))
        named(close, self.tr("Close"))
        self.show_values()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _section(self, name: str) -> None:
        row = self._grid.rowCount()
        heading = label(kind="heading")
        if row > 1:
            self._grid.setRowMinimumHeight(row, 12)
            self._grid.addWidget(line(), row + 1, 0, 1, 2)
            self._grid.setRowMinimumHeight(row + 2, 4)
            row += 3
        self._grid.addWidget(heading, row, 0, 1, 2)
        self._grid.setRowMinimumHeight(row, 28)
        self._sections.append((heading, name))

    def _row(self, name: str, field: QWidget) -> None:
        row = self._grid.rowCount()
        caption, hint = label(), label(kind="caption", wrap=True)
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(hint, row + 1, 1)
        self._grid.setRowMinimumHeight(row + 2, 4)
        caption.setBuddy(getattr(field, "spin", getattr(field, "edit", field)))
        self._rows[name] = (caption, field, hint)
