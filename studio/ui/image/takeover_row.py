"""One line of the comparison of settings: a tick, what it is, its value now and then, and what to do when it is missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QMenu, QSizePolicy, QWidget

from studio.core import additions
from studio.core.models import InstalledModel, ModelSpec
from studio.presenters.takeover import Line, Takeover
from studio.ui import icons, words
from studio.ui.base import button, label, named, role, set_role
from studio.ui.setting_values import Name, value_text

LONGEST = 400
"""Characters of a value that are shown; the tooltip has more."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("TakeoverRow", text)


def title(line: Line) -> str:
    """What a line is about, in the user's words."""
    if line.key.startswith("input-") or line.setting == "inputs":
        return _tr("Picture: {role}").format(role=words.role(_role(line)))
    if line.setting == "control" and line.need is not None:
        return words.kind_of_model(line.need.kind)
    return {"size": _tr("Size")}.get(line.key) or words.setting(line.setting)


def _role(line: Line) -> str:
    entry = line.then or line.now
    return str(getattr(entry, "role", line.key.removeprefix("input-")))


class TakeoverRow(QFrame):
    """``ticked`` tells that its box was used, ``located`` asks for a file, ``chosen`` brings a model's id."""

    ticked = Signal(str, bool)
    located = Signal(str)
    chosen = Signal(str, str)
    installWanted = Signal(str)

    def __init__(self, line: Line, takeover: Takeover, name: Name) -> None:
        super().__init__()
        self.line = line
        self._takeover, self._name = takeover, name
        self._models: list[InstalledModel] = []
        self._offer: ModelSpec | None = None
        self.box = QCheckBox()
        self.box.toggled.connect(self._toggled)
        self.title = label(wrap=True)
        self.now, self.then = _value_label("hint"), _value_label("")
        self.arrow = QLabel()
        self.arrow.setPixmap(icons.pixmap("chevron-right", 12, "text2", self.devicePixelRatioF()))
        self.note = label(kind="caption", wrap=True)
        self.locate = button("folder", "", lambda: self.located.emit(line.key))
        self.another = button("models", "", self._choose_another)
        self.install = button("download", "", self._install)
        self.detail = QWidget()
        row = QHBoxLayout(self.detail)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.note, 1)
        for widget in (self.install, self.locate, self.another):
            row.addWidget(widget)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(8, 3, 8, 3)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.box, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.title, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.now, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.arrow, 0, 3, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.then, 0, 4, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.detail, 1, 2, 1, 3)
        grid.setColumnMinimumWidth(1, 128)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(4, 1)
        self.title.setMaximumWidth(150)
        self._show_tick()
        self.retranslate()

    def offer(self, models: list[InstalledModel], catalogued: ModelSpec | None) -> None:
        """The models that are installed, and one of the catalogue that would be what is missing."""
        self._models, self._offer = models, catalogued
        self._show_actions()

    def show_line(self, line: Line) -> None:
        """The same line with another state."""
        self.line = line
        self._show_tick()
        self.retranslate()

    def retranslate(self) -> None:
        line = self.line
        name = title(line)
        self.title.setText(name)
        missing = line.state == "missing"
        now = value_text(line.key if line.key in ("size", "variation") else line.setting, line.now, self._name)
        then = _tr("missing") if missing else self._text_then()
        for widget, text in ((self.now, now), (self.then, then)):
            shown = text or _tr("empty")
            widget.setText(shown if len(shown) <= LONGEST else shown[:LONGEST] + "…")
            widget.setToolTip(text[:4000] if len(text) > 60 else "")
        set_role(self.then, "danger" if missing else "")
        self.note.setText(self._note())
        for part in (self.now, self.arrow, self.then):
            # It stays as it is: there is nothing to compare.
            part.setVisible(not missing)
        self._grid.removeWidget(self.detail)
        self._grid.addWidget(self.detail, 0 if missing else 1, 2, 1, 3)
        for beside in (self.box, self.title):
            # Beside buttons in their middle; beside texts of several lines at the first.
            self._grid.setAlignment(beside, Qt.AlignmentFlag.AlignVCenter if missing else Qt.AlignmentFlag.AlignTop)
        what = _tr("{setting}: from {now} to {then}").format(setting=name, now=now[:120], then=then[:120])
        named(self.box, what)
        self._show_actions()

    def _text_then(self) -> str:
        line = self.line
        if line.state == "removed":
            return _tr("removed")
        return value_text(line.key if line.key in ("size", "variation") else line.setting, line.then, self._name)

    def _note(self) -> str:
        line, need = self.line, self.line.need
        if line.misfit:
            family = additions.family_name(line.misfit)
            return _tr("It was made for {family}; the model is of another family.").format(family=family)
        if need is None:
            return ""
        if line.state == "missing":
            if need.kind == "file":
                return (
                    _tr("It was made with {name}, which is not here.").format(name=need.name)
                    if need.name
                    else _tr("The file does not hold the picture that it was made with.")
                )
            what = words.kind_of_model(need.kind)
            return _tr("{kind} “{name}” is not installed.").format(kind=what, name=need.name)
        said = {
            "hash": _tr("The same file, told by its hash."),
            "name": _tr("Found by its name “{name}”.").format(name=need.name),
            "other": _tr("Installed under this name, but not the same file."),
        }
        return said.get(need.how, "")

    def _show_actions(self) -> None:
        need = self.line.need
        missing = self.line.state == "missing"
        shown = need is not None and (missing or (need.how in ("chosen", "name", "other") and self.box.isChecked()))
        self.detail.setVisible(shown or bool(self.note.text()))
        for widget in (self.locate, self.another, self.install):
            widget.setVisible(shown)
        if need is None or not shown:
            return
        file = need.kind == "file"
        self.locate.setText(_tr("Choose a picture…") if file else _tr("Locate…"))
        self.another.setText(_tr("Choose another"))
        self.another.setVisible(not file and bool(self._takeover.candidates(self.line.key, self._models)))
        self.install.setVisible(self._offer is not None and missing)
        if self._offer is not None:
            self.install.setText(_tr("Install · {size}").format(size=words.size_text(self._offer.size)))
        name = title(self.line)
        for widget in (self.locate, self.another, self.install):
            named(widget, f"{widget.text()} ({name})")

    def _show_tick(self) -> None:
        """What is missing is left out: it does not look as if it were taken over."""
        missing = self.line.state == "missing"
        with QSignalBlocker(self.box):
            self.box.setChecked(not missing and self._takeover.ticked(self.line.key))
        self.box.setEnabled(not missing)
        self.box.setToolTip(_tr("Left out until something is chosen for it") if missing else "")

    def _toggled(self, checked: bool) -> None:
        self._show_actions()
        self.ticked.emit(self.line.key, checked)

    def _install(self) -> None:
        if self._offer is not None:
            self.installWanted.emit(self._offer.id)

    def _choose_another(self) -> None:
        menu = QMenu(self)
        for model, fits in self._takeover.candidates(self.line.key, self._models):
            action = menu.addAction(model.spec.name)
            if not fits:
                family = additions.family_name(model.spec.family)
                action.setText(_tr("{model} (made for {family})").format(model=model.spec.name, family=family))
                action.setEnabled(False)
            action.triggered.connect(lambda _checked=False, i=model.spec.id: self.chosen.emit(self.line.key, i))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.another.mapToGlobal(QPoint(0, self.another.height())))


def _value_label(kind: str) -> QLabel:
    result = role(label(wrap=True), kind)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result
