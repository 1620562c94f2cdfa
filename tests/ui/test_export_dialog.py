"""The export dialog: preview of names, what leaves the machine, no silent overwriting."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.presenters.export import ExportPresenter
from studio.presenters.projects import name_problem
from studio.ui.export_dialog import ExportDialog
from studio.ui.project_dialogs import NewProjectDialog
from tests.ui.gallery_world import World, destroy, world


@pytest.fixture
def place(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.fixture
def dialog(place: World, tmp_path: Path) -> Iterator[ExportDialog]:
    assets = [place.add("image", "红 fox", number=1), place.add("text", "A poem", number=2)]
    made = ExportDialog(ExportPresenter(place.studio, [*assets, place.add("audio", "你好", number=3)]))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.presenter.set(folder=tmp_path / "交付 out")
    made.presenter.refresh()
    made.show()
    place.wait(lambda: made.presenter.plan is not None and made.start.isEnabled())
    yield made
    destroy(made)


def names(dialog: ExportDialog) -> list[str]:
    return [dialog.list.item(i).text() for i in range(dialog.list.count())]


def test_names_follow_the_options(place: World, dialog: ExportDialog) -> None:
    assert names(dialog) == ["红 fox.png", "A poem.md", "你好.wav", "manifest.json"]
    dialog.name.setText("{kind}-{n:03}")
    dialog.formats["image"].setCurrentIndex(dialog.formats["image"].findData("jpeg"))
    dialog.scales[2].setChecked(True)
    dialog.manifest.setChecked(False)
    place.wait(lambda: names(dialog) == ["image-001.jpg", "image-001@2x.jpg", "text-002.md", "audio-003.wav"])
    dialog.name.setText("{nonsense}")
    place.wait(lambda: not dialog.start.isEnabled())
    # What is shown are no names of other options.
    assert "{title}" in dialog.status.text() and not names(dialog)


def test_what_leaves_the_machine_is_shown(dialog: ExportDialog) -> None:
    assert "红 fox" in dialog.told.toPlainText()
    dialog.level.setCurrentIndex(1)
    assert "红 fox" not in dialog.told.toPlainText() and "trainedAlgorithmicMedia" in dialog.told.toPlainText()
    dialog.level.setCurrentIndex(2)
    assert "Nothing" in dialog.told.toPlainText()


def test_export_then_refuse_to_overwrite(place: World, dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.start.click()
    place.wait(lambda: "Files written: 3" in dialog.status.text())
    folder = tmp_path / "交付 out"
    assert sorted(p.name for p in folder.iterdir()) == sorted(["红 fox.png", "A poem.md", "你好.wav", "manifest.json"])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {f["model"]["licence"] for f in manifest["files"]} == {"Apache-2.0"}
    assert (folder / "A poem.md").read_text(encoding="utf-8").count("---\n") == 2
    assert dialog.show_folder.isVisible()
    dialog.presenter.refresh()
    place.wait(lambda: "3 files exist already" in dialog.status.text())
    assert not dialog.start.isEnabled()
    dialog.overwrite.setChecked(True)
    place.wait(dialog.start.isEnabled)


def test_the_files_go_where_the_field_says_at_the_click(place: World, dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.folder.setText(str(tmp_path / "elsewhere"))
    dialog.start.click()
    place.wait(lambda: "Files written: 3" in dialog.status.text())
    assert len(list((tmp_path / "elsewhere").iterdir())) == 4 and not (tmp_path / "交付 out").exists()


def test_what_would_be_overwritten_is_said_though_export_was_pressed_before_it_was_known(
    place: World, dialog: ExportDialog, tmp_path: Path
) -> None:
    there = tmp_path / "there" / "红 fox.png"
    there.parent.mkdir()
    there.write_bytes(b"mine")
    dialog.folder.setText(str(there.parent))
    dialog.start.click()
    place.wait(lambda: "exist" in dialog.status.text())
    assert there.read_bytes() == b"mine" and list(there.parent.iterdir()) == [there]
    assert not dialog.presenter.running and dialog.bar.isHidden()


@pytest.mark.parametrize("text", ["", "somewhere", "./out"])
def test_a_folder_that_is_no_whole_path_is_not_exported_to(place: World, dialog: ExportDialog, text: str) -> None:
    dialog.folder.setText(text)
    dialog.activateWindow()
    place.settle(0.05)
    dialog.start.setFocus()
    dialog.start.click()
    place.wait(lambda: "whole path" in dialog.status.text())
    assert not dialog.start.isEnabled() and not dialog.presenter.running
    assert dialog.folder.text() == text and dialog.folder.hasFocus()


def test_after_a_refused_folder_a_good_one_is_exported_to_at_once(
    place: World, dialog: ExportDialog, tmp_path: Path
) -> None:
    dialog.folder.setText("somewhere")
    place.wait(lambda: not dialog.start.isEnabled())
    dialog.folder.setText(str(tmp_path / "there"))
    dialog.start.click()
    place.wait(lambda: "Files written: 3" in dialog.status.text())
    assert len(list((tmp_path / "there").iterdir())) == 4


def test_a_folder_that_cannot_be_made_is_named(place: World, dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    dialog.folder.setText(str(tmp_path / "file" / "deeper"))
    dialog.start.click()
    place.wait(lambda: dialog.status.property("role") == "danger" and not dialog.presenter.running)
    assert "Files written: 3" not in dialog.status.text()
    assert dialog.start.isEnabled()


def test_everything_has_a_name(dialog: ExportDialog) -> None:
    for widget in dialog.findChildren(QWidget):
        inside = isinstance(widget.parent(), QLineEdit | QAbstractSpinBox | QComboBox)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not inside:
            if type(widget).__name__ in ("QComboBoxPrivateContainer", "QComboBoxListView", "QListView"):
                continue
            assert widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()), widget


@pytest.mark.parametrize(
    ("name", "problem"),
    [("春季 2026", ""), ("", "empty"), ("a/b", "characters"), ("x" * 300, "long"), ("dot.", "dot"), ("ok\n", "")],
)
def test_names_of_projects(name: str, problem: str) -> None:
    assert name_problem(name) == problem


def test_new_project_dialog(place: World, tmp_path: Path) -> None:
    parent = QWidget()
    dialog = NewProjectDialog(parent, tmp_path)
    assert not dialog.make.isEnabled()
    dialog.name.setText("a:b")
    assert not dialog.make.isEnabled() and dialog.problem.text()
    dialog.name.setText("春季")
    assert dialog.make.isEnabled() and dialog.chosen() == (tmp_path, "春季")
    destroy(parent)
