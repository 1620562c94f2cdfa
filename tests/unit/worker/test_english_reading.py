"""English written out in words and read from dictionaries."""

from __future__ import annotations

import pytest

from studio.worker.speech.english.normalise import normalise
from studio.worker.speech.english.numbers import cardinal, decimal, ordinal, year
from studio.worker.speech.english.phonemes import EnglishPhonemes
from studio.worker.speech.english.tagger import Tagger

GOLD = {
    "hello": "həlˈO", "apple": "ˈæpᵊl", "cat": "kˈæt", "walk": "wˈɔk", "want": "wˈɑnt", "bus": "bˈʌs", "to": "tu", "go": "ɡˈO",
    "read": {"DEFAULT": "ɹˈid", "VBD": "ɹˈɛd"}, "can": {"DEFAULT": "kæn", "None": "kˈæn"}, "nasa": "nˈæsə", "used": "jˈuzd",
    "loud": "lˈWd", "this": "ðɪs", "is": "ɪz", "G": "ʤˈi", "P": "pˈi", "U": "jˈu", "S": "ˈɛs", "A": "ˈA", "NASA": "nˈæsə",
}  # fmt: skip


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "zero"), ("13", "thirteen"), ("21", "twenty one"), ("100", "one hundred"), ("1001", "one thousand one"),
        ("1234567", "one million two hundred thirty four thousand five hundred sixty seven"), ("007", "seven"),
        ("9" * 25, " ".join(["nine"] * 25)),
    ],
)  # fmt: skip
def test_cardinals(digits: str, words: str) -> None:
    assert cardinal(digits) == words


def test_other_numbers() -> None:
    assert [ordinal("1"), ordinal("12"), ordinal("20"), ordinal("43")] == [
        "first",
        "twelfth",
        "twentieth",
        "forty third",
    ]
    assert [year("1999"), year("2005"), year("1900"), year("2024"), year("1905")] == [
        "nineteen ninety nine", "two thousand five", "nineteen hundred", "twenty twenty four", "nineteen oh five",
    ]  # fmt: skip
    assert [decimal("3.14"), decimal(".5"), decimal("1,250.0")] == [
        "three point one four", "zero point five", "one thousand two hundred fifty point zero",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It costs $9.99.", "It costs nine dollars and ninety nine cents."),
        ("€1.5 million", "one point five million euros"),
        ("at 7:30 pm.", "at seven thirty P.M."),
        ("on 2024-03-05", "on March fifth, twenty twenty four"),
        ("Dec. 25, 1999", "December twenty fifth, nineteen ninety nine"),
        ("May 5 is near", "May fifth is near"),
        ("10-12 km/h", "ten to twelve kilometers per hour"),
        ("-5°C", "minus five degrees Celsius"),
        ("50% & more", "fifty percent and more"),
        ("Dr. Smith, e.g. Mr. Jones", "Doctor Smith, for example Mister Jones"),
        ("the 1990s", "the nineteen nineties"),
        ("1/2 and 3/4", "one half and three quarters"),
        ("version 2.0.1", "version two point zero point one"),
        ("No. 5", "number five"),
        ("www.example.com or a.b@c.org", "example dot com or a dot b at c dot org"),
        ("5GB", "five gigabytes"),
        ("room 101", "room one hundred one"),
        ("call 555-1234", "call five five five, one two three four"),
        ("99:99", "ninety nine to ninety nine"),
        ("St. Paul", "Saint Paul"),
    ],
)
def test_written_out(text: str, words: str) -> None:
    assert normalise(text)[0] == words


def test_what_has_no_reading_is_named() -> None:
    words, left_out = normalise("a ☃ and 🙂\u200d b\x07")
    assert left_out == {"☃", "🙂"} and words == "a and b"


@pytest.fixture
def phonemes() -> EnglishPhonemes:
    return EnglishPhonemes(GOLD, {"café": "kæfˈA"}, guess=lambda word: f"<{word}>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello!", "həlˈO!"),
        ("the cat", "ðə kˈæt"),
        ("the apple", "ði ˈæpᵊl"),
        ("a cat to go", "ɐ kˈæt tə ɡˈO"),
        ("cats", "kˈæts"),
        ("buses", "bˈʌsᵻz"),
        ("the cat's", "ðə kˈæts"),
        ("walked", "wˈɔkt"),
        ("wanted", "wˈɑntᵻd"),
        ("walking", "wˈɔkɪŋ"),
        ("GPU", "ʤˌipˌijˈu"),
        ("U.S. cat", "jˌuˈɛs kˈæt"),
        ("NASA", "nˈæsə"),
        ("THIS IS LOUD", "ðɪs ɪz lˈWd"),
        ("café", "kæfˈA"),
        ("blorp", "<blorp>"),
        ("I can", "ˌI kˈæn"),
        ("used to", "jˈuzd tu"),
    ],
)
def test_words(phonemes: EnglishPhonemes, text: str, expected: str) -> None:
    assert phonemes(text).phonemes == expected


def test_the_part_of_speech_chooses() -> None:
    tagger = Tagger({"tagdict": {"read": "VBD", "I": "PRP"}, "tags": ["NN"], "weights": {}})
    assert EnglishPhonemes(GOLD, {}, tagger)("I read").phonemes == "ˌI ɹˈɛd"


def test_the_tagger_weighs_what_is_around() -> None:
    model = {"tagdict": {}, "tags": ["NN", "VB"], "vocab": ["to"], "weights": {"w-1=to": {"VB": 2.0}, "b": {"NN": 1.0}}}
    assert Tagger(model).tag(["to", "walk"]) == ["NN", "VB"]


@pytest.mark.parametrize("text", ["", "...", "🙂", "'", "--", "((", "\u200f"])
def test_nothing_to_read(phonemes: EnglishPhonemes, text: str) -> None:
    assert not any(c.isalpha() for c in phonemes(text).phonemes)
