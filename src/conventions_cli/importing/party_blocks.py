"""Cuts the preamble, from « Entre » to « d’autre part », into the text of each party."""

import re

from conventions_cli.facts import SURE, Confidence, said_role, said_roles, without_article
from conventions_cli.foundation import Record, field
from conventions_cli.importing.representatives import Person
from conventions_cli.importing.searched import Line

_SIDE_NAME = r"d’une part|d’autre part|de (?:première|deuxième|seconde|troisième|quatrième|cinquième|sixième) part"
_SIDE = re.compile(rf",? ?\b(?:{_SIDE_NAME})\b ?[,;:.]*", re.IGNORECASE)
_OPENING = re.compile(
    r"\A(?:[-–•*] ?|\d{1,2} ?[.)°]{1,2} ?)?"
    r"(?:(?:(?:la|le) présente? \w+ (?:est (?:conclue?|passée?|établie?|signée?) )?)?(?:entre|lie|engage)"
    r"(?: les soussignée?s| (?:l[ea]s? )?[\w’ -]{3,60} (?:suivante?s|ci-après(?: désignée?s| dénommée?s)?|soussignée?s"
    r"|signataires)(?= ?:|\Z))?|et)\b"
    r" ?[:,]* ?(?:les soussignée?s ?:? ?"
    r"|d’une part ?,? ?)?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\A(?:[-–•*] |\d{1,2} ?[.)°]{1,2} ?)(?:[-–] )?")
_START = re.compile(r"(?:La |Le |L’|Les |la |le |l’|les )?[A-ZÉÈÀÎÔ]|l[ae]s? \w|l’\w")
_GOES_ON = re.compile(
    r"(?:situ|représent|ci-après|dont|sise?s?\b|domicili|adresse|siret|siren|ayant|agissant|dénomm|désign"
    r"|en la personne"
    r"|et par|par |m\. |mme |madame|monsieur|tél|courriel|ministère|\d|numéro|n°)",
    re.IGNORECASE,
)
_DONE = re.compile(r"représent|ci-après|dénommé|désigné", re.IGNORECASE)
_CALLED = re.compile(r"ci-(?:après|dessous)|dénommé|désigné|appelé", re.IGNORECASE)
SOMEONE = re.compile(
    r"(?:(?:M\.|Mme|Madame|Monsieur) .*|[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?(?: d[eu]s?| d’| la| le){0,2}"
    r" [A-ZÀ-Ý]{2}[\w’-]*)\b"
)
_COLLECTIVE = re.compile(
    r"(?:tou[ts]e?s? |(?:l’ensemble |tous )?étant )?(?:ci-après )?(?:(?:dé|de)nommée?s|désignée?s|appelée?s)\b"
    r"|ci-après (?:désignée?s?|dénommée?s?|ensemble)[^«]*ensemble",
    re.IGNORECASE,
)
_ANOTHER = re.compile(  # another party in the same stretch
    r"(?<=[,;]) (?:et )?(?=(?:La |Le |L’|Les )[^,;]{3,160}(?:, [^,;]{3,60})?,? représentée?s? par\b)"
    r"|(?<=,) et (?=(?:la |le |l’|les )[^,;]{3,160},? (?:représentée?s? par\b|(?:M\.|Mme|Madame|Monsieur) ))"
)
TOGETHER = re.compile(
    r"(?P<who>.{3,200}?) (?:étant |sont )?ci-après (?:désignée?s?|dénommée?s?) ensemble « (?P<name>[^«»]+) »"
)
_LABEL = re.compile(
    r"\A(?:nom|dénomination|raison sociale|organisme|administration|service|structure|entité) ?: ?", re.IGNORECASE
)
_NAME_CUT = re.compile(  # « représentée par Mme Ada », at the end of a line, in an act whose lines were cut
    r"\b(?:M\.|Mme|Madame|Monsieur)(?: [A-ZÀ-Ý][a-zà-ÿ’]+(?:-[A-ZÀ-Ý][a-zà-ÿ’]+)?)?\Z"
)
ACTING_FOR = re.compile(
    r"(?P<who>(?:M\.|Mme|Madame|Monsieur) [^,;]{3,60}, [^,;]{3,120}), agissant (?:au nom|pour le compte)"
    r"(?: et (?:au nom|pour le compte))? (?=d)(?:de |du |d’)?(?P<for>(?:la |l’)?[^,;]{3,160})"
)
_ANNOUNCED = re.compile(
    r"(?:[Ll]e |[Ll]a |[Ll]’)?(?P<noun>[\w’-]{4,30}(?: de projet)?)(?: ?: ?|,? )"
    r"(?=(?:[Ll]e |[Ll]a |[Ll]’|[Ll]es )?[A-ZÀ-Ý]|(?:le |la |l’|les )\w)"
)
_AND = re.compile(r"\Aet\b ?[:,]*\Z", re.IGNORECASE)


class Party(Record):
    """A party, whose fields are filled as its block is read. `side`: 1 for « d’une part », 2 for « d’autre part »."""

    text: str
    line: Line
    side: int
    name: str = ""
    article: str = ""
    article_sure: bool = True
    name_sure: Confidence = SURE
    sigle_sure: Confidence = SURE
    sigle: str = ""
    role: str = ""
    role_sure: Confidence = SURE
    denomination: str = ""
    address: str = ""
    address_sure: Confidence = SURE
    siret: str = ""
    collective: str = ""
    aliases: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def short(self) -> str:
        """The short name of the party in the act."""
        return self.sigle or self.name

    def is_named(self, text: str) -> bool:
        """Whether a text names this party, by its acronym, its name or an alias."""
        names = [name for name in (self.sigle, self.name, *self.aliases) if name]
        return any(
            re.search(rf"(?<!\w){re.escape(without_article(name))}(?!\w)", text, re.IGNORECASE) for name in names
        )


def blocks_of(lines: list[Line]) -> list[Party]:
    """The parties of the preamble, each with its text and its side, not read yet."""
    parties: list[Party] = []
    side = 1
    group = -1
    apart, role, labels = False, "", False
    for line in lines:
        together = TOGETHER.match(line.text)
        if (together and "représent" not in together["who"]) or re.match(
            r".*\bensemble « les parties »", line.text, re.IGNORECASE
        ):
            continue
        members = [party for party in parties if party.side == side]
        if _COLLECTIVE.match(line.text) and len(members) > 1:
            for party in members:
                party.collective = line.text
            side += _SIDE.search(line.text) is not None
            continue
        at = 0
        for match in [*_SIDE.finditer(line.text), None]:
            text = line.text[at : match.start() if match else None]
            at = match.end() if match else at
            and_by = ""
            if parties and parties[-1].side == side and _also_represents(parties[-1], text):
                and_by = "et par "
            apart = apart or _AND.match(text.strip(" ,;")) is not None
            text = _OPENING.sub("", text.strip(" ,;")).strip(" ,;")
            text, announced = _without_announcement(_BULLET.sub("", text), label=labels or not parties)
            labels = labels or bool(announced)
            apart, role = apart or bool(announced), announced or role
            text, *others = (piece.strip(" ,;") for piece in _ANOTHER.split(_LABEL.sub("", _BULLET.sub("", text))))
            if text:
                new_item = line.item and line.group != group
                if and_by:
                    parties[-1].text += f", {and_by}{text}"
                elif _opens(text, parties, side, apart=new_item or apart):
                    parties.append(Party(text, line, side, role=role))
                    apart, role = False, ""
                elif parties:
                    whole = parties[-1].text.endswith(",") or _NAME_CUT.search(parties[-1].text)
                    parties[-1].text += f" {text}" if whole else f", {text}"
                group = line.group if line.item else group
            parties += [Party(other, line, side) for other in others]
            if match and parties and parties[-1].side == side:
                side += 1
    return parties


def _also_represents(party: Party, text: str) -> bool:
    """Whether a text, « Et Sacha UNE, directeur », names another representative of a party."""
    opening = _OPENING.match(text.strip(" ,;"))
    rest = text.strip(" ,;")[opening.end() :] if opening else ""
    return bool(
        SOMEONE.match(rest)
        and "représent" in party.text
        and not _CALLED.search(party.text)
        and text.strip(" ,;") != rest
    )


def _without_announcement(text: str, *, label: bool) -> tuple[str, str]:
    """The text without the role it announces, and that role, or an empty text.

    « Le bénéficiaire : » announces the role of the next party, « Bénéficiaire : le bureau … » that of this party.
    `label`: whether a role alone, without a colon, announces the next party too.
    """
    bare = text.strip(" :")
    role = role_of(without_article(bare)) if text.endswith(":") or (label and bare[:1].isupper()) else ""
    if role:
        return "", role
    before = _ANNOUNCED.match(bare)
    role = role_of(before["noun"]) if before else ""
    return (bare[before.end() :], role) if before and role else (bare, "")


def _opens(text: str, parties: list[Party], side: int, *, apart: bool) -> bool:
    """Whether a text begins a new party. `apart`: whether it is a new item, or comes after « et » or a role."""
    if ACTING_FOR.match(text):
        return True
    if _GOES_ON.match(text) or not _START.match(text) or (parties and _NAME_CUT.search(parties[-1].text)):
        return False
    return not parties or apart or parties[-1].side != side or bool(_DONE.search(parties[-1].text))


def role_of(noun: str) -> str:
    """The role that a noun names, if a spec can have it; else an empty text."""
    role = said_role(noun)
    return role if role in said_roles().nouns else ""
