"""Chinese prompts for models that read English only: longest-match translation by a glossary file of the model."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from studio.core.errors import ModelError

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]+")
_PUNCTUATION = str.maketrans(dict(zip("。、；：！？（）【】《》“”‘’　", ".,;:!?()[]<>\"\"'' ", strict=True)) | {"，": ", "})

_PARTICLES = frozenset(
    "的 地 得 了 着 个 只 条 张 辆 朵 颗 棵 座 匹 头 块 片 把 件 艘 架 台 支 枝 本 顶 双 位 是 有 上 中 里 请 画 一 "
    "一个 一只 一条 一张 一辆 一朵 一颗 一棵 一座 一匹 一头 一块 一片 一把 一件 一艘 一架 一台 一支 一枝 一本 一顶 一双 一位 画一个 画一只".split()
)
"""Words that only bind others: dropped without remark unless the glossary says otherwise."""

_JOINING = {"和": "and", "与": "and", "跟": "and", "在": ""}
_GROUND = ("背景", "底色", "底")


@dataclass(frozen=True)
class Translation:
    """``text`` is what the model gets; ``unknown`` are the words that were left out of it."""

    text: str
    unknown: tuple[str, ...] = ()


class Glossary:
    """Terms and their English words. An empty value drops the term."""

    def __init__(self, terms: dict[str, str]) -> None:
        self._terms = {**dict.fromkeys(_PARTICLES, ""), **_JOINING, **terms}
        self._longest = max(map(len, self._terms))

    @classmethod
    def read(cls, path: Path) -> Glossary:
        """A JSON object ``term → English words``. Raises ModelError ``model-damaged``."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict):
                raise ValueError("not an object")
        except (OSError, ValueError) as error:
            raise ModelError("model-damaged", file=path.name, reason=str(error)) from error
        return cls({k: v for k, v in data.items() if isinstance(v, str)})

    @staticmethod
    def needed(text: str) -> bool:
        return bool(_CHINESE.search(text))

    def translate(self, text: str) -> Translation:
        """``text`` with its Chinese in English words, the rest as it was."""
        text = text.translate(_PUNCTUATION)
        unknown: list[str] = []
        out, end = [], 0
        for match in _CHINESE.finditer(text):
            out += [text[end : match.start()], " ", self._run(match[0], unknown), " "]
            end = match.end()
        plain = re.sub(r"\s+", " ", "".join([*out, text[end:]])).strip()
        plain = re.sub(r" ([,.;:!?)\]])", r"\1", plain).strip(" ,;")
        return Translation(plain, tuple(dict.fromkeys(unknown)))

    def _run(self, text: str, unknown: list[str]) -> str:
        words: list[str] = []
        ground = ""
        start = 0
        lost = ""
        while start < len(text):
            length = next((n for n in range(min(self._longest, len(text) - start), 0, -1) if self._has(text, start, n)), 0)
            if not length:
                lost += text[start]
                start += 1
                continue
            if lost:
                unknown.append(lost)
                lost = ""
            term = text[start : start + length]
            if term in _GROUND and words:
                ground = words.pop()  # the colour just before it: “黄色背景上的汽车” is a car, not a background
            elif english := self._terms.get(term, ""):
                words.append(english)
            start += length
        if lost:
            unknown.append(lost)
        phrase = " ".join(words).strip()
        return f"{phrase} on a {ground} background".strip() if ground else phrase

    def _has(self, text: str, start: int, length: int) -> bool:
        term = text[start : start + length]
        return term in self._terms or term in _GROUND
