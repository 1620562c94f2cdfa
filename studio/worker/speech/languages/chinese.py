"""Mandarin to phonemes: numbers written out, words segmented, pinyin with tones, then IPA with tone arrows."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable

from studio.worker.speech.english.phonemes import Spoken

_PUNCTUATION = str.maketrans(
    {
        "，": ", ",
        "、": ", ",
        "。": ". ",
        "．": ". ",
        "！": "! ",
        "？": "? ",
        "；": "; ",
        "：": ": ",
        "（": " (",
        "）": ") ",
        "《": " “",
        "》": "” ",
        "「": " “",
        "」": "” ",
        "『": " “",
        "』": "” ",
        "【": " “",
        "】": "” ",
        "“": " “",
        "”": "” ",
        "‘": " ",
        "’": " ",
        "—": " — ",
        "～": ", ",
        "·": " ",
        "％": "%",
        "／": "/",
        "\u3000": " ",
        "－": "-",
    }
)
_SIGNS = {
    "%": "百分之", "℃": "摄氏度", "°": "度", "+": "加", "=": "等于", "×": "乘", "÷": "除以", "&": "和", "@": "艾特",
    "¥": "元", "￥": "元", "$": "美元", "€": "欧元", "#": "号", "<": "小于", ">": "大于", "~": "到", "/": "",
}  # fmt: skip
_DIGITS = "零一二三四五六七八九"
_SEGMENT = re.compile(
    r"(?P<zh>[\u3400-\u4dbf\u4e00-\u9fff]+)|(?P<latin>[A-Za-z](?:[A-Za-z'’.\-]*[A-Za-z])?)|(?P<mark>[,.!?;:—…“”()])"
)
_MONEY = re.compile(r"([¥￥$€])\s?(\d[\d,]*(?:\.\d+)?)")
_PERCENT = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s?%")
_NUMBER = re.compile(r"(?<![\d.])-?\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(\d{4})(?=\s?年)")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_PAIR = re.compile(r"(?<![一二三四五六七八九十百千万零点第])二(?=[个只本位次天条张件名块种杯支])")
_RANGE = re.compile(r"(?<=\d)\s?[-~～–]\s?(?=\d)")
_PHONE = re.compile(r"(?<!\d)\d{7,}(?!\d)")


def _digits(number: str) -> str:
    return "".join(_DIGITS[int(d)] for d in number if d.isdigit())


def number(text: str) -> str:
    """``1,234.5`` → 一千二百三十四点五. What has more than 16 digits is read digit by digit."""
    import cn2an

    text = text.replace(",", "")
    sign, text = ("负", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    words = _digits(whole) if len(whole) > 16 or (len(whole) > 1 and whole[0] == "0") else str(cn2an.an2cn(whole))
    if words.startswith("一十"):
        words = words[1:]
    return sign + words + (f"点{_digits(fraction)}" if fraction else "")


def _time(match: re.Match[str]) -> str:
    minutes = match[2]
    if minutes == "00":
        return number(match[1]) + "点整"
    return number(match[1]) + "点" + ("零" if minutes[0] == "0" else "") + number(minutes.lstrip("0")) + "分"


def written_out(text: str) -> str:
    """Numbers, money, years, times and signs as Chinese words."""
    text = _TIME.sub(_time, text)
    text = _YEAR.sub(lambda m: _digits(m[1]), text)
    text = _MONEY.sub(lambda m: number(m[2]) + _SIGNS[m[1]], text)
    text = _PERCENT.sub(lambda m: "百分之" + number(m[1]), text)
    text = _RANGE.sub("到", text)
    text = _PHONE.sub(lambda m: _digits(m[0]), text)
    text = _PAIR.sub("两", _NUMBER.sub(lambda m: number(m[0]), text))
    return "".join(_SIGNS.get(c, c) for c in text)


class ChinesePhonemes:
    """Latin words in between are read by ``english`` if there is one."""

    def __init__(self, english: Callable[[str], Spoken] | None = None) -> None:
        import jieba

        jieba.setLogLevel("WARNING")
        # jieba keeps its dictionary in a file with a fixed name in the shared temporary folder by default, where
        # anybody could have put another one.
        self._folder = tempfile.TemporaryDirectory(prefix="aigc-jieba-")
        jieba.dt.tmp_dir = self._folder.name
        jieba.initialize()
        self._cut = jieba.lcut
        self._english = english

    def close(self) -> None:
        self._folder.cleanup()

    def __call__(self, sentence: str) -> Spoken:
        text = written_out(sentence.translate(_PUNCTUATION))
        out: list[str] = []
        left_out = {c for c in _SEGMENT.sub("", text) if not c.isspace() and c not in "-_*'\"[]{}|^\\`"}
        for match in _SEGMENT.finditer(text):
            if match["zh"]:
                out.append(" ".join(self._word(word) for word in self._cut(match["zh"])))
            elif match["latin"]:
                spoken = self._english(match["latin"]) if self._english else Spoken("", frozenset({match["latin"]}))
                out.append(spoken.phonemes)
                left_out |= spoken.left_out
            else:
                out.append(match["mark"])
        joined = " ".join(part for part in out if part)
        closed = re.sub(r"\s+([,.!?;:…”)])", r"\1", joined).strip()
        return Spoken(closed, frozenset(c for c in left_out if c.isprintable()))

    @staticmethod
    def _word(word: str) -> str:
        from misaki.transcription import pinyin_to_ipa
        from misaki.zh import ZHG2P
        from pypinyin import Style, lazy_pinyin

        syllables = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
        spoken = []
        for syllable in syllables:
            try:
                spoken.append("".join(ZHG2P.retone(part) for part in next(iter(pinyin_to_ipa(syllable)))))
            except (ValueError, KeyError, StopIteration, AssertionError):
                continue  # a rare reading that is no syllable of Mandarin
        return "".join(spoken).replace("\u032f", "")
