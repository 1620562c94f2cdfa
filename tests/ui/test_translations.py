from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from studio.core.errors import MESSAGES, ErrorInfo, Phrase
from studio.ui.translations import error_text, phrase_text

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_translations", ROOT / "packaging" / "update_translations.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def gathered(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The .ts file as it would be after bringing it up to date."""
    copy = tmp_path_factory.mktemp("译文 ts") / tool.TS.name
    copy.write_bytes(tool.TS.read_bytes())
    tool.gather(copy)
    return copy


def test_every_string_has_a_chinese_translation(tool: ModuleType, gathered: Path) -> None:
    assert tool.missing(gathered) == []


def test_whatever_is_said_with_tr_is_gathered(tool: ModuleType, gathered: Path) -> None:
    """lupdate passes over some places, f-strings among them, and says nothing."""
    contexts = ElementTree.parse(gathered).getroot().iter("context")
    have = {(c.findtext("name"), m.findtext("source")) for c in contexts for m in c.iter("message")}
    lost = []
    for path in tool.sources():
        for kind in (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ClassDef)):
            calls = [
                n for n in ast.walk(kind) if isinstance(n, ast.Call) and ast.unparse(n.func) == "self.tr" and n.args
            ]
            parts = [part for call in calls for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant)]
            lost += [
                (kind.name, p.value) for p in parts if isinstance(p.value, str) and (kind.name, p.value) not in have
            ]
    assert lost == []


def test_placeholders_are_those_of_the_source(tool: ModuleType) -> None:
    wrong = []
    for message in ElementTree.parse(tool.TS).getroot().iter("message"):
        source, text = message.findtext("source") or "", message.findtext("translation") or ""
        if sorted(re.findall(r"{\w+}", source)) != sorted(re.findall(r"{\w+}", text)):
            wrong.append(source)
    assert wrong == []


def test_the_compiled_file_is_up_to_date(tool: ModuleType, tmp_path: Path) -> None:
    tool.release(tool.TS, tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == tool.QM.read_bytes()


def test_the_compiled_file_is_loaded(qapp: QCoreApplication, tool: ModuleType) -> None:
    translator = QTranslator()
    assert translator.load(str(tool.QM))
    assert translator.translate("words", "Upscale") == "放大"
    assert translator.translate("errors", "The prompt is empty.") == "提示词为空。"
    assert translator.translate("catalogue", "Warm pastel") == "暖色粉彩"
    assert translator.translate("catalogue", "Built-in icon model") == "内置图标模型"


NAMES = {
    *(
        "Anything",
        "Clip",
        "Debian",
        "Depth",
        "Diffusion",
        "Flux",
        "Markdown",
        "Ogg",
        "Opus",
        "Python",
        "Stable",
        "Swin",
    ),
    *("Triton", "Ubuntu", "Union", "Vorbis", "Windows", "diffusers", "doctor", "ncnn", "npm", "pickle", "pip"),
    *("safetensors", "spandrel", "timm", "transformers", "bin", "param", "gguf", "csv", "json", "txt"),
    # What is typed as it stands: options, settings by their names, values.
    *("aigc", "studio", "skip", "missing", "python", "bench", "install", "no", "deps", "set", "key", "value", "steps"),
    *(
        "guidance",
        "seed",
        "model",
        "hires",
        "strength",
        "mask",
        "picture",
        "true",
        "false",
        "prompt",
        "negative",
        "name",
    ),
    *(
        "fonts",
        "noto",
        "cjk",
        "wqy",
        "microhei",
        "nodejs",
        "org",
        "config",
        "image",
        "encoder",
        "index",
        "rrggbb",
        "cpp",
    ),
}
"""English in a Chinese sentence that is a name: all that has several capitals or digits is one anyway."""


def english_in(text: str) -> list[str]:
    words = re.findall(r"[A-Za-z0-9+]+(?:[-._][A-Za-z0-9]+)*", text)
    return [w for w in words if re.fullmatch(r"[A-Z]?[a-z]{1,}", w) and len(w) > 1 and w not in NAMES]


def test_no_error_has_english_in_its_chinese_sentences(qapp: QCoreApplication, tool: ModuleType) -> None:
    """Every sentence and every phrase that can stand in one, its parameters filled in."""
    translator = QTranslator()
    assert translator.load(str(tool.QM)) and qapp.installTranslator(translator)
    found = {}
    try:
        for code, message in MESSAGES.items():
            fields = dict.fromkeys(re.findall(r"{(\w+)}", " ".join(message)), "一")
            said = " ".join(error_text(ErrorInfo(code=code, params=fields)))
            found[code] = english_in(said)
        phrases = [text for path in sorted((ROOT / "studio").rglob("*.py")) for text in tool.phrases(path)]
        for text in phrases:
            said = phrase_text(Phrase(text, dict.fromkeys(re.findall(r"{(\w+)}", text), "一")))
            found[text] = english_in(said)
    finally:
        qapp.removeTranslator(translator)
    assert len(phrases) > 200 and {text: wrong for text, wrong in found.items() if wrong} == {}
