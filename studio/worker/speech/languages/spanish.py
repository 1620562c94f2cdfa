# ruff: noqa: SIM905 - word lists are read more easily as text
"""Spanish to phonemes by rule: its spelling says nearly everything, stress included.

Latin American reading (seseo, yeísmo), as the training data of the voices has it. Foreign names are read as if they
were Spanish.
"""

from __future__ import annotations

import re

from studio.worker.speech.english.phonemes import Spoken

_ONES = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
    " veintiocho veintinueve"
).split()
_TENS = "_ _ veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
_HUNDREDS = (
    "_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
)
_LARGEST = 10**12
_WORDS = {
    "%": " por ciento ", "€": " euros ", "$": " dólares ", "&": " y ", "@": " arroba ", "+": " más ", "=": " igual a ",
    "°": " grados ", "º": " ", "ª": " ", "/": " barra ",
}  # fmt: skip
_SHORT = {
    "sr.": "señor", "sra.": "señora", "srta.": "señorita", "dr.": "doctor", "dra.": "doctora", "ud.": "usted",
    "uds.": "ustedes", "p.ej.": "por ejemplo", "etc.": "etcétera", "núm.": "número", "pág.": "página",
    "km": "kilómetros",
    "kg": "kilogramos", "cm": "centímetros", "ee.uu.": "estados unidos",
}  # fmt: skip
_LETTERS = dict(
    zip(
        "abcdefghijklmnñopqrstuvwxyz",
        "a be ce de e efe ge hache i jota ka ele eme ene eñe o pe cu erre ese te u uve uvedoble equis ye zeta".split(),
        strict=True,
    )
)
_UNSTRESSED = frozenset(
    "el la los las un de del a al en y e o u que se me te le lo nos os les mi tu su mis tus sus con por para"
    " sin".split()
)
_VOWELS = "aeiouáéíóúü"
_ACUTE = str.maketrans("áéíóú", "aeiou")
_SOFT = re.compile(r"(?<=[aeioujwɾ])(?<!ˈ)[bdɡ](?=ˈ?[aeioujwɾl])")
_SOFTENED = {"b": "β", "d": "ð", "ɡ": "ɣ"}
"""Between vowels these three do not close the mouth."""

_TOKEN = re.compile(r"[^\W\d_]+|[,.;:!?…()—]")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
# Longest first.
_RULES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), phoneme)
    for pattern, phoneme in [
        (r"ch", "ʧ"),
        (r"ll", "ʝ"),
        (r"rr", "r"),
        (r"qu(?=[eiéí])", "k"),
        (r"qu", "k"),
        (r"gu(?=[eiéí])", "ɡ"),
        (r"gü", "ɡw"),
        (r"g(?=[eiéí])", "x"),
        (r"sc(?=[eiéí])", "s"),
        (r"c(?=[eiéí])", "s"),
        (r"ph", "f"),
        (r"y$", "i"),
        (r"y(?=[aeiouáéíóú])", "ʝ"),
        (r"y", "i"),
        (r"ñ", "ɲ"),
        (r"j", "x"),
        (r"z", "s"),
        (r"v", "b"),
        (r"h", ""),
        (r"x(?=[aeiouáéíóú])", "ks"),
        (r"x", "s"),
        (r"c", "k"),
        (r"w", "w"),
        (r"g", "ɡ"),
        (r"n(?=[kqj]|[cg](?![eiéí]))", "ŋ"),
        (r"^r", "r"),
        (r"(?<=[nls])r", "r"),
        (r"r", "ɾ"),
    ]
]


def number(digits: str) -> str:
    """The cardinal of up to twelve digits; more are read one by one."""
    value = int(digits)
    if value >= _LARGEST:
        return " ".join(_ONES[int(d)] for d in digits)
    if value < 30:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f" y {_ONES[value % 10]}" if value % 10 else "")
    if value == 100:
        return "cien"
    if value < 1000:
        return _HUNDREDS[value // 100] + (f" {number(str(value % 100))}" if value % 100 else "")
    if value < 10**6:
        head = "mil" if value < 2000 else _masculine(number(str(value // 1000))) + " mil"
        return head + (f" {number(str(value % 1000))}" if value % 1000 else "")
    millions, rest = divmod(value, 10**6)
    head = "un millón" if millions == 1 else _masculine(number(str(millions))) + " millones"
    return head + (f" {number(str(rest))}" if rest else "")


def _masculine(words: str) -> str:
    """``veintiuno mil`` is said ``veintiún mil``."""
    if words.endswith("veintiuno"):
        return words[:-9] + "veintiún"
    return words[:-1] if words.endswith(" uno") or words == "uno" else words


def _time(match: re.Match[str]) -> str:
    return number(match[1]) + (f" y {number(match[2])}" if int(match[2]) else " en punto")


def written_out(text: str) -> str:
    """Numbers, signs and common abbreviations as words."""
    for short, word in _SHORT.items():
        text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", word, text, flags=re.IGNORECASE)
    text = re.sub(r"\b(\d{1,2}):(\d{2})\b", _time, text)
    text = re.sub(r"([€$])\s?(\d[\d.,]*\d|\d)", r"\2 \1", text)
    text = re.sub(r"(?<=\d)\s?[-–]\s?(?=\d)", " a ", text)
    text = re.sub(r"(?<!\w)[-−](?=\d)", "menos ", text)

    def words(match: re.Match[str]) -> str:
        whole, _, fraction = match[0].replace(".", "").partition(",")
        if not fraction:
            return number(whole)
        short = fraction[0] != "0" and len(fraction) < 3
        return f"{number(whole)} coma " + (number(fraction) if short else " ".join(_ONES[int(d)] for d in fraction))

    text = re.sub(r"(\d)\.(\d{1,2})(?!\d)", r"\1,\2", text)  # a decimal point, as many write it
    text = _NUMBER.sub(words, text)
    return "".join(_WORDS.get(c, c) for c in text)


class SpanishPhonemes:
    """Callable: a sentence to phonemes."""

    def __call__(self, sentence: str) -> Spoken:
        text = written_out(sentence.replace("...", "…"))
        out: list[str] = []
        for token in _TOKEN.findall(text):
            if token in "),.;:!?…":
                out.append(token)
            elif token in "(—":
                out.append(" " + token)
            else:
                out.append(" " + _word(token))
        phonemes = _SOFT.sub(lambda m: _SOFTENED[m[0]], "".join(out).strip())
        left = {c for c in _TOKEN.sub("", text) if not c.isspace() and c not in "¿¡\"'«»“”‘’-–[]{}_*\u200f\u200e"}
        return Spoken(phonemes, frozenset(c for c in left if c.isprintable()))


def _word(token: str) -> str:
    word = re.sub(r"(?<=m[eé])x(?=ic)|(?<=te)x(?=as|an)", "j", token.lower())
    if token.isupper() and 1 < len(token) <= 5 and not re.search(f"[{_VOWELS}]", word):
        return " ".join(_stressed(_LETTERS.get(c, "")) for c in word)
    if len(word) == 1 and word not in _VOWELS + "y":
        return _stressed(_LETTERS.get(word, word))
    if word in _UNSTRESSED:
        return _sounds(word)
    return _stressed(word)


def _stressed(word: str) -> str:
    """Phonemes with the stress before the vowel that carries it."""
    nuclei = _nuclei(word)
    if not nuclei:
        return _sounds(word)
    marked = next((i for i, c in enumerate(word) if c in "áéíóú"), -1)
    if marked < 0:
        last = word[-1] in "aeiouns" and len(nuclei) > 1
        marked = nuclei[-2] if last else nuclei[-1]
    return _sounds(word[:marked], word) + "ˈ" + _sounds(word[marked:], word, marked)


def _nuclei(word: str) -> list[int]:
    """The place of the main vowel of each syllable: i and u beside another vowel are no syllable of their own."""
    found: list[int] = []
    for match in re.finditer(
        r"(?:(?<=[gq])u(?=[eiéí]))|([iuü]?[aeoáéó][iuy]?(?![áéóíú])|[íú]|[iuü](?=[iu])[iu]|[iu])", word
    ):
        if match[1]:
            group = match[1]
            strong = next((i for i, c in enumerate(group) if c in "aeoáéóíú"), len(group) - 1)
            found.append(match.start() + strong)
    if word.endswith("y") and len(word) > 1 and word[-2] not in _VOWELS:
        found.append(len(word) - 1)
    return found


def _sounds(part: str, word: str = "", at: int = 0) -> str:
    out = ""
    # The rules see the letters around, so that a cut before the stressed vowel changes no consonant.
    word = word or part
    index, end = at, at + len(part)
    while index < end:
        for pattern, phoneme in _RULES:
            match = pattern.match(word, index)
            if match and match.end() > index:
                out += phoneme
                index = match.end()
                break
        else:
            letter = word[index]
            near = index + 1 < len(word) and word[index + 1] in "aeoáéóiuíú"
            if letter in "iu" and near and word[index + 1] != letter:
                out += "j" if letter == "i" else "w"
            else:
                out += letter.translate(_ACUTE).replace("ü", "u")
            index += 1
    return out
