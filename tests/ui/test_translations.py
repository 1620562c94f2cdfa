from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

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


def test_placeholders_are_those_of_the_source(tool: ModuleType) -> None:
    import re
    from xml.etree import ElementTree

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
