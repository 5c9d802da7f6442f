"""Which sentences are passive: a form of worden or zijn with a past participle in the same clause.

There is no dictionary here: a participle is known by its form, and words that only look like one are listed. What
is missed is no harm, what is found wrongly is: so "zijn" counts only with a participle that cannot be active.
"""

from __future__ import annotations

import re

from kapstok.check.plain.lists import ACTIVE_PARTICIPLES, NO_PARTICIPLES, WORDEN, ZIJN

_CLAUSE = re.compile(r"[,;:()–]| - ")
_VERB = re.compile(rf"\b(?:{'|'.join(sorted(WORDEN | ZIJN))})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_PARTS = (
    "aan|achter|af|be|bij|binnen|bijeen|door|her|in|klaar|mee|na|neer|om|onder|op|over|plaats|samen|tegen|teniet|terug|"
    "toe|uit|uiteen|vast|ver|voor|voort|vooruit|vrij|waar|weer|weg|goed|kwijt|stil|bekend|open|rond|gelijk|gereed|thuis"
)
_WEAK = re.compile(
    rf"(?:{_PARTS})*ge\w{{2,}}[dt]"
    r"|(?:be|ver|ont|her|er|onder|over|voor|door|om)\w{2,}(?:d|[ckfpsx]t|cht|oot)"
)
_STRONG = re.compile(
    rf"(?:{_PARTS})*(?:ge(?:geven|nomen|daan|zien|schreven|kozen|sproken|houden|vonden|lezen|holpen|dragen|troffen|"
    r"sloten|trokken|schoven|zonden|wezen|bonden|worven|broken|roepen|laten|slagen|schonken|boden|hangen|heven|dreven|"
    r"lden|varen|bleken|wogen|wonnen|vraagd|meten|borgen|dwongen|noten|vangen|stolen|goten|kregen|reden)|gegaan)"
    r"|(?:be|her|ver|ont|onder|over|door|voor)(?:sproken|sloten|schreven|zien|houden|nomen|geven|kozen|wezen|trokken|"
    r"handeld|broken|worven|vangen|roepen|wogen|vonden|lopen|komen|kregen|laten|boden|dreven|keken|paald|stuurd)"
)
_NOUN = re.compile(r".*(?:heid|tijd|opdracht|wet|zicht|lijst|dienst|kracht|recht|bestand|beeld|beleid|gebied|geld)")


def is_passive(sentence: str) -> bool:
    """Whether some clause of the sentence is passive."""
    if not _VERB.search(sentence):
        return False
    return any(_passive_clause(_WORD.findall(clause.lower())) for clause in _CLAUSE.split(sentence))


def _passive_clause(words: list[str]) -> bool:
    becomes = any(word in WORDEN for word in words)
    if not becomes and not any(word in ZIJN for word in words):
        return False
    return any(_is_participle(word) and (becomes or word not in ACTIVE_PARTICIPLES) for word in words)


def _is_participle(word: str) -> bool:
    if word in NO_PARTICIPLES or _NOUN.fullmatch(word):
        return False
    return bool(_WEAK.fullmatch(word) or _STRONG.fullmatch(word))
