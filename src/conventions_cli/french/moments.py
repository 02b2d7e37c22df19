"""How an event or a condition enters a sentence: with its preposition, whether the author wrote it or not."""

import re

from conventions_cli.french.grammar import Gender, NounPhrase, article_before

# Beginnings of texts that need no preposition: « à la signature », « dès réception », « le 30 juin ».
_SAYS_WHEN = re.compile(
    r"(?:à|au|aux|après|avant|dès|lors|le|les|en|sur|une fois|sous|suivant|selon|dans|courant|fin|mi|début)\b"
    r"|(?:d|l)[’']",
    re.IGNORECASE,
)
# Endings that tell the gender of the noun of an event, and common nouns that are exceptions.
_FEMININE = re.compile(r"\w+(?:tion|sion|ture|aison|ise|ance|ence|té|ée|ette|ue)", re.IGNORECASE)
_MASCULINE = re.compile(
    r"(?:bilan|comité|avis|rapport|accord|jalon|point|retour|test|audit|\w+(?:ment|age|isme))", re.IGNORECASE
)


def moment(event: str) -> str:
    """An event with its preposition: « signature » gives « à la signature », « bilan » « après le bilan ».

    A text that begins with a preposition or an article is left alone; a noun of unknown gender comes after a colon,
    without an article.
    """
    if _SAYS_WHEN.match(event):
        return event
    lowered = event if event[:2].isupper() else event[:1].lower() + event[1:]
    head = re.split(r"[\s,(’']", lowered, maxsplit=1)[0]
    gender = _gender(head)
    if gender is None:
        return f"à l’échéance suivante : {lowered}"
    phrase = NounPhrase(lowered, article_before(lowered, gender), gender)
    return phrase.au() if head == "signature" else f"après {phrase.le()}"


def _gender(noun: str) -> Gender | None:
    if _MASCULINE.fullmatch(noun):
        return Gender.MASCULINE
    return Gender.FEMININE if _FEMININE.fullmatch(noun) else None


def proviso(condition: str) -> str:
    """A condition after « sous réserve »: « que … », « de … », « du … »; any other text follows a colon."""
    lowered = condition[:1].lower() + condition[1:]
    if re.match(r"(?:que\b|qu[’']|de\b|d[’']|du\b|des\b)", lowered):
        return f"sous réserve {lowered}"
    if lowered.startswith("sous réserve"):
        return lowered
    return f"sous réserve de la condition suivante : {condition}"
