"""Which language a text is written in, as far as choosing a voice needs it. Rules, not a model."""

from __future__ import annotations

import re

# Words that are common in one of these languages and rare in the others.
_WORDS = {
    "en": "the and of to is that it was for on are with his they at this have from or had by but what were we you not",
    "fr": "le les des et est une dans qui que pour pas sur au avec ce il elle sont nous vous mais ou où du je plus être"
    " cette bonjour merci c'est d'un d'une l'on aux leur très tout",
    "es": "el los las y es una en que por con para no se del al lo como más pero sus le ya este sí porque esta entre"
    " cuando muy sin sobre también hasta hay hola gracias yo está son fue",
}
_COMMON = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_MARKS = {"fr": frozenset("çœêèàùâîôûëï"), "es": frozenset("ñ¿¡áíóú")}
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3040-\u30ff\uff66-\uff9f]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def detect(text: str, default: str = "en") -> str:
    """The BCP-47 primary tag of a text: ``zh``, ``ja``, ``ko``, ``ru`` by script; ``fr``, ``es``, ``en`` by words.

    Text whose Latin words say nothing gets ``default``. A few Han characters in a Latin text do not make it Chinese,
    but since a Han character says as much as a word, they are counted against words.
    """
    words = _WORD.findall(_HAN.sub(" ", text[:20_000]).casefold())
    sample = text[:20_000]
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    latin = sum(1 for w in words if w.isascii() or not _is_other_script(w))
    if kana and kana * 8 >= han:
        return "ja"
    if han and han >= latin / 2:
        return "zh"
    for pattern, tag in ((_HANGUL, "ko"), (_CYRILLIC, "ru")):
        if len(pattern.findall(sample)) > latin:
            return tag
    return _latin(words, default, sample)


def _is_other_script(word: str) -> bool:
    return bool(_KANA.search(word) or _HANGUL.search(word) or _CYRILLIC.search(word))


def _latin(words: list[str], default: str, text: str) -> str:
    scores: dict[str, float] = {
        language: sum(w.replace("’", "'") in common for w in words) for language, common in _COMMON.items()
    }
    for language, marks in _MARKS.items():
        scores[language] += 1.5 * sum(any(c in marks for c in w) for w in words)
    scores["es"] += 2 * (text.count("¿") + text.count("¡"))
    best = max(scores, key=lambda language: (scores[language], language == default))
    # One French-looking word in a short English text ("café") is not enough.
    return best if best == default or scores[best] >= max(1.5, 1.3 * scores.get(default, 0)) else default
