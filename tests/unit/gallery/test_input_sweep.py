"""Masks and pasted pictures stay while anything names them, and go when nothing does."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PIL import Image

from studio.core.jobs import new_job
from studio.core.recipes import Recipe
from studio.core.requests import ImageRequest, InputRef
from studio.gallery.input_sweep import DAY, KEPT
from studio.gallery.project import Project


def age(path: Path, days: float) -> Path:
    then = time.time() - days * DAY
    os.utime(path, (then, then))
    return path


def inpaint(mask: Path) -> ImageRequest:
    source = InputRef(path="/somewhere/湖.png")
    return ImageRequest(task="inpaint", prompt="a boat", inputs=(source, InputRef(path=str(mask), role="mask")))


def add(project: Project, mask: Path, name: str) -> str:
    picture = project.folder / name
    Image.new("RGB", (8, 8), (len(name), 2, 3)).save(picture)
    return project.store.add(picture, recipe=Recipe(request=inpaint(mask), kind="image"), kind="image").id


def kept(project: Project, what: bytes, kind: str = "mask", days: float = 3) -> Path:
    return age(project.inputs.keep(what, kind), days)


def names(folder: Path) -> set[str]:
    return {p.name for p in (folder / "inputs").iterdir()}


def test_an_orphaned_mask_goes_when_the_project_is_opened_again(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    with Project.create(folder) as project:
        orphan, new = kept(project, b"orphan"), kept(project, b"new", days=0)
        assert orphan.is_file(), "not while the project is open: it may be on the canvas"
    with Project.open(folder):
        assert names(folder) == {new.name}


def test_what_a_recipe_names_stays_even_in_the_trash_and_goes_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    with Project.create(folder) as project:
        used, trashed = kept(project, b"used"), kept(project, b"trashed")
        add(project, used, "a.png")
        asset = add(project, trashed, "bb.png")
        project.store.trash([asset])
    with Project.open(folder) as project:
        assert names(folder) == {used.name, trashed.name}
        project.store.purge([asset])
    with Project.open(folder):
        assert names(folder) == {used.name}


def test_what_a_job_of_the_queue_names_stays_whatever_became_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    with Project.create(folder) as project:
        mask = kept(project, b"waiting")
        job = new_job(inpaint(mask))
        project.jobs.put(job)
    with Project.open(folder) as project:
        assert names(folder) == {mask.name}
        project.jobs.remove(job.id)
    with Project.open(folder):
        assert names(folder) == set()


def test_a_lost_database_is_made_again_before_anything_is_judged(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    with Project.create(folder) as project:
        mask = kept(project, b"used")
        add(project, mask, "a.png")
    for name in ("project.db", "project.db-wal", "project.db-shm"):
        (folder / name).unlink(missing_ok=True)
    for _ in range(2):
        with Project.open(folder) as project:
            assert names(folder) == {mask.name}
            recipe = project.store.page().assets[0].recipe
            assert recipe.request is not None
            assert project.located(recipe.request).input("mask").path == str(mask)  # type: ignore[union-attr]


@pytest.mark.parametrize(("kind", "days", "stays"), [("mask", 2, False), ("pasted", 2, True), ("pasted", 31, False)])
def test_pasted_pictures_are_kept_longer(tmp_path: Path, kind: str, days: float, stays: bool) -> None:
    folder = tmp_path / "项目"
    with Project.create(folder) as project:
        path = kept(project, b"x", kind, days)
        assert days * DAY != KEPT[kind]
    with Project.open(folder):
        assert path.is_file() is stays


def test_a_strangers_file_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "项目"
    with Project.create(folder) as project:
        project.inputs.folder.mkdir(exist_ok=True)
        for name in ("notes.txt", "mask-mine.png", "mask-0123456789abcdef01234567.png.bak"):
            age_file = project.inputs.folder / name
            age_file.write_bytes(b"mine")
            age(age_file, 100)
    with Project.open(folder):
        assert len(names(folder)) == 3
