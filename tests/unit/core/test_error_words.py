"""Errors say what they say in phrases: what is passed as plain text reaches a Chinese window in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from studio.core.errors import ErrorInfo, InputError, ModelError, as_error_info, listed, phrase, verbatim

STUDIO = Path(__file__).resolve().parents[3] / "studio"
KINDS = {
    "StudioError", "InputError", "ModelError", "ResourceError", "ProjectError", "WorkerError", "ExportError"
}  # fmt: skip
BUGS = ("internal", "result-invalid")
WORDS = {"hint", "reason", "what", "expected", "part"}
"""What the types of StudioError's parameters keep to phrases; the others are names, numbers or phrases."""


def calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in names:
                yield node


def written(value: ast.expr) -> str:
    """The literal text of an expression, joined from its parts; "" for one that is none."""
    if isinstance(value, ast.IfExp):
        return f"{written(value.body)} {written(value.orelse)}".strip()
    if isinstance(value, ast.BinOp):
        return written(value.left) + written(value.right)
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    return "".join(str(p.value) for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))


def plain_words(source: str) -> list[str]:
    """Parameters of errors that are written out as words; file names, dotted names and units are none."""
    tree = ast.parse(source)
    found = []
    for function in [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))]:
        texts: dict[str, str] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                texts[node.targets[0].id] = written(node.value)
        for call in calls(function, KINDS):
            for keyword in call.keywords:
                value = keyword.value
                text = texts.get(value.id, "") if isinstance(value, ast.Name) else written(value)
                word = re.search(r"[a-z]{2,} |\b[a-z]{3,}$", text) if "." not in text and "_" not in text else None
                if (keyword.arg in WORDS and text) or (word and keyword.arg not in NAMES):
                    found.append(f"{call.lineno}: {keyword.arg}={text!r}")
    return list(dict.fromkeys(found))


NAMES = {"name", "task", "file", "path", "languages", "format", "detail"}
"""Parameters that are names of settings, tasks, files and formats, which are translated where there is a word."""


def test_every_module_passes_phrases() -> None:
    found = {}
    for path in STUDIO.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "Error(" in source and (wrong := plain_words(source)):
            found[str(path.relative_to(STUDIO))] = wrong
    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        'raise InputError("setting-invalid", name="steps", value=3, hint="Choose less.")',
        'raise ModelError("model-damaged", file="a.json", reason=f"it holds {n} parts")',
        'def f():\n    why = "it is missing"\n    raise ModelError("model-damaged", file="a.json", reason=why)',
        'raise InputError("setting-invalid", name="mask", value="all white", hint=phrase("Paint."))',
        'raise InputError("input-too-large", name=n, size="more elements", limit=phrase("less"))',
    ],
)
def test_the_guard_notices_plain_words(code: str) -> None:
    assert plain_words(code)


def test_errors_are_made_as_errors_and_not_by_hand() -> None:
    """An ErrorInfo of its own has no phrases."""
    for path in STUDIO.rglob("*.py"):
        for call in calls(ast.parse(path.read_text(encoding="utf-8")), {"ErrorInfo"}):
            params = next((k.value for k in call.keywords if k.arg == "params"), None)
            keys = [k.value for k in getattr(params, "keys", []) if isinstance(k, ast.Constant)]
            assert path.name == "errors.py" or not WORDS.intersection(keys), f"{path.name}:{call.lineno}"


def test_only_bugs_are_told_in_words_that_nobody_translates() -> None:
    for path in STUDIO.rglob("*.py"):
        for call in calls(ast.parse(path.read_text(encoding="utf-8")), KINDS):
            code = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
            for keyword in call.keywords:
                bare = isinstance(keyword.value, ast.Call) and ast.unparse(keyword.value.func) == "verbatim"
                data = keyword.arg == "part" or "commands" in path.parts
                assert not bare or data or code in BUGS, f"{path.name}:{call.lineno}"


def test_phrases_hold_phrases_and_travel() -> None:
    error = ModelError(
        "addition-none",
        kind=phrase("{first} or {second}", first=verbatim("VAE"), second=phrase("an upscaler")),
        model="m",
    )
    sent = msgspec.json.decode(msgspec.json.encode(error.info), type=ErrorInfo)
    assert sent == error.info and str(sent).startswith("No VAE or an upscaler that fits “m” is installed.")
    assert str(listed(["a", phrase("b"), "c"])) == "a, b, c" and str(listed(["a"])) == "a"


def test_errors_of_older_versions_are_read() -> None:
    old = b'{"code": "setting-invalid", "params": {"name": "steps", "value": "x", "hint": "Choose less."}}'
    assert str(msgspec.json.decode(old, type=ErrorInfo)) == "“steps” cannot be x. Choose less."
    assert as_error_info(InputError("prompt-empty")).phrases == {}
