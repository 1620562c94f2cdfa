"""Brings resources/translations up to date: ``python packaging/update_translations.py``.

Gathers every string of the interface with lupdate, and those that reach it as data (error sentences, settings,
catalogue) from the modules that declare them; then compiles the .qm file. Strings without a translation are listed.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
TS = ROOT / "resources" / "translations" / "studio_zh_CN.ts"
QM = TS.with_suffix(".qm")
_TOOLS = Path(sys.executable).parent


def data_strings() -> dict[str, list[str]]:
    """Strings that are shown but not written in the interface's code, by context."""
    sys.path.insert(0, str(ROOT))
    import msgspec

    from studio.core.errors import MESSAGES
    from studio.core.paths import resources_dir
    from studio.settings import schema

    catalogue = msgspec.json.decode((resources_dir() / "models" / "catalogue.json").read_bytes())
    models = catalogue["models"] if isinstance(catalogue, dict) else catalogue
    names = [
        f.name for f in msgspec.structs.fields(schema.Settings) if f.name not in ("version", "window", "tabs", "drafts")
    ]
    found = {
        "errors": [text for message in MESSAGES.values() for text in message],
        "settings": [t for n in names for t in (schema.title_of(n), schema.description_of(n))],
        "catalogue": [
            *(m["spec"].get(k, "") for m in models for k in ("description", "quality")),
            *(m["spec"].get(k, "") for m in models for k in ("origin", "licence") if " " in m["spec"].get(k, "")),
            *(style for m in models for style in m["spec"].get("options", {}).get("styles", ())),
        ],
    }
    for path in sorted((ROOT / "studio").rglob("*.py")):
        found["errors"] += phrases(path)
    for path in sources():
        for context, texts in [*helper_strings(path).items(), *f_strings(path).items()]:
            found.setdefault(context, []).extend(texts)
    return {
        context: [t for t in dict.fromkeys(texts) if re.search(r"[A-Za-z]{2}", t)] for context, texts in found.items()
    }


def helper_strings(path: Path) -> dict[str, list[str]]:
    """Literals given to a module's own ``def tr(text): return QCoreApplication.translate("Context", text)``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    contexts: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and isinstance(node.body[-1], ast.Return):
            call = node.body[-1].value
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("QCoreApplication.translate"):
                context = call.args[0]
                if isinstance(context, ast.Constant) and not isinstance(call.args[1], ast.Constant):
                    contexts[node.name] = context.value
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in contexts and node.args:
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    found.setdefault(contexts[node.func.id], []).append(part.value)
    return found


def f_strings(path: Path) -> dict[str, list[str]]:
    """Literals given to a class's ``self.tr`` inside an f-string, where lupdate does not look."""
    found: dict[str, list[str]] = {}
    for kind in (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ClassDef)):
        calls = [
            call
            for text in ast.walk(kind)
            if isinstance(text, ast.JoinedStr)
            for call in ast.walk(text)
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "self.tr"
        ]
        given = [call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)]
        if given:
            found[kind.name] = [text for text in given if isinstance(text, str)]
    return found


def phrases(path: Path) -> list[str]:
    """The templates given to ``studio.core.errors.phrase``: every literal in the call's first argument."""
    calls = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call) and n.args]
    named = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "phrase"]
    parts = [part for first in named for part in ast.walk(first) if isinstance(part, ast.Constant)]
    return [part.value for part in parts if isinstance(part.value, str)]


def sources() -> list[Path]:
    folders = ("ui", "presenters")
    return [*sorted(p for f in folders for p in (ROOT / "studio" / f).rglob("*.py")), ROOT / "studio" / "app.py"]


def gather(ts: Path) -> None:
    """Run lupdate over the code and the gathered data strings into ``ts``."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data_strings.py"
        lines = [
            f"QCoreApplication.translate({context!r}, {_quoted(text)})"
            for context, texts in data_strings().items()
            for text in texts
        ]
        data.write_text("\n".join(lines) + "\n", encoding="utf-8")
        files = [str(p) for p in (*sources(), data)]
        subprocess.run(
            [str(_TOOLS / "pyside6-lupdate"), "-silent", "-no-obsolete", "-locations", "none", *files, "-ts", str(ts)],
            check=True,
        )


def missing(ts: Path) -> list[tuple[str, str]]:
    """(context, source) of every string without a finished translation."""
    found = []
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished" or not (translation.text or "").strip():
                found.append((context.findtext("name") or "", message.findtext("source") or ""))
    return found


def fill(ts: Path, words: dict[str, str]) -> None:
    """Write the translations of ``words`` (source to translation) where one is missing."""
    tree = ElementTree.parse(ts)
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        text = words.get(message.findtext("source") or "")
        # lupdate offers the translation of a like string as an unfinished guess.
        guessed = translation is not None and translation.get("type") == "unfinished"
        if translation is not None and text and (guessed or not (translation.text or "").strip()):
            translation.text = text
            translation.attrib.pop("type", None)
    ElementTree.indent(tree, "    ")
    body = ElementTree.tostring(tree.getroot(), encoding="unicode")
    ts.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def release(ts: Path, qm: Path) -> None:
    subprocess.run([str(_TOOLS / "pyside6-lrelease"), "-silent", str(ts), "-qm", str(qm)], check=True)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main() -> int:
    gather(TS)
    for path in sys.argv[1:]:
        import json

        fill(TS, json.loads(Path(path).read_text(encoding="utf-8")))
    release(TS, QM)
    left = missing(TS)
    for context, source in left:
        print(f"{context}\t{source!r}")
    print(f"{len(left)} strings are not translated.", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
