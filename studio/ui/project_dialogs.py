"""New, open, recent: the dialogs around projects, and what to do when the first one cannot be opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import ErrorInfo
from studio.presenters.projects import ProjectsPresenter, free_name, name_problem, parent_folder
from studio.settings.schema import Settings
from studio.ui.base import button, label, named, tool
from studio.ui.translations import error_text

if TYPE_CHECKING:
    from studio.presenters.studio import StudioPresenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("ProjectDialogs", text)


class NewProjectDialog(QDialog):
    """Name and place of a new project; both have a good beginning, so Enter is enough."""

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_tr("New project"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(_tr("Name of the project"))
        named(self.name, _tr("Name of the project"))
        self.folder = QLineEdit(str(folder))
        named(self.folder, _tr("Folder that the project's folder is made in"))
        browse = named(tool("folder", self._browse), _tr("Choose the folder"), _tr("Choose the folder"))
        self.problem = label(kind="danger", wrap=True)
        self.make = button("plus", "primary", self.accept)
        self.make.setText(_tr("Create"))
        named(self.make, _tr("Create the project"))
        self.make.setDefault(True)
        cancel = button("", "", self.reject)
        cancel.setText(_tr("Cancel"))
        named(cancel, _tr("Cancel"))
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(_tr("Name"), self.name)
        form.addRow(_tr("In"), place)
        row = QHBoxLayout()
        row.addWidget(self.problem, 1)
        row.addWidget(cancel)
        row.addWidget(self.make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(label(_tr("A project is a folder: it can be moved, zipped and opened elsewhere."), "hint"))
        layout.addLayout(row)
        self.resize(520, self.sizeHint().height())
        self.name.textChanged.connect(self._check)
        self.folder.textChanged.connect(self._check)
        self._check()

    def _check(self) -> None:
        problem = name_problem(self.name.text())
        texts = {
            "characters": _tr('A name cannot have any of < > : " / \\ | ? *'),
            "long": _tr("The name is too long."),
            "dot": _tr("A name cannot end with a dot."),
        }
        if not problem and not Path(self.folder.text()).expanduser().is_absolute():
            problem = "folder"
            texts["folder"] = _tr("Choose the folder again.")
        self.problem.setText(texts.get(problem, ""))
        self.make.setEnabled(not problem)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _tr("Choose the folder"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def suggest(self, name: str) -> None:
        """Put a free name in while the user has written none."""
        if not self.name.text():
            self.name.setText(name)
            self.name.selectAll()

    def chosen(self) -> tuple[Path, str]:
        return Path(self.folder.text()).expanduser(), self.name.text().strip()


def new_project(window: QWidget, studio: StudioPresenter) -> NewProjectDialog:
    """Ask for name and place, make the project and open it."""
    presenter = ProjectsPresenter(studio)
    dialog = NewProjectDialog(window, parent_folder(studio.settings))

    def accepted() -> None:
        folder, name = dialog.chosen()
        tell(window, presenter.create(folder, name))

    dialog.accepted.connect(accepted)
    dialog.finished.connect(lambda _result: presenter.deleteLater())
    place, base = parent_folder(studio.settings), _tr("Project")
    # The disk may be slow: the dialog does not wait for it.
    looking = studio.background.run(lambda: free_name(place, base), dialog.suggest, lambda _info: None)
    dialog.finished.connect(lambda _result: looking.cancel())
    dialog.open()
    return dialog


def open_project(window: QWidget, studio: StudioPresenter) -> QFileDialog:
    """Choose a project's folder and open it in place of the present one."""
    dialog = QFileDialog(window, _tr("Open a project"), str(parent_folder(studio.settings)))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda folder: open_folder(window, studio, Path(folder)))
    dialog.open()
    return dialog


def open_folder(window: QWidget, studio: StudioPresenter, folder: Path) -> bool:
    """Open a project; what hinders it is told and the present one stays."""
    presenter = ProjectsPresenter(studio)
    error = presenter.open(folder)
    presenter.deleteLater()
    tell(window, error)
    return error is None


def recent_menu(menu: QMenu, studio: StudioPresenter, first: Sequence[QAction] = ()) -> None:
    """Fill a menu with the recent projects, after other actions."""
    menu.clear()
    menu.addActions(list(first))
    if first:
        menu.addSeparator()
    presenter = ProjectsPresenter(studio)
    recent = presenter.recent()
    for project in recent:
        action = menu.addAction(f"{project.name}   {project.folder.parent}".replace("&", "&&"))
        action.setToolTip(str(project.folder))
        action.triggered.connect(
            lambda _checked=False, f=project.folder: open_folder(menu.window().parentWidget() or menu, studio, f)
        )
    if recent:
        menu.addSeparator()
        menu.addAction(_tr("Forget the list"), presenter.forget_recent)
    else:
        menu.addAction(_tr("No other projects yet")).setEnabled(False)
    menu.aboutToHide.connect(presenter.deleteLater)


def tell(window: QWidget, error: ErrorInfo | None) -> None:
    """Say why a project could not be opened."""
    if error is None:
        return
    what, remedy = error_text(error)
    box = QMessageBox(QMessageBox.Icon.Warning, _tr("Project"), what, QMessageBox.StandardButton.Ok, window)
    box.setInformativeText(remedy)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def choose_another(parent: QWidget, info: ErrorInfo, settings: Settings) -> Path | None:
    """At the start, when the first project cannot be opened: another folder, or None to give up."""
    what, remedy = error_text(info)
    box = QMessageBox(QMessageBox.Icon.Warning, "AIGC Studio", what, parent=parent)
    box.setInformativeText(remedy)
    other = box.addButton(_tr("Open another project…"), QMessageBox.ButtonRole.AcceptRole)
    fresh = box.addButton(_tr("New project…"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(_tr("Quit"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    start = str(parent_folder(settings))
    if box.clickedButton() is other:
        folder = QFileDialog.getExistingDirectory(parent, _tr("Open a project"), start)
        return Path(folder) if folder else None
    if box.clickedButton() is fresh:
        dialog = NewProjectDialog(parent, Path(start))
        dialog.suggest(free_name(Path(start), _tr("Project")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        place, name = dialog.chosen()
        dialog.deleteLater()
        return place / name if accepted else None
    return None
