"""One wish for many rows: each checked, all named, models looked for once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio.core import batches
from studio.core.errors import ModelError
from studio.core.requests import ImageRequest, InputRef, Request, TextRequest
from studio.core.tables import Row


def rows(*values: dict[str, str], **inputs: Path) -> list[Row]:
    return [Row(n, v, inputs, f"name {n}") for n, v in enumerate(values, 2)]


def test_each_row_changes_what_it_names(tmp_path: Path) -> None:
    found = batches.check(
        "image", rows({"prompt": "a"}, {"prompt": "b", "seed": "9", "hires.scale": "2"}), {"steps": 12}, name="x" * 200
    )
    first, second = (item.request for item in found.items)
    assert isinstance(first, ImageRequest) and isinstance(second, ImageRequest)
    assert (first.prompt, first.steps, first.seed) == ("a", 12, None)
    assert (second.seed, second.hires and second.hires.scale) == (9, 2.0)
    assert [item.title for item in found.items] == ["name 2", "name 3"] and len(found.name) == 80
    jobs = found.jobs()
    places = [job.batch for job in jobs if job.batch is not None]
    assert [(p.number, p.total) for p in places] == [(1, 2), (2, 2)] and len({p.id for p in places}) == 1
    assert found.jobs()[0].batch.id != places[0].id


def test_problems_name_their_rows_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "good.png").write_bytes(b"x")
    mixed = [
        Row(2, {"width": "wide"}, {}),
        Row(3, {}, {"source": tmp_path / "没有.png"}),
        Row(4, {}, {"source": tmp_path / "empty.png"}),
        Row(5, {}, {"source": tmp_path / "a\0b.png"}),
        Row(6, {}, {"source": tmp_path / "good.png"}),
        Row(7, {"prompt": "x" * 100_001}, {"source": tmp_path / "good.png"}),
    ]
    found = batches.check("image", mixed, {"prompt": "a", "task": "image-to-image"}, name="b")
    assert [(p.row.number, p.error.code) for p in found.problems] == [
        (2, "setting-invalid"), (3, "input-missing"), (4, "input-empty"), (5, "input-missing"), (7, "prompt-too-long"),
    ]  # fmt: skip
    assert [item.row.number for item in found.items] == [6] and found.size == 6


def test_pictures_take_the_place_of_the_shared_one(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    shared = {
        "task": "inpaint",
        "prompt": "a",
        "inputs": (InputRef(path="/s.png"), InputRef(path="/m.png", role="mask")),
    }
    found = batches.check(
        "image", rows({}, source=tmp_path / "a.png"), shared, name="b", asset_of=lambda path: "id-" + path.stem
    )
    request = found.items[0].request
    assert request.input() == InputRef(path=str(tmp_path / "a.png"), asset="id-a")
    assert request.input("mask") == InputRef(path="/m.png", role="mask")


def test_pictures_for_a_task_that_takes_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    found = batches.check("image", rows({}, source=tmp_path / "a.png"), {"prompt": "a"}, name="b")
    assert "works on a picture" in str(found.problems[0].error)


def test_models_are_looked_for_once_for_each_kind() -> None:
    asked: list[str] = []

    def resolve(request: Request) -> Any:
        asked.append(request.model)
        if request.model == "gone":
            raise ModelError("model-missing", model="gone")

    resolving = batches.Resolving(resolve)

    def finish(request: Request) -> Request:
        resolving(request)
        return request

    many = rows(*({"prompt": f"p{n}", "seed": str(n), "model": ("a", "gone")[n % 2]} for n in range(200)))
    found = batches.check("image", many, {}, name="b", finish=finish)
    assert sorted(asked) == ["a", "gone"] and len(found.items) == len(found.problems) == 100
    assert "“gone” is not installed" in str(found.problems[-1].error)


def test_it_can_be_stopped() -> None:
    count = iter(range(10))
    found = batches.check("text", rows(*[{"prompt": "a"}] * 9), {}, name="b", cancelled=lambda: next(count) == 3)
    assert len(found.items) == 3 and isinstance(found.items[0].request, TextRequest)


@pytest.mark.parametrize("name", ["春季 pictures", "a.b.csv"])
def test_names_come_from_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "春季 pictures").mkdir()
    assert batches.name_of(tmp_path / name) == {"a.b.csv": "a.b"}.get(name, name)
