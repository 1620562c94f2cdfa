"""What ``--input`` is for."""

from __future__ import annotations

from pathlib import Path

from studio import cli
from studio.commands.run import build_request


def test_inputs_say_their_role(tmp_path: Path) -> None:
    for name in ("a.png", "b=c.png"):
        (tmp_path / name).touch()
    words = ["run", "image", "--task", "cutout", "--project", str(tmp_path)]
    words += ["--input", f"{tmp_path}/a.png", "--input", f"background={tmp_path}/b=c.png"]
    request = build_request(cli._parser().parse_args(words), None)
    assert [(i.role, Path(i.path).name) for i in request.inputs] == [("source", "a.png"), ("background", "b=c.png")]


def test_a_file_whose_name_has_an_equals_sign_is_the_source(tmp_path: Path) -> None:
    words = ["run", "image", "--task", "edit", "--project", str(tmp_path), "--input", str(tmp_path / "x=1")]
    (only,) = build_request(cli._parser().parse_args(words), None).inputs
    assert (only.role, Path(only.path).name) == ("source", "x=1")
