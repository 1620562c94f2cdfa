"""A recipe as rows a person can read."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from studio.core.recipes import Recipe
from studio.ui import words
from studio.ui.base import label
from studio.ui.setting_values import value_text
from studio.ui.translations import notes_of

_LEFT_OUT = {"prompt", "task", "takes", "inputs", "history", "begun", "model"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("RecipeTable", text)


def rows_of(recipe: Recipe) -> list[tuple[str, str]]:
    """Names and values in the user's words; what says nothing is left out."""
    rows: list[tuple[str, str]] = []
    request = recipe.request
    if request is not None:
        if request.prompt:
            rows.append((words.setting("prompt"), request.prompt))
        rows.append((words.setting("task"), words.task(request.task)))
    if recipe.model is not None:
        rows.append((words.setting("model"), words.model_name(recipe.model.name or recipe.model.id)))
    used = {use.id: use.name or use.id for use in recipe.additions}

    def named(model: str) -> str:
        return used.get(model, model)

    if request is not None:
        defaults = type(request)(task=request.task)
        for field in msgspec.structs.fields(request):
            value = getattr(request, field.name)
            if field.name in _LEFT_OUT or value in ("", None):
                continue
            # A seed is always told; other settings where they were set or differ from what was there before.
            if field.name != "seed" and value == getattr(defaults, field.name):
                continue
            rows.append((words.setting(field.name), value_text(field.name, value, named)))
        for item in request.inputs:
            rows.append((words.setting("inputs"), words.file_name(item.path)))
    if recipe.model is not None and recipe.model.licence:
        rows.append((_tr("Licence of the model"), words.from_catalogue(recipe.model.licence)))
    device = " · ".join(p for p in (recipe.device, recipe.dtype) if p)
    for name, text in (
        (_tr("Made on"), device),
        (_tr("Took"), words.duration_text(recipe.duration_s) if recipe.duration_s else ""),
        (_tr("Speed"), words.speed_text(recipe.tokens_per_s) if recipe.tokens_per_s else ""),
        (_tr("Source"), {"imported": _tr("Imported"), "edited": _tr("Edited")}.get(recipe.source, "")),
        (_tr("Notes"), "\n".join(notes_of(recipe))),
        (_tr("Model hash"), recipe.model.sha256[:16] if recipe.model is not None else ""),
    ):
        if text:
            rows.append((name, text))
    return rows


class RecipeTable(QWidget):
    """Two columns of text that can be selected."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def show_recipe(self, recipe: Recipe) -> None:
        rows = rows_of(recipe)
        while len(self._labels) < len(rows):
            pair = label(kind="caption"), label(wrap=True)
            pair[1].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            pair[1].setTextFormat(Qt.TextFormat.PlainText)
            row = len(self._labels)
            self._grid.addWidget(pair[0], row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(pair[1], row, 1)
            self._labels.append(pair)
        for index, (name, value) in enumerate(self._labels):
            shown = index < len(rows)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(rows[index][0])
                text = rows[index][1]
                value.setText(text if len(text) <= 2000 else text[:2000] + "…")
                value.setAccessibleName(f"{rows[index][0]}: {rows[index][1][:200]}")
