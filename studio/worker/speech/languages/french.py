# ruff: noqa: SIM905 - word lists are read more easily as text
"""French to phonemes by rule, with a list of common words that keep no rule, elision and the usual liaisons.

About nine words in ten come out as a dictionary has them; rare words and names may not.
"""

from __future__ import annotations

import re
import unicodedata

from studio.worker.speech.english.phonemes import Spoken
from studio.worker.speech.languages.french_numbers import written_out

_NASAL = "\u0303"
_WEAK = frozenset(
    "le la les de du des un une et à au aux en je tu il elle on nous vous ils elles ce cet cette ces mon ma mes ton ta"
    " tes son sa ses me te se ne que qui dans par pour sur avec sans est a ou y leur leurs notre votre nos vos si".split()
)
_VOWELS = frozenset("aeiouyøœɔɛəɑ")
_WORDS = dict(
    pair.split("=")
    for pair in (
        "le=lə de=də ce=sə se=sə te=tə me=mə ne=nə que=kə je=ʒə les=le des=de mes=me tes=te ses=se ces=se est=ɛ et=e"
        " un=œ̃ une=yn eu=y eus=y eut=y a=a as=a ai=e à=a au=o aux=o ou=u où=u y=i il=il ils=il elle=ɛl elles=ɛl"
        " femme=fam femmes=fam monsieur=məsjø messieurs=mesjø second=səɡɔ̃ seconde=səɡɔ̃d fils=fis sens=sɑ̃s os=ɔs"
        " ville=vil villes=vil mille=mil tranquille=tʁɑ̃kil village=vilaʒ six=sis dix=dis sept=sɛt huit=ɥit neuf=nœf"
        " cinq=sɛ̃k vingt=vɛ̃ deux=dø trois=tʁwa pays=pei oignon=ɔɲɔ̃ août=ut temps=tɑ̃ longtemps=lɔ̃tɑ̃ corps=kɔʁ"
        " plus=ply tous=tu tout=tu toutes=tut toute=tut hier=jɛʁ mer=mɛʁ fer=fɛʁ hiver=ivɛʁ cher=ʃɛʁ fier=fjɛʁ"
        " enfer=ɑ̃fɛʁ amer=amɛʁ hélas=elas bus=bys virus=viʁys bonus=bonys condamner=kɔ̃dane sculpture=skyltyʁ"
        " chef=ʃɛf clef=kle nerf=nɛʁ bœufs=bø œufs=ø œuf=œf bœuf=bœf œil=œj yeux=jø cœur=kœʁ sœur=sœʁ œuvre=œvʁ"
        " est-ce=ɛs parce=paʁs peut=pø veut=vø peu=pø bien=bjɛ̃ rien=ʁjɛ̃ chien=ʃjɛ̃ ennui=ɑ̃nɥi hiver=ivɛʁ"
        " solennel=solanɛl évidemment=evidamɑ̃ récemment=ʁesamɑ̃ fréquemment=fʁekamɑ̃ orchestre=ɔʁkɛstʁ chœur=kœʁ"
        " technique=tɛknik technologie=tɛknoloʒi écho=eko psychologie=psikoloʒi album=albɔm maximum=maksimɔm"
        " aquarium=akwaʁjɔm quoi=kwa équateur=ekwatœʁ gens=ʒɑ̃ dessus=dəsy dessous=dəsu ressource=ʁəsuʁs"
        " aujourd'hui=oʒuʁdɥi euro=øʁo euros=øʁo europe=øʁɔp automne=otɔn"
        " faisait=fəzɛ faisons=fəzɔ̃ faisant=fəzɑ̃ aiguille=eɡɥij linguistique=lɛ̃ɡɥistik examen=ɛɡzamɛ̃ ah=a oh=o eh=e"
        " tabac=taba estomac=ɛstoma porc=pɔʁ blanc=blɑ̃ franc=fʁɑ̃ banc=bɑ̃ fusil=fyzi outil=uti gentil=ʒɑ̃ti"
        " avec=avɛk sac=sak lac=lak sec=sɛk choc=ʃɔk public=pyblik donc=dɔ̃k parc=paʁk sud=syd ouest=wɛst est-il=ɛtil"
        " net=nɛt but=byt brut=bʁyt zut=zyt internet=ɛ̃tɛʁnɛt week-end=wikɛnd club=klœb job=dʒɔb web=wɛb mail=mɛl"
    ).split()
)
_LIAISONS = {
    **dict.fromkeys(
        "les des mes tes ses ces nos vos nous vous ils elles deux trois six dix aux très dans sans sous chez plus"
        " quelques plusieurs leurs".split(),
        "z",
    ),
    **dict.fromkeys("un mon ton son en on aucun bien rien".split(), "n"),
    **dict.fromkeys("est sont petit grand quand tout cet ont vont fait".split(), "t"),
}
_ASPIRATE = re.compile(
    r"^(?:h[aâ]t|h[aâ]l|hamac|hamster|handicap|hangar|hareng|haricot|hasard|haut|héros$|hibou"
    r"|hockey|hollan|homard|hongr|honte|hors|hurl|huit$|onze|oui$|yaourt|yoga)"
)
_NAMES = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "a be se de ə ɛf ʒe aʃ i ʒi ka ɛl ɛm ɛn o pe ky ɛʁ ɛs te y ve dubləve iks iɡʁɛk zɛd".split(),
        strict=True,
    )
)
# Each rule is tried at the place where the reading stands; the first that fits wins.
_V = "aàâeéèêëiîïoôuùûüyœæ"
_RULES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        # silent endings and grammar
        (
            r"(?<=[^aeéèiouy])ent$(?<=[rlstvdghpcmnb]ent)(?<!ment)(?<!cent)(?<!dent)(?<!vent)(?<!lent)(?<!gent)(?<!sent)",
            "",
        ),
        (r"(?<=ai)ent$", ""),
        (r"(?<=oi)ent$", ""),
        (r"er$", "e"),
        (r"ers$", "e"),
        (r"ez$", "e"),
        (r"et$", "ɛ"),
        (r"ets$", "ɛ"),
        (r"es$", ""),
        (r"e$", ""),
        (r"(?<=[gq])u(?=es?$)", ""),
        # nasal vowels, not before a vowel or a double n or m
        (rf"(?:ein|ain|aim)(?![{_V}nm])", "ɛ̃"),
        (rf"oin(?![{_V}nm])", "wɛ̃"),
        (rf"(?<=[iïyé])en(?![{_V}nmt])", "ɛ̃"),
        (r"(?:ien)(?=s?$)", "jɛ̃"),
        (rf"(?:an|am|en|em|aen)(?![{_V}nm])", "ɑ̃"),
        (rf"(?:emm)(?=[{_V}])(?<=^emm)", "ɑ̃m"),
        (rf"(?:in|im|yn|ym|în)(?![{_V}nm])", "ɛ̃"),
        (rf"(?:on|om)(?![{_V}nm])", "ɔ̃"),
        (rf"(?:un|um)(?![{_V}nm])", "œ̃"),
        # groups of vowels
        (r"eaux?$", "o"),
        (r"eau", "o"),
        (r"aux?$", "o"),
        (r"au(?=r)", "ɔ"),
        (r"au", "o"),
        (r"œu(?=x|$|s$)", "ø"),
        (r"œu", "œ"),
        (r"œ", "œ"),
        (r"oeu", "œ"),
        (r"eui(?=l)", "œ"),
        (r"uei(?=l)", "œ"),
        (r"eu(?=[rlfvbpn])", "œ"),
        (r"eû|eu", "ø"),
        (r"aill", "aj"),
        (r"ail(?=s?$)", "aj"),
        (r"eill", "ɛj"),
        (r"eil(?=s?$)", "ɛj"),
        (r"ouill", "uj"),
        (r"ouil(?=s?$)", "uj"),
        (r"(?<=œ)ll?e?", "j"),
        (r"ill(?=[e])", "ij"),
        (rf"ill(?=[{_V}])", "ij"),
        (r"oyi?", "waj"),
        (rf"ay(?=[{_V}])", "ɛj"),
        (rf"uy(?=[{_V}])", "ɥij"),
        (r"aî|aie|ai|ei|eî", "ɛ"),
        (r"oî|oi|oê", "wa"),
        (rf"ou(?=[{_V}])(?!oue$|oues$)", "w"),
        (r"où|oû|ou", "u"),
        (r"tion", "sjɔ̃"),
        (r"ti(?=e[lu]|a[l])", "sj"),
        (r"i(?=[aàâeéèêoôuœ])(?!es?$)(?!ent$)", "j"),
        (r"u(?=i)", "ɥ"),
        (r"u(?=[aàâeéèêo])(?!es?$)", "ɥ"),
        (r"é|ê(?=$)", "e"),
        (r"è|ê|ë", "ɛ"),
        (r"â|à|a", "a"),
        (r"ï|î|i", "i"),
        (r"ô", "o"),
        (r"o(?=$|s$|t$|ts$|s[aeiouyé]|p$)", "o"),
        (r"o", "ɔ"),
        (r"û|ü|ù|u", "y"),
        (r"y", "i"),
        (r"æ", "e"),
        # e by what follows
        (r"e(?=rr|ll|tt|ss|nn|mm|ff|pp|cc|x)", "ɛ"),
        (r"e(?=[bcdfgklmnprstvzqg][bcdfgkmnpstvzq])", "ɛ"),
        (r"e(?=[rlcfpt]$|[rlcfpst]s?$)", "ɛ"),
        (r"e(?=r[bcdfgjklmnpqstvxz])", "ɛ"),
        (r"e(?=l[bcdfgjkmnpqstvxz])", "ɛ"),
        (r"e(?=s[ptkqcm])", "ɛ"),
        (r"e(?=[aoôu])", ""),
        (r"e", "ə"),
        # consonants
        (r"ch(?=[rln])", "k"),
        (r"sch|ch|sh", "ʃ"),
        (r"ph", "f"),
        (r"gn", "ɲ"),
        (r"th", "t"),
        (r"rh", "ʁ"),
        (r"qu|q", "k"),
        (r"ck|cqu", "k"),
        (r"sc(?=[eéèêiîy])", "s"),
        (r"cc(?=[eéèêiîy])", "ks"),
        (r"cc", "k"),
        (r"ç|c(?=[eéèêiîyœ])", "s"),
        (r"gge", "ɡʒ"),
        (r"ge(?=[aoôu])", "ʒ"),
        (r"gu(?=[eéèêiîy])", "ɡ"),
        (r"g(?=[eéèêiîy])", "ʒ"),
        (r"gg|g(?=.)", "ɡ"),
        (rf"(?<=[{_V}])s(?=[{_V}h])", "z"),
        (r"ss", "s"),
        (rf"(?<=^e)x(?=[{_V}h])", "ɡz"),
        (r"x(?=$)", ""),
        (r"xc(?=[eéi])", "ks"),
        (r"x", "ks"),
        (r"[tdspgz]s?$", ""),
        (r"c(?=s?$)(?<=nc)", ""),
        (r"(?:ct|pt|rt|rd|nt|nd|st)s$", ""),
        (r"bs$", ""),
        (r"(?<=r)[tdsp]$", ""),
        (r"ll", "l"),
        (r"mm", "m"),
        (r"nn", "n"),
        (r"pp", "p"),
        (r"rr", "ʁ"),
        (r"tt", "t"),
        (r"ff", "f"),
        (r"bb", "b"),
        (r"dd", "d"),
        (r"zz", "z"),
        (r"[kc]", "k"),
        (r"r", "ʁ"),
        (r"j", "ʒ"),
        (r"h", ""),
        (r"w", "w"),
        (r"g", "ɡ"),
        (r"([bdflmnpstvz])", r"\1"),
    ]
]
_TOKEN = re.compile(r"aujourd'hui|(?:[a-z]|qu|jusqu|lorsqu|puisqu)'|[^\W\d_]+|[,.;:!?…()—]", re.IGNORECASE)
_MARKS = frozenset(",.;:!?…()—")


class FrenchPhonemes:
    """Callable: a sentence to phonemes."""

    def __call__(self, sentence: str) -> Spoken:
        text = unicodedata.normalize("NFC", sentence).replace("’", "'").replace("...", "…")
        text = written_out(text)
        tokens = _TOKEN.findall(text)
        out = ""
        for index, token in enumerate(tokens):
            following = tokens[index + 1].lower() if index + 1 < len(tokens) else ""
            if token in _MARKS:
                out = out.rstrip() + (" " if token in "(—" else "") + token + ("" if token == "(" else " ")
            elif token.endswith("'"):
                out += _sounds(token[:-1].lower() + "'")
            else:
                out += _word(token) + _link(token.lower(), following) + " "
        left = {c for c in _TOKEN.sub("", text) if not c.isspace() and c not in "'\"«»“”‘’-–[]{}_*\u200e\u200f"}
        return Spoken(out.strip(), frozenset(c for c in left if c.isprintable()))


def _link(word: str, following: str) -> str:
    """The consonant that is heard only before a vowel: les‿amis."""
    starts = following[:1] in "aàâeéèêëiîïoôuùûyœh" and following and not _ASPIRATE.match(following)
    return " " + _LIAISONS[word] if starts and word in _LIAISONS else ""


def _word(token: str) -> str:
    word = token.lower()
    if (token.isupper() and 1 < len(token) <= 5) or (len(word) == 1 and word not in "aàyô"):
        if not token.isupper() or not re.search("[AEIOUY].", token) or len(token) < 4:
            return "".join(_NAMES.get(c, "") for c in word)
        word = token.lower()
    sounds = _WORDS[word] if word in _WORDS else _sounds(word)
    return sounds if word in _WEAK else _stressed(sounds)


def _sounds(word: str) -> str:
    if word.endswith("'"):
        return {"qu'": "k", "jusqu'": "ʒysk", "lorsqu'": "lɔʁsk", "puisqu'": "pɥisk", "c'": "s", "j'": "ʒ"}.get(
            word, word[0]
        )
    out, index = "", 0
    while index < len(word):
        for pattern, sound in _RULES:
            match = pattern.match(word, index)
            if match and (match.end() > index):
                out += match.expand(sound)
                index = match.end()
                break
        else:
            index += 1
    if not _VOWELS & set(out):
        out += "ə" if out else ""  # a word whose only vowel is a final e
    return out


def _stressed(sounds: str) -> str:
    """French stresses the last full vowel of a word."""
    places = [i for i, c in enumerate(sounds) if c in _VOWELS and c != "ə"]
    if not places:
        return sounds
    return sounds[: places[-1]] + "ˈ" + sounds[places[-1] :]
