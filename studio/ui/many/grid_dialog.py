"""The grid dialog: what varies along columns and rows, or which parts of the prompt may be left out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from studio.core.errors import ErrorInfo
from studio.presenters.grid import Checked, GridPresenter
from studio.presenters.image_tab import ImageTabPresenter
from studio.ui import words
from studio.ui.base import Tabs, button, label, line, named, role, set_role
from studio.ui.fields import ChoiceField
from studio.ui.many import axis_words
from studio.ui.many.axis_row import AxisRow


class GridDialog(QDialog):
    """Modal over its window; nothing is queued before Generate is pressed."""

    def __init__(self, tab: ImageTabPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.presenter = presenter = GridPresenter(tab, self)
        self._tab = tab
        self.kind = role(Tabs(), "segments")
        self.kind.setDrawBase(False)
        self.kind.setExpanding(False)
        for _ in range(2):
            self.kind.addTab("")
        self.prompt_title = label(kind="section")
        self.prompt = QPlainTextEdit(tabChangesFocus=True)
        self.prompt.setFixedHeight(72)
        self.prompt.setPlainText(tab.values["prompt"])
        self.prompt_error = label(kind="danger", wrap=True)
        self.rows = {side: AxisRow(presenter, side) for side in ("x", "y")}
        self.matrix_hint = label(kind="hint", wrap=True)
        self.dark = ChoiceField()
        self.dark.setFixedWidth(200)
        self.dark_title = label(kind="section")
        self.count = label(kind="heading", wrap=True)
        self.cost = label(kind="caption", wrap=True)
        self.examples = label(kind="caption", wrap=True)
        for text in (self.examples, self.prompt_error):
            text.setTextFormat(Qt.TextFormat.PlainText)
        self.start = button("grid", "primary", presenter.submit)
        self.start.setDefault(True)
        self.cancel = button("", "", self.reject)
        self._build()
        self.kind.setCurrentIndex(1 if presenter.matrix else 0)
        self.kind.currentChanged.connect(self._kind_chosen)
        self._prompt_touched = False
        self.prompt.textChanged.connect(self._prompt_written)
        self.dark.changed.connect(presenter.set_dark)
        tab.valueChanged.connect(self._value_changed)
        presenter.checked.connect(self._checked)
        presenter.submitted.connect(self.accept)
        self.finished.connect(lambda _result: presenter.close())
        self.retranslate()
        self._show_kind()
        self._checked(presenter.outcome)
        presenter.check()
        self.setMinimumHeight(600)
        self.resize(680, 640)
        unwritten = self.prompt.isVisibleTo(self) and not tab.values["prompt"].strip()
        (self.prompt if presenter.matrix or unwritten else self.rows["x"].values).setFocus()

    def _build(self) -> None:
        prompted = "prompt" in self._tab.fields()
        self.kind.setVisible(prompted)
        axes_page, matrix_page = QWidget(), QWidget()
        column = QVBoxLayout(axes_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for row in self.rows.values():
            column.addWidget(row)
        column.addStretch(1)
        hints = QVBoxLayout(matrix_page)
        hints.setContentsMargins(0, 0, 0, 0)
        hints.addWidget(self.matrix_hint)
        hints.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(axes_page)
        self.pages.addWidget(matrix_page)
        top = QHBoxLayout()
        top.addWidget(self.kind)
        top.addStretch(1)
        ground = QHBoxLayout()
        ground.setSpacing(12)
        ground.addWidget(self.dark_title)
        ground.addWidget(self.dark)
        ground.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        prompt = QVBoxLayout()
        prompt.setSpacing(6)
        for widget in (self.prompt_title, self.prompt, self.prompt_error):
            prompt.addWidget(widget)
            if widget is not self.prompt_error:
                widget.setVisible(prompted)
        layout.addLayout(prompt)
        layout.addWidget(self.pages, 1)
        layout.addLayout(ground)
        layout.addWidget(line())
        told = QVBoxLayout()
        told.setSpacing(4)
        for text in (self.count, self.cost, self.examples):
            told.addWidget(text)
        layout.addLayout(told)
        layout.addLayout(buttons)

    # -- from the user --------------------------------------------------------------------------------------------

    def _prompt_written(self) -> None:
        self._prompt_touched = True
        self._tab.set_value("prompt", self.prompt.toPlainText())

    def _kind_chosen(self, index: int) -> None:
        self.presenter.set_matrix(index == 1)
        self._show_kind()

    def _show_kind(self) -> None:
        self.pages.setCurrentIndex(1 if self.presenter.matrix else 0)

    # -- from the presenter ---------------------------------------------------------------------------------------

    def _value_changed(self, name: str, value: object) -> None:
        if name == "prompt" and value != self.prompt.toPlainText():
            with QSignalBlocker(self.prompt):
                self.prompt.setPlainText(str(value))

    def _checked(self, found: Checked) -> None:
        for side, row in self.rows.items():
            row.show_error(found.errors.get(side))
        wrong = found.errors.get("prompt")
        if wrong is not None and wrong.code == "prompt-empty" and not self._prompt_touched:
            wrong = None
        self.prompt_error.setText(axis_words.whole_problem(wrong) if wrong is not None else "")
        self.prompt_error.setVisible(wrong is not None)
        self.start.setEnabled(found.request is not None)
        self._say(found)

    def _say(self, found: Checked) -> None:
        whole: ErrorInfo | None = found.errors.get("")
        set_role(self.count, "danger" if whole is not None else "heading")
        if whole is not None:
            self.count.setText(axis_words.whole_problem(whole))
        elif found.request is None:
            self.count.setText(self._waits(found))
        else:
            text = self.tr("{columns} × {rows} = {count} pictures and their contact sheet")
            places = found.columns * found.rows
            self.count.setText(text.format(columns=found.columns, rows=found.rows, count=places))
        self.cost.setText(self._cost(found))
        self.cost.setVisible(bool(self.cost.text()))
        names = "\n".join(found.examples)
        more = found.pictures - len(found.examples)
        self.examples.setText(names + ("\n" + self.tr("and {count} more").format(count=more) if more > 0 else ""))
        self.examples.setVisible(bool(names))
        self.setAccessibleDescription(self.count.text())

    def _waits(self, found: Checked) -> str:
        """Why nothing can be run yet."""
        if not found.errors:
            return self.tr("Counting the pictures…")
        if self.prompt_error.text() or any(row.error.text() for row in self.rows.values()):
            return self.tr("Mend what is marked in red.")
        return self.tr("Write a prompt.") if "prompt" in found.errors else self.tr("Choose values for what varies.")

    def _cost(self, found: Checked) -> str:
        parts = []
        if found.request is not None and found.pictures < found.columns * found.rows:
            parts.append(self.tr("{count} of them differ and are drawn").format(count=found.pictures))
        estimate = found.estimate
        if estimate is not None:
            if estimate.seconds is not None:
                parts.append(self.tr("about {time}").format(time=words.duration_text(estimate.seconds)))
            else:
                parts.append(self.tr("the time is known after the first run of the model"))
            needed, available = words.size_text(estimate.needed), words.size_text(max(0, estimate.available))
            parts.append(self.tr("{needed} of {available} memory").format(needed=needed, available=available))
            if estimate.verdict == "too-large":
                parts.append(self.tr("that is more than there is: choose smaller sizes"))
        return " · ".join(parts)

    # -- words ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Grid of pictures"))
        named(self.kind, self.tr("What varies"))
        self.kind.setTabText(0, self.tr("Settings"))
        self.kind.setTabText(1, self.tr("Parts of the prompt"))
        self.prompt_title.setText(self.tr("Prompt"))
        named(self.prompt, self.tr("Prompt"))
        self.matrix_hint.setText(
            self.tr(
                "Write parts that may be left out behind a | in the prompt:\na cat | wearing a hat | in snow\n"
                "A picture is made for every combination of them, with and without."
            )
        )
        self.dark_title.setText(self.tr("Contact sheet"))
        self.dark.set_choices([(False, self.tr("On white")), (True, self.tr("On dark grey"))])
        self.dark.set_value(self.presenter.dark)
        named(self.dark, self.tr("Ground of the contact sheet"))
        self.start.setText(self.tr("Generate the grid"))
        named(self.start, self.start.text())
        self.cancel.setText(self.tr("Cancel"))
        named(self.cancel, self.cancel.text())
        self._say(self.presenter.outcome)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
