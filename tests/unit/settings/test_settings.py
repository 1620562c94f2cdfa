from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from studio.settings import migration, schema, store
from studio.settings.schema import Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "配置 文件" / "settings.json"


def test_defaults_without_a_file(path: Path) -> None:
    assert store.load(path) == Settings()


def test_round_trip(path: Path) -> None:
    settings = Settings(language="zh_CN", theme="dark", project_folder="/home/设计/项目", tabs={"text": {"top_p": 0.5}})
    store.save(path, settings)
    assert store.load(path) == settings
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"null"])
def test_damaged_file_is_kept_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert store.load(path) == Settings()
    kept = list(path.parent.glob("settings.json.damaged-*"))
    assert len(kept) == 1
    assert kept[0].read_bytes() == content


def test_one_bad_value_does_not_cost_the_others(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 1, "theme": "pink", "threads": 3, "unknown": 1}))
    assert store.load(path) == Settings(threads=3)


def test_version_0_had_a_dark_flag(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"dark": True, "threads": 2}))
    loaded = store.load(path)
    assert (loaded.theme, loaded.threads, loaded.version) == ("dark", 2, schema.SETTINGS_VERSION)


def test_there_is_a_step_for_every_version() -> None:
    assert len(migration.STEPS) == schema.SETTINGS_VERSION


def test_failed_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(path, Settings(threads=1))

    def broken(_: int) -> None:
        raise OSError(28, "No space left")

    monkeypatch.setattr("studio.core.files.os.fsync", broken)
    with pytest.raises(OSError, match="space"):
        store.save(path, Settings(threads=2))
    assert store.load(path).threads == 1
    assert len(list(path.parent.iterdir())) == 1


def test_recent_projects_are_unique_and_at_most_ten() -> None:
    settings = Settings()
    for n in range(14):
        settings = schema.with_recent(settings, f"/p/{n % 12}")
    assert settings.last_project == "/p/1"
    assert len(settings.recent_projects) == schema.RECENT_LIMIT
    assert len(set(settings.recent_projects)) == schema.RECENT_LIMIT


def test_every_shown_setting_is_described() -> None:
    shown = [f.name for f in msgspec.structs.fields(Settings) if f.name not in ("version", "window", "tabs", "drafts")]
    assert all(schema.title_of(n) != n and schema.description_of(n) for n in shown)
