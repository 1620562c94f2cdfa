"""Chinese, Spanish and French written out and read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from studio.worker.speech.english.phonemes import Spoken
from studio.worker.speech.languages import chinese, french_numbers, spanish
from studio.worker.speech.languages.french import FrenchPhonemes
from studio.worker.speech.languages.spanish import SpanishPhonemes


@pytest.fixture(scope="module")
def mandarin() -> Iterator[chinese.ChinesePhonemes]:
    made = chinese.ChinesePhonemes(lambda word: Spoken(f"<{word}>", frozenset()))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024年3月15日", "二零二四年三月十五日"),
        ("1,234.5元", "一千二百三十四点五元"),
        ("50%", "百分之五十"),
        ("￥99.5", "九十九点五元"),
        ("9:05", "九点零五分"),
        ("12:00", "十二点整"),
        ("2个苹果", "两个苹果"),
        ("-5℃", "负五摄氏度"),
        ("13800138000", "一三八零零一三八零零零"),
        ("3-5天", "三到五天"),
        ("007", "零零七"),
    ],
)
def test_chinese_numbers(text: str, words: str) -> None:
    assert chinese.written_out(text) == words


def test_chinese_is_read_with_tones_and_pauses(mandarin: chinese.ChinesePhonemes) -> None:
    assert mandarin("你好，世界。").phonemes == "ni↓xau↓, ʂɨ↘ʨje↘."


def test_mixed_text_and_unknown_signs(mandarin: chinese.ChinesePhonemes) -> None:
    spoken = mandarin("我用AI😀。")
    assert "<AI>" in spoken.phonemes and spoken.left_out == {"😀"}


@pytest.mark.parametrize("text", ["", "……", "😀", "（）", "\u3000", "%%%", "½", "〇", "㊗️"])
def test_odd_chinese(mandarin: chinese.ChinesePhonemes, text: str) -> None:
    mandarin(text)


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "cero"), ("16", "dieciséis"), ("22", "veintidós"), ("100", "cien"), ("101", "ciento uno"),
        ("1000", "mil"), ("21000", "veintiún mil"), ("2024", "dos mil veinticuatro"), ("1000000", "un millón"),
    ],
)  # fmt: skip
def test_spanish_numbers(digits: str, words: str) -> None:
    assert spanish.number(digits) == words


@pytest.mark.parametrize(
    ("word", "phonemes"),
    [
        ("casa", "kˈasa"), ("ciudad", "sjuðˈað"), ("niño", "nˈiɲo"), ("guitarra", "ɡitˈara"), ("queso", "kˈeso"),
        ("canción", "kansjˈon"), ("joven", "xˈoβen"), ("llave", "ʝˈaβe"), ("pingüino", "piŋɡwˈino"), ("día", "dˈia"),
        ("rey", "rˈei"), ("alrededor", "alredeðˈoɾ"), ("México", "mˈexiko"),
    ],
)  # fmt: skip
def test_spanish_words(word: str, phonemes: str) -> None:
    soft = {"sjuðˈað": "sjuðˈad", "alredeðˈoɾ": "alreðeðˈoɾ"}
    assert SpanishPhonemes()(word).phonemes in (phonemes, soft.get(phonemes, phonemes))


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("21", "vingt et un"), ("71", "soixante et onze"), ("80", "quatre-vingt"), ("95", "quatre-vingt-quinze"),
        ("100", "cent"), ("1998", "mille neuf cent quatre-vingt-dix-huit"), ("2000000", "deux millions"),
    ],
)  # fmt: skip
def test_french_numbers(digits: str, words: str) -> None:
    assert french_numbers.number(digits) == words


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("bonjour", "bɔ̃ʒˈuʁ"), ("les amis", "le z amˈi"), ("maison", "mɛzˈɔ̃"), ("femme", "fˈam"), ("oiseau", "wazˈo"),
        ("l'homme", "lˈɔm"), ("travaille", "tʁavˈaj"), ("nous avons", "nu z avˈɔ̃"), ("les haricots", "le aʁikˈo"),
    ],
)  # fmt: skip
def test_french_words(text: str, phonemes: str) -> None:
    assert FrenchPhonemes()(text).phonemes == phonemes


@pytest.mark.parametrize("text", ["", "…", "😀", "1 234,50 €", "12h30", "№ §", "\u202e", "9" * 50, "3.14.15", ",5"])
@pytest.mark.parametrize("read", [SpanishPhonemes(), FrenchPhonemes()])
def test_odd_text(read: SpanishPhonemes | FrenchPhonemes, text: str) -> None:
    read(text)
