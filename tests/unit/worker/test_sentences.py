"""Sentences as voices need them."""

from __future__ import annotations

import pytest

from studio.worker.speech.sentences import PARAGRAPH_PAUSE, split


def texts(text: str, limit: int = 280) -> list[str]:
    return [p.text for p in split(text, limit)]


@pytest.mark.parametrize(
    "sentence",
    [
        "It costs 3.14 dollars today.",
        "Dr. Smith met Mr. Jones.",
        "Fruit, e.g. Apples, is good.",
        "We saw U.S. Army trucks.",
        "J. K. Rowling wrote it.",
        "Wait... what is that?",
        "“Really?” she asked.",
        "See Fig. 3 and No. 5 there.",
        "Visit example.com now!",
        "He met Sen. Brown at 5 p.m. on Friday.",
        "Version 1.2.3 is out.",
        "Well… perhaps.",
        "¿Cómo está usted?",
    ],
)
def test_one_sentence_stays_whole(sentence: str) -> None:
    assert texts(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("He said “Stop.” Then he left.", ["He said “Stop.”", "Then he left."]),
        ("He lives in the U.S. The house is big.", ["He lives in the U.S.", "The house is big."]),
        ("He said no. Then he went.", ["He said no.", "Then he went."]),
        ("It was you and I. Nobody else came.", ["It was you and I.", "Nobody else came."]),
        ("今天很好。明天呢？后天……不知道！", ["今天很好。", "明天呢？", "后天……", "不知道！"]),
        ("他说：“好。”然后走了；她没有。", ["他说：“好。”", "然后走了；", "她没有。"]),
        ("圆周率是3.14。对吗？", ["圆周率是3.14。", "对吗？"]),
        ("A title\nThe first line.", ["A title", "The first line."]),
        ("A line that\nwas wrapped here.", ["A line that was wrapped here."]),
        ("Hola. ¿Qué tal? ¡Bien!", ["Hola.", "¿Qué tal?", "¡Bien!"]),
    ],
)
def test_sentences_are_found(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize("text", ["", "   \n\n ", "…", "!!! ???", "🙂", "。。。", "\u200f\u200e"])
def test_nothing_to_speak(text: str) -> None:
    assert split(text) == []


def test_a_long_sentence_is_split_at_commas_and_keeps_its_words() -> None:
    text = ", ".join(f"clause number {i} goes on and on" for i in range(40)) + "."
    parts = texts(text, 200)
    assert len(parts) > 5 and all(len(p) <= 200 for p in parts)
    assert " ".join(parts) == text
    assert all(p[-1] in ",." for p in parts)


def test_a_long_chinese_sentence_is_split_at_commas() -> None:
    text = "，".join(["这是一个很长的句子的一部分"] * 30) + "。"
    parts = texts(text, 280)
    assert all(len(p) <= 93 for p in parts) and "".join(parts) == text


def test_a_word_without_end_is_cut() -> None:
    parts = texts("x" * 1000, 280)
    assert "".join(parts) == "x" * 1000 and max(map(len, parts)) <= 280


def test_paragraphs_end_with_a_longer_pause() -> None:
    pieces = split("One. Two.\n\nThree.")
    assert [p.pause == PARAGRAPH_PAUSE for p in pieces] == [False, True, True]


def test_100_000_characters_are_split_in_time() -> None:
    assert len(split("A sentence, with a comma. " * 4000)) == 4000
