"""The syntax of a prompt in colour: weights, alternatives, wildcards, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from studio.presenters.prompt_facts import Mark
from studio.ui import theme
from studio.ui.text_positions import to_qt

MOST = 1500
"""Marks that are drawn; a prompt with more is no longer read by its colours."""

_TOKENS = {"alternative": "accent_text", "wildcard": "success", "weight": "warning", "problem": "danger"}


def show_marks(editor: QPlainTextEdit, text: str, marks: Sequence[Mark]) -> None:
    """Colour the marks of ``text`` in an editor that shows it. The text and its undo history stay untouched."""
    shown = marks[:MOST]
    places = to_qt(text, [place for mark in shown for place in (mark.start, mark.end)])
    selections = []
    for mark, start, end in zip(shown, places[::2], places[1::2], strict=True):
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = _format(mark.kind)
        selections.append(selection)
    editor.setExtraSelections(selections)


def _format(kind: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(theme.color(_TOKENS[kind]))
    if kind == "problem":
        # Colour alone would not be seen by everyone.
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(theme.color("danger"))
    return look
