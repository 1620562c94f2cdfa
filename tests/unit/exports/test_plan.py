from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from studio.core.errors import ExportError
from studio.exports import ExportItem, ExportOptions, Resize, plan


def items(*titles: str, kind: str = "image") -> list[ExportItem]:
    return [ExportItem(id=f"id{n}", kind=kind, path=Path("x"), title=t) for n, t in enumerate(titles)]  # type: ignore[arg-type]


def planned(tmp_path: Path, titles: list[str], **options: object) -> list[str]:
    made = plan(items(*titles), ExportOptions(folder=tmp_path, **options))  # type: ignore[arg-type]
    return [f.path.name for f in made.files]


def test_names_that_differ_only_in_case_or_unicode_form_are_told_apart(tmp_path: Path) -> None:
    assert planned(tmp_path, ["Cat", "cat", "é", "e\u0301"]) == ["Cat.png", "cat (2).png", "é.png", "é (2).png"]


def test_numbers_start_where_asked(tmp_path: Path) -> None:
    assert planned(tmp_path, ["a", "b"], name="{n:03}", start=9) == ["009.png", "010.png"]


def test_scales_give_one_file_each(tmp_path: Path) -> None:
    names = planned(tmp_path, ["icon"], resize=Resize(mode="fit", width=64, scales=(1, 2, 3)), image_format="webp")
    assert names == ["icon.webp", "icon@2x.webp", "icon@3x.webp"]


def test_nothing_is_called_like_the_manifest(tmp_path: Path) -> None:
    assert [f.path.name for f in plan(items("a", kind="text"), ExportOptions(folder=tmp_path, name="x")).files] == [
        "x.md"
    ]
    assert plan(items("a"), ExportOptions(folder=tmp_path)).manifest == tmp_path / "manifest.json"
    (tmp_path / "Manifest.json").touch()
    assert plan(items("a"), ExportOptions(folder=tmp_path)).manifest == tmp_path / "manifest-2.json"


def test_existing_files_are_marked_and_kept_in_the_plan(tmp_path: Path) -> None:
    (tmp_path / "A.png").touch()
    made = plan(items("a", "b"), ExportOptions(folder=tmp_path))
    assert [f.exists for f in made.files] == [True, False]
    assert len(made.existing) == 1


def test_a_format_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        plan(items("a"), ExportOptions(folder=tmp_path, image_format="mp3"))
    assert "png, webp, jpeg" in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"quality": 0},
        {"dpi": -1},
        {"resize": Resize(mode="exact", width=10)},
        {"resize": Resize(mode="fit", width=99_999)},
        {"resize": Resize(scales=())},
        {"resize": Resize(scales=(9,))},
        {"sample_rate": 5},
    ],
)
def test_settings_out_of_range_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(ExportError) as caught:
        plan(items("a"), msgspec.structs.replace(ExportOptions(folder=tmp_path), **change))
    assert caught.value.info.code == "setting-invalid"


def test_ten_thousand_equal_titles_are_planned_quickly(tmp_path: Path) -> None:
    made = plan(items(*["same"] * 2000), ExportOptions(folder=tmp_path, name="{title} {n}"))
    assert len({f.path for f in made.files}) == 2000
