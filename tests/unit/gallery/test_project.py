"""Projects open after whatever happened to them, tell what was done, and lose nothing."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from studio.core import requests
from studio.core.errors import ErrorInfo, ProjectError, ResourceError, StudioError, as_error_info
from studio.core.jobs import JobState, new_job
from studio.gallery import database, migrations
from studio.gallery.project import Project
from studio.gallery.writer import GalleryWriter
from tests.support import samples
from tests.unit.gallery.test_store import add

OLD = Path(__file__).parents[2] / "fixtures" / "old_databases"


def test_a_second_writer_is_told_and_readers_are_let_in(project: Project, folder: Path) -> None:
    asset = add(project)
    with pytest.raises(ProjectError) as caught:
        Project.open(folder)
    assert caught.value.info.code == "project-locked" and "我的 项目" in str(caught.value)
    with Project.open(folder, write=False) as reader:
        assert reader.store.get(asset.id) == asset


def test_a_killed_holder_leaves_no_lock(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from studio.gallery.project import Project\n"
        "p = Project.create(Path(sys.argv[1])); print('open', flush=True); os.kill(os.getpid(), 9)"
    )
    result = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True)
    assert result.stdout.strip() == "open" and result.returncode == -signal.SIGKILL
    with Project.open(folder) as project:
        assert project.notices == []


def test_a_project_can_be_moved(project: Project, folder: Path, tmp_path: Path) -> None:
    asset = add(project)
    project.close()
    shutil.move(folder, tmp_path / "elsewhere")
    with Project.open(tmp_path / "elsewhere") as moved:
        assert moved.store.file(moved.store.get(asset.id)).is_file()


@pytest.mark.parametrize("damage", ["garbage", "truncated", "page", "empty"])
def test_a_damaged_database_is_kept_and_rebuilt(damage: str, project: Project, folder: Path) -> None:
    made = {add(project, s).id for s in ("png", "wav", "md")}
    project.close()
    path = folder / "project.db"
    data = path.read_bytes()
    path.write_bytes({
        "garbage": b"this is no database " * 500,
        "truncated": data[: len(data) // 2],
        "page": data[:4096] + os.urandom(8192) + data[12288:],
        "empty": b"",
    }[damage])  # fmt: skip
    (folder / ".lock").write_bytes(b" open")  # the last holder did not end in order
    with Project.open(folder) as again:
        assert {a.id for a in again.store.page().assets} == made
        if damage != "empty":
            (notice,) = again.notices
            assert notice.code == "project-corrupt" and (folder / notice.params["kept"]).exists()


def test_a_lost_database_is_made_again(project: Project, folder: Path) -> None:
    asset = add(project)
    project.close()
    (folder / "project.db").unlink()
    with Project.open(folder) as again:
        assert [a.id for a in again.store.page().assets] == [asset.id]


def test_a_newer_project_is_refused_untouched(project: Project, folder: Path) -> None:
    project.close()
    with sqlite3.connect(folder / "project.db") as db:
        db.execute("INSERT INTO step VALUES ('holograms', '2030-01-01T00:00:00Z', '9.9.0')")
    db.close()
    before = (folder / "project.db").read_bytes()
    for write in (True, False):
        with pytest.raises(ProjectError) as caught:
            Project.open(folder, write=write)
        assert caught.value.info.code == "project-newer" and "9.9.0" in str(caught.value)
    assert (folder / "project.db").read_bytes() == before


@pytest.mark.parametrize("shape", sorted(p.stem for p in OLD.glob("*.sql")))
def test_every_old_shape_is_migrated_after_a_backup(shape: str, folder: Path) -> None:
    folder.mkdir()
    samples.make(folder / "assets" / "2026-01" / "old-00000000.png")
    db = sqlite3.connect(folder / "project.db")
    db.executescript((OLD / f"{shape}.sql").read_text(encoding="utf-8"))
    db.close()
    with Project.open(folder) as project:
        assert [n.code for n in project.notices] == ["project-migrated"]
        assert (folder / project.notices[0].params["kept"]).exists()
        (asset,) = project.store.page(text="旧的").assets
        assert asset.id == "0000000000000000000" and not asset.missing
        assert [row["name"] for row in project.database.read("SELECT name FROM step")] == list(migrations.STEPS)
        if shape != "1-assets":
            (job,) = project.jobs.load()
            assert job.request.prompt == "等待"


def test_reading_an_older_project_says_what_to_do(folder: Path) -> None:
    folder.mkdir()
    db = sqlite3.connect(folder / "project.db")
    db.executescript((OLD / "1-assets.sql").read_text(encoding="utf-8"))
    db.close()
    with Project.open(folder, write=False) as project, pytest.raises((StudioError, sqlite3.OperationalError)):
        project.store.page()


def test_files_without_rows_are_found_and_rows_without_files_marked(project: Project, folder: Path) -> None:
    kept, lost, orphan = add(project), add(project), add(project)
    project.store.file(lost).unlink()
    with project.database.transaction() as db:
        db.execute("DELETE FROM asset WHERE id = ?", (orphan.id,))
    (folder / "assets" / "half.png.part").write_bytes(b"half")
    project.close()
    with Project.open(folder) as again:
        found = {a.id: a for a in again.store.page().assets}
        assert set(found) == {kept.id, lost.id, orphan.id}
        assert found[lost.id].missing and not found[kept.id].missing
        assert found[orphan.id].recipe == orphan.recipe
        assert not list((folder / "assets").glob("*.part"))


def test_a_file_moved_to_the_trash_by_a_crash_is_set_right(project: Project, folder: Path) -> None:
    asset = add(project)
    path = project.store.file(asset)
    target = folder / asset.path.replace("assets/", "trash/")
    target.parent.mkdir(parents=True)
    path.replace(target)
    project.close()
    with Project.open(folder) as again:
        found = again.store.page(trashed=True).assets
        assert [a.id for a in found] == [asset.id] and not found[0].missing
        again.store.restore([asset.id])
        assert path.is_file()


def test_a_read_only_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ResourceError) as caught:
        Project.create(tmp_path / "locked")
    assert caught.value.info.code == "folder-readonly"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_while_adding_loses_nothing(step: str, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    source = samples.make(project.jobs_folder / "job" / "a.png")

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
        with pytest.raises(OSError) as caught:
            project.store.add(source, recipe=samples.recipe(), kind="image")
    assert as_error_info(caught.value).code == "disk-full"
    assert source.is_file() and project.store.page().assets == ()
    assert not [p for p in (project.folder / "assets").rglob("*") if p.is_file()]
    project.store.add(source, recipe=samples.recipe(), kind="image")
    assert len(project.store.page().assets) == 1


def test_jobs_survive(project: Project, folder: Path) -> None:
    job = new_job(requests.build("text", {"prompt": "写一首诗 🌊", "max_tokens": 5}))
    project.jobs.put(job)
    job.move_to(JobState.RUNNING)
    job.move_to(JobState.FAILED)
    job.error = ErrorInfo(code="worker-died", params={"reason": "x"})
    project.jobs.put(job)
    project.jobs.set_paused(True)
    with project.database.transaction() as db:
        db.execute("INSERT INTO job VALUES ('strange', 0, 'waiting', '{\"future\": 1}')")
    project.close()
    with Project.open(folder) as again:
        (kept,) = again.jobs.load()
        assert kept == job and again.jobs.paused()
        assert again.database.read("SELECT 1 FROM job WHERE id = 'strange'")
        again.jobs.remove(job.id)
        assert again.jobs.load() == []


def test_the_writer_tells_outcomes_in_order_and_survives_errors(project: Project) -> None:
    writer = GalleryWriter(project)
    writer.start()
    heard: list[tuple[object, str]] = []
    done = threading.Event()

    def note(value: object, error: ErrorInfo | None) -> None:
        heard.append((value, error.code if error else ""))

    writer.call(lambda: 1, note)
    writer.call(lambda: 1 / 0, note)
    writer.call(lambda: project.store.get("nobody"), note)
    writer.call(lambda: 2, lambda value, error: (note(value, error), done.set()))
    assert done.wait(10)
    writer.close()
    writer.call(lambda: 3, note)
    assert heard == [(1, ""), (None, "internal"), (None, "asset-missing"), (2, ""), (None, "internal")]
    assert not writer.is_alive()


def test_threads_write_beside_each_other(project: Project) -> None:
    def work(number: int) -> None:
        for n in range(5):
            project.jobs.put(new_job(requests.build("text", {"prompt": f"{number} {n}"})))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(project.jobs.load()) == 20


KILLED = """
import os, random, sys, threading, time
from pathlib import Path
from studio.gallery.project import Project
from tests.support import samples
project = Project.open(Path(sys.argv[1]))
threading.Thread(target=lambda: (time.sleep(float(sys.argv[2])), os.kill(os.getpid(), 9)), daemon=True).start()
while True:
    source = samples.make(project.jobs_folder / "j" / "a.png")
    print(project.store.add(source, recipe=samples.recipe(), kind="image").id, flush=True)
"""


def test_a_kill_at_any_moment_loses_no_asset(project: Project, folder: Path) -> None:
    project.close()
    told: set[str] = set()
    for wait in ("0.02", "0.05", "0.09", "0.13"):
        result = subprocess.run([sys.executable, "-c", KILLED, str(folder), wait], capture_output=True, text=True)
        assert result.returncode == -signal.SIGKILL, result.stderr
        told |= set(result.stdout.split())
    assert told
    with Project.open(folder) as again:
        assets = {a.id: a for a in again.store.page(limit=10_000).assets}
        assert told <= set(assets)
        assert all(again.store.file(a).is_file() for a in assets.values())
        assert again.database.healthy()


def test_what_can_be_read_of_a_damaged_database_is_kept(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = add(project)
    project.store.rename(asset.id, "我的苹果")
    project.store.star(asset.id, True)
    job = new_job(requests.build("text", {"prompt": "写一首诗"}))
    project.jobs.put(job)
    project.database.close()  # as after a crash: the lock file does not say that the end was in order
    assert project._lock is not None and project._lock._descriptor is not None
    os.close(project._lock._descriptor)
    project._lock._descriptor = None
    with monkeypatch.context() as patch:
        patch.setattr("studio.gallery.database.Database.healthy", lambda self: False)
        again = Project.open(folder)
    with again:
        assert again.notices[0].code == "project-corrupt"
        found = again.store.get(asset.id)
        assert (found.title, found.starred, found.created) == ("我的苹果", True, asset.created)
        assert [j.id for j in again.jobs.load()] == [job.id]


def test_a_failing_disk_is_not_taken_for_damage(project: Project, folder: Path) -> None:
    add(project)
    project.close()

    class Failing(sqlite3.OperationalError):
        sqlite_errorcode = sqlite3.SQLITE_IOERR_READ

    with pytest.raises(ResourceError) as caught, database.translated(folder / "project.db"):
        raise Failing("disk I/O error")
    assert caught.value.info.code == "folder-failing" and not list(folder.glob("*.damaged*"))


def test_a_database_that_breaks_while_open_is_named(project: Project, folder: Path) -> None:
    class Broken(sqlite3.DatabaseError):
        sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    with pytest.raises(StudioError) as caught, database.translated(folder / "project.db"):
        raise Broken("malformed")
    assert as_error_info(caught.value).code == "project-damaged" and folder.name in str(caught.value)
