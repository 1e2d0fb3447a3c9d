"""Text -> the BCP 47 tag of its language.

Chinese, Japanese and Korean are told by their scripts, which needs no statistics; other languages by py3langid (naive
Bayes over byte n-grams), held to the languages that newspapers are written in.  Traditional and simplified Chinese are
told by the characters that only one of them has: Big5 and GB 2312, the character sets that Taiwan and the mainland
drew up for their own writing, list them.
"""

from __future__ import annotations

import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from broadsheet.once import once

_SAMPLE = 4000  # characters that are read: the accuracy below is reached with a few hundred
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7a3]")
_BOPOMOFO = re.compile("[\u3105-\u312f]")
_WORD = re.compile(r"[^\W\d_]+")
_NOISE = re.compile(r"https?://[!-~]+|[!-~]+@[!-~]+|[@#][A-Za-z0-9_]+|[A-Za-z.-]*\d[A-Za-z0-9.-]*")
_GLOSS = re.compile(r"[(（][^()（）]*[)）]")  # a name in the other script, as both languages like to add

# Japanese prose is 0.4 to 0.7 kana, a headline rarely under 0.15; Chinese that names a Japanese title stays under 0.1.
_KANA_SHARE = 0.12
# Chinese when Han characters are at least this many for each word of another script, glosses in brackets aside.  0.5
# reads `OpenAI 推出 GPT Image 1.5` as Chinese, 1 does not; on whole articles both are right on all 268; 2026-11-22.
_HAN_PER_WORD = 0.5
_MIN_LETTERS = 12  # shorter than this, n-grams are a lottery: the hint decides, or nobody knows
# Calibrated probability of py3langid from which its answer stands alone.  On 231 non-Chinese titles and 120 headlines,
# all answers above 0.40 are right and 5 of the 15 below are wrong; 2026-11-22.
_SURE = 0.4
_LIKELY = 0.2  # below this, and without a hint among the first three, nobody knows
_CLEAR = 1.5  # or when the second language is nearer than this ratio

# Languages with a press of their own, as py3langid knows them.  Its other labels (pidgins, dialects, dead and invented
# languages) only ever catch headlines full of names.
_PRESS = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ka kk km kn ky lo "
    "lt lv mk ml mn mr ms mt my ne nl no or pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tk tl tr uk ur uz vi"
)


def language_of(text: str, hint: str = "") -> str:
    """Return the language of ``text``: ``en``, ``zh-Hant``, ``zh-Hans``, ``ja``, another ISO 639-1 code, or ``und``.

    ``hint`` is what the source says of itself; it decides only between answers that the text leaves open.  Chinese
    without one character that tells the scripts apart, and without a hint, is plain ``zh``.
    """
    sample = _NOISE.sub(" ", text[:_SAMPLE])
    bare = _GLOSS.sub(" ", sample)
    sample = bare if _WORD.search(bare) else sample
    han, kana, hangul = (len(script.findall(sample)) for script in (_HAN, _KANA, _HANGUL))
    words = sum(not _HAN.match(word) and not _HANGUL.match(word) for word in _WORD.findall(_HAN.sub(" ", sample)))
    asian = han + kana + hangul
    if asian and asian >= _HAN_PER_WORD * max(words - kana, 1):
        if hangul >= max(han, kana):
            return "ko"
        return "ja" if kana > _KANA_SHARE * asian else _chinese(sample, hint)
    return _by_ngrams(sample, hint)


def _chinese(text: str, hint: str) -> str:
    """Tell traditional from simplified by majority of the characters that only one of them has."""
    traditional_only, simplified_only = _exclusive()
    traditional = sum(character in traditional_only for character in text) + len(_BOPOMOFO.findall(text))
    simplified = sum(character in simplified_only for character in text)
    if traditional != simplified:
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return hint if hint in ("zh-Hant", "zh-Hans") else "zh"


@once
def _exclusive() -> tuple[frozenset[str], frozenset[str]]:
    """Return the Han characters of Big5 that GB 2312 lacks, and those of GB 2312 that Big5 lacks."""
    traditional = {c for lead in range(0xA4, 0xFA) for c in _row(lead, "big5") if _HAN.match(c)}
    simplified = {c for lead in range(0xB0, 0xF8) for c in _row(lead, "gb2312") if _HAN.match(c)}
    return frozenset(traditional - simplified), frozenset(simplified - traditional)


def _row(lead: int, encoding: str) -> str:
    return "".join(bytes((lead, trail)).decode(encoding, "ignore") for trail in range(0x40, 0xFF))


def _by_ngrams(text: str, hint: str) -> str:
    words = _WORD.findall(text)
    if sum(map(len, words)) < _MIN_LETTERS:
        return _known(hint) if words else "und"
    ranked = _identifier().rank(" ".join(text.split()))
    (first, sure), (_, second) = ranked[:2]
    if sure >= _SURE:
        return str(first)
    if _known(hint) in {name for name, _ in ranked[:3]}:
        return _known(hint)
    return str(first) if sure >= _LIKELY and sure >= _CLEAR * second else "und"


def _known(hint: str) -> str:
    """Return the primary subtag of a hint that is no script-told language; ``und`` otherwise."""
    primary = hint.split("-")[0].lower()
    return primary if primary in _PRESS.split() else "und"


@once
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_PRESS.split())
    return identifier
