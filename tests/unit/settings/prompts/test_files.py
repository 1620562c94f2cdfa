"""Wildcards, styles, presets: what is shipped, what users bring, and what strangers' files cannot do."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from studio.core import paths
from studio.core.errors import InputError
from studio.core.prompting.dynamic import Options, parse
from studio.settings.prompts import book, reading, shelves, wildcards
from studio.settings.prompts.importing import import_files
from studio.settings.prompts.items import Preset, Style
from studio.settings.prompts.shelves import NEGATIVES, PRESETS, STYLES


def put(path: Path, content: str | bytes | dict[str, Any] | list[Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, dict | list):
        content = json.dumps(content, ensure_ascii=False)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def own(folder: str, name: str) -> Path:
    return paths.prompt_files_dir(folder) / name


def test_what_is_shipped_is_whole() -> None:
    found = book.load()
    assert found.problems == ()
    assert {"animals", "animals/birds", "材质"} <= set(found.wildcards.names)
    assert len(found.styles) >= 20 and found.presets and found.negatives
    for file in found.wildcards.files:
        for text in file.options.texts:
            parsed = parse(text)
            assert parsed.problems == ()
            assert all(found.wildcards.get(mark.name) for mark in parsed.marks if mark.kind == "wildcard")
    for item in found.styles.values():
        assert "{prompt}" in item.value.prompt and item.value.label("zh_CN") != item.value.name
    for preset in found.presets.values():
        for name in preset.value.values().get("styles", ()):
            found.styles.need(name)


def test_lines_of_a_wildcard_file() -> None:
    text = "﻿# heading\r\n\r\n  oak \n3::elm\n\\#1 dad\n{big|small} __animals__\n# end"
    path = put(paths.wildcards_dir() / "我的" / "树 木.txt", text)
    cards, problems = wildcards.load()
    assert not problems
    assert cards.get("我的/树 木") == Options(("oak", "elm", "#1 dad", "{big|small} __animals__"), (1.0, 3.0, 1.0, 1.0))
    file = cards.file("我的/树 木")
    assert file is not None and file.path == path and file.own


def test_names_ignore_case_and_stars_gather() -> None:
    put(paths.wildcards_dir() / "Trees" / "Oaks.txt", "red oak")
    put(paths.wildcards_dir() / "trees" / "elms.txt", "2::wych elm")
    cards, _ = wildcards.load()
    assert cards.get("TREES/oaks") == Options(("red oak",))
    assert cards.get("trees/*") == Options(("wych elm", "red oak"), (2.0, 1.0))
    assert cards.get("trees/x*") is None


def test_the_users_own_takes_the_place_of_what_is_shipped() -> None:
    put(paths.wildcards_dir() / "animals.txt", "unicorn")
    put(own("styles", "mine.json"), {"version": 1, "name": "Watercolour", "prompt": "my {prompt}"})
    found = book.load()
    assert found.wildcards.get("animals") == Options(("unicorn",))
    assert found.styles.need("watercolour").prompt == "my {prompt}"
    assert found.styles["watercolour"].own


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"\xff\xfe\x00", "UTF-8"),
        ("a.txt", b"a\0b", "not a text"),
        ("a.txt", b"x" * (reading.FILE_BYTES + 1), "larger than"),
        ("a__b.txt", b"x", "characters"),
        ("_a.txt", b"x", "characters"),
    ],
)
def test_wildcard_files_that_are_left_out(name: str, content: bytes, reason: str) -> None:
    put(paths.wildcards_dir() / name, content)
    put(paths.wildcards_dir() / "good.txt", "fine")
    cards, problems = wildcards.load()
    assert cards.get("good") == Options(("fine",))
    assert [p.path.name for p in problems] == [name]
    assert reason in str(problems[0].info)


DEEP = "[" * 200_000


@pytest.mark.parametrize(
    ("folder", "content", "reason"),
    [
        ("styles", b"", "JSON"),
        ("styles", b"\x80\x02}q", "JSON"),
        ("styles", DEEP.encode(), "JSON"),
        ("styles", ('{"styles": ' + DEEP).encode(), "JSON"),
        ("styles", b"[1]", "JSON object"),
        ("styles", {"version": 9, "name": "a", "prompt": "b"}, "newer"),
        ("styles", {"styles": "x"}, "not a list"),
        ("styles", {"styles": [{"name": "a"}]}, "a: "),
        ("styles", {"name": " a", "prompt": "b"}, "“name”"),
        ("styles", {"name": "a\nb", "prompt": "b"}, "“name”"),
        ("styles", {"name": "a", "prompt": "b" * 20_000}, "“prompt”"),
        ("styles", {"name": "a", "prompt": ["b"]}, "“prompt”"),
        ("styles", {"styles": [{"name": str(n), "prompt": "b"} for n in range(6000)]}, "more than"),
        ("presets", {"name": "a", "settings": {"steps": 9999}}, "steps"),
        ("presets", {"name": "a", "settings": {"prompt": "x"}}, "prompt"),
        ("presets", {"name": "a", "settings": {"inputs": []}}, "inputs"),
        ("presets", {"name": "a", "settings": {"colour": 1}}, "colour"),
        ("presets", {"name": "a", "settings": {"guidance": "NaN"}}, "guidance"),
        ("presets", b'{"name": "a", "settings": {"guidance": NaN}}', "JSON"),
        ("negatives", {"name": "a", "negative": ""}, "“negative”"),
    ],
)
def test_files_of_strangers_are_refused_in_a_sentence_and_the_rest_is_there(
    folder: str, content: Any, reason: str
) -> None:
    put(own(folder, "bad.json"), content)
    found = book.load()
    assert [p.path.name for p in found.problems] == ["bad.json"]
    assert reason in str(found.problems[0].info)
    assert len(str(found.problems[0].info)) < 1000
    assert found.styles and found.presets and found.negatives


def test_a_loop_of_folders_ends(tmp_path: Path) -> None:
    folder = paths.wildcards_dir()
    put(folder / "a" / "x.txt", "x")
    for name in ("one", "two", "three"):
        (folder / "a" / name).symlink_to(folder, target_is_directory=True)
    assert "a/x" in wildcards.load()[0].names


def test_saving_replacing_and_deleting_keep_what_was() -> None:
    style = Style(name="夜 night", prompt="{prompt} at night")
    path = shelves.save(STYLES, style, book.load().styles)
    assert path.name == "夜 night.json"
    changed = Style(name="夜 Night", prompt="{prompt}, moonlight", negative="sun")
    assert shelves.save(STYLES, changed, book.load().styles) == path
    found = book.load().styles
    assert found.need("夜 night") == changed
    assert [json.loads(p.read_bytes())["prompt"] for p in (path.parent / ".trash").iterdir()] == ["{prompt} at night"]
    shelves.delete(STYLES, found["夜 night"])
    assert "夜 night" not in book.load().styles and not path.exists()
    assert len(list((path.parent / ".trash").iterdir())) == 2


def test_one_of_a_list_is_deleted_and_the_others_stay() -> None:
    put(own("negatives", "list.json"), {"negatives": [{"name": n, "negative": n} for n in "abc"]})
    shelves.delete(NEGATIVES, book.load().negatives["b"])
    assert {"a", "c"} <= set(book.load().negatives)
    assert "b" not in book.load().negatives


def test_what_is_shipped_cannot_be_deleted() -> None:
    item = book.load().styles["watercolour"]
    shelves.delete(STYLES, item)
    assert item.path.is_file() and "watercolour" in book.load().styles


@pytest.mark.parametrize("name", ["../../evil", "a/b", "CON", "..", "x" * 80, 'q"?*<>|:'])
def test_a_name_is_no_path(name: str) -> None:
    path = shelves.save(STYLES, Style(name=name, prompt="x"), book.load().styles)
    assert path.parent == paths.prompt_files_dir("styles")
    assert book.load().styles.need(name).prompt == "x"


A1111 = (
    'name,prompt,negative_prompt\n==== HEADING ====,,\nNoir,"black and white {prompt}, ""noir""",colour\n水墨,水墨画,\n'
)
FOOOCUS = [
    {"name": "cine", "prompt": "cinematic still {prompt} . emotional", "negative_prompt": "anime"},
    {"name": "plain", "negative_prompt": "ugly"},
]


def test_styles_of_others_come_in(tmp_path: Path) -> None:
    files = [put(tmp_path / "styles.csv", "﻿" + A1111), put(tmp_path / "sdxl_styles.json", FOOOCUS)]
    outcome = import_files(files)
    assert outcome.problems == [] and outcome.names == {"styles": ["Noir", "水墨", "cine", "plain"]}
    styles = book.load().styles
    assert styles.need("noir").prompt == 'black and white {prompt}, "noir"'
    assert styles.need("cine").negative == "anime"


def test_our_own_files_come_in_by_their_kind(tmp_path: Path) -> None:
    wild = put(tmp_path / "trees.txt", "oak\nelm")
    put(tmp_path / "pack" / "sub" / "fish.txt", "carp")
    preset = put(tmp_path / "p.json", {"version": 1, "name": "P", "settings": {"steps": 7, "styles": ["ink"]}})
    negative = put(tmp_path / "n.json", {"version": 1, "name": "N", "negative": "bad"})
    style = put(tmp_path / "s.json", {"version": 1, "name": "S", "prompt": "{prompt} s"})
    outcome = import_files([wild, tmp_path / "pack", preset, negative, style])
    assert outcome.problems == []
    assert outcome.names == {
        "wildcards": ["trees", "pack/sub/fish"],
        "presets": ["P"],
        "negatives": ["N"],
        "styles": ["S"],
    }
    found = book.load()
    assert found.presets.need("p").values() == {"steps": 7, "styles": ("ink",)}
    assert found.wildcards.get("pack/sub/fish") == Options(("carp",))


@pytest.mark.parametrize(
    ("name", "content", "only"),
    [
        ("a.csv", "a,b\n1,2\n", ""),
        ("a.csv", "name,prompt\n", ""),
        ("a.csv", b"\xff\xff", ""),
        ("a.csv", 'name,prompt\na,"' + "x" * 200_000, ""),
        ("a.txt", "# nothing\n", ""),
        ("a.json", [1, 2], ""),
        ("a.json", [[]], ""),
        ("a.exe", "MZ", ""),
        ("a.json", {"version": 1, "name": "P", "settings": {"steps": 7}}, "styles"),
        ("a.txt", "oak", "styles"),
    ],
)
def test_an_import_that_fails_leaves_nothing_behind(name: str, content: Any, only: str, tmp_path: Path) -> None:
    outcome = import_files([put(tmp_path / name, content), tmp_path / "missing.json"], only)
    assert outcome.count == 0
    assert [p.path.name for p in outcome.problems] == [name, "missing.json"]
    assert not list(paths.config_dir().rglob("*.json")) and not list(paths.config_dir().rglob("*.txt"))


def test_importing_twice_replaces_and_keeps_the_older_file(tmp_path: Path) -> None:
    source = put(tmp_path / "trees.txt", "oak")
    import_files([source])
    put(source, "elm")
    import_files([source])
    assert wildcards.load()[0].get("trees") == Options(("elm",))
    assert [p.read_text() for p in (paths.wildcards_dir() / ".trash").iterdir()] == ["oak"]


def test_the_stamp_tells_of_changes() -> None:
    path = put(paths.wildcards_dir() / "a.txt", "x")
    found = book.load()
    assert book.stamp_now() == found.stamp
    os.utime(path, ns=(1, 1))
    assert book.stamp_now() != found.stamp


def test_a_preset_of_another_kind_knows_its_settings() -> None:
    assert Preset(name="calm", kind="text", settings={"temperature": 0.2}).values() == {"temperature": 0.2}
    with pytest.raises(InputError, match="steps"):
        Preset(name="calm", kind="text", settings={"steps": 2}).values()
    assert list(shelves.load(PRESETS)[0])
