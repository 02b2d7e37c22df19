"""The identity of an act: title, NOR, header, signature, funding scheme, services and their objectives."""

import pathlib
import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from conventions_cli.document import SectionKind
from conventions_cli.facts import (
    DATE,
    DATE_OR_MONTH,
    DOUBTFUL,
    LIKELY,
    SURE,
    Confidence,
    date_or_month_text,
    signature_dates,
)
from conventions_cli.foundation import read_table, remembered
from conventions_cli.importing.facts import Fact, Facts, Path
from conventions_cli.importing.searched import Act, Line

_NOR = re.compile(r"\b(N ?O ?R ?:? ?)?([A-Z]{4} ?\d{7} ?[A-Z])\b|\b(N ?O ?R ?:? ?)((?:[A-Z] ?){4}(?:\d ?){7}[A-Z])\b")
_NOR_WRITTEN = re.compile(r"\bNOR ?: ?([A-Z0-9][A-Z0-9 ]{8,14}[A-Z0-9])\s*\Z")
_REFERENCE = re.compile(r"\A(?:Référence|Réf\.?|N° de convention|Convention n°) ?:? ?(\S.{1,60})\Z", re.IGNORECASE)
_MINISTRY = re.compile(
    r"\A(?:minist(?:ère|re)|premi(?:er|ère) ministre|services du premier|secrétariat|direction|préfecture"
    r"|haut-)",
    re.IGNORECASE,
)
_MORE_OF_TITLE = re.compile(
    r"(?:relati[fv]e?s?|portant|pour|concernant|en vue|entre|du|de|d’|des|dans|sur|au|aux|à|et|n° ?\d)\b", re.IGNORECASE
)
_MOTTO = re.compile(r"république française|liberté|égalité|fraternité", re.IGNORECASE)
_PLACE = re.compile(
    r"\A(?:(?:Fait|FAIT),? )?(?:[àÀA] (?P<place>(?:l’)?[A-ZÀ-Ý][\w’ -]{1,40}?)"
    r"|(?P<masculine>aux? [A-ZÀ-Ý][\w’ -]{1,40}?))"
    r"(?:,? en [\w\d]+ exemplaires?[\w ]*)?(?:, ?| )(?:le|LE|en date du)\b"
)
_PLACE_ONLY = re.compile(
    r"\AFait,? (?:en [^,]{1,40}?,? )?à (?P<place>[A-ZÀ-Ý][\w’-]{0,40}(?: [A-ZÀ-Ý\d][\w’-]{0,40}){0,4})"
)
_TOWN = re.compile(r"\A([A-ZÀ-Ý][\w’-]{1,40}(?: [A-ZÀ-Ý\d][\w’-]{0,40}){0,4}), le\b(?= ?\d)")
_SERVICE = (
    r"(?:services?(?: publics?)?(?: numériques?)?|start-?ups? d’[ÉE]tat|produits?(?: numériques?)?|projets?|"
    r"plateformes?|applications?|solutions?|outils?)"
)
_QUOTES = r"« [^«»]{1,80} »(?:(?:, | et |, et | ou )« [^«»]{1,80} »)*"
_NAMED = re.compile(
    rf"\b{_SERVICE},?(?: (?:dénommés?|intitulés?|appelés?|numériques?|public)){{0,2}} ({_QUOTES})", re.IGNORECASE
)
_NAMED_BARE = re.compile(rf"\b(?i:{_SERVICE}) (?:numérique )?((?:[A-ZÀ-Ý][\w’+-]*)(?: [A-ZÀ-Ý][\w’+-]*){{0,3}})")
_TITLE_END = re.compile(r"(?:\||[–-]|:) ([A-ZÀ-Ý0-9][^|–:]{1,50})\Z")
_OBJECTIVES = re.compile(r"\b(?:objectifs?|engagements? chiffrés?)\b[^.]*:\Z", re.IGNORECASE)
_SCHEME = re.compile(
    r"\b(?:dispositif|fonds|programme|appel à (?:candidatures|projets|manifestation d’intérêt)|promotion|lauréat\w*"
    r"|financement) (?:dit |du |de l’|de la )?«? ?([A-Z]{3,10})(?: ?(\d{1,3}))?\b(?: »)?"
)
_SCHEME_NUMBERED = re.compile(r"\b([A-Z]{3,8}) ?(\d{1,3})\b(?! ?(?:€|euros|rue|avenue))")
_SCHEME_LABEL = re.compile(r"\b([Ff]onds [^().;«»]{10,120}|[Pp]rogramme [^().;«»]{10,120}) \(« ?([A-Z]{3,10}) ?»\)")
_ROUND = re.compile(r"\bpromotion (?:n° ?)?(\d{1,3})\b")
_DECIDED = re.compile(r"\b(?:obten|lauréat|retenu|sélectionn|décision|jury|comité de sélection|attribu)", re.IGNORECASE)
_WHEN = re.compile(rf"\b(?:[Ee]n|[Ll]e|du|de) ({DATE_OR_MONTH})")
_LAW = re.compile(r"décret|loi|arrêté|ordonnance|circulaire|règlement|code\b|convention du", re.IGNORECASE)
_NOT_SCHEMES = pathlib.Path(__file__).with_name("sigles.json")


def find_identity(act: Act, facts: Facts) -> None:
    """Adds the identity of an act to its facts."""
    for finder in (_title, _nor, _header, _signature, _services, _objectives, _scheme, _decision):
        for fact in finder(act):
            facts.add(fact)


def fact(path: Path, value: str, confidence: Confidence, line: Line, quote: str = "", note: str = "") -> Fact:
    """A fact read in a line, whose text is the default quote."""
    return Fact(path, value, confidence, line.place, quote or line.text, note)


def _title(act: Act) -> Iterator[Fact]:
    for line in act.of(SectionKind.TITLE):
        if line.heading == 1:
            below = [other for other in act.of(SectionKind.TITLE) if other.part == line.part and other is not line]
            more = [other.text for other in takewhile(lambda other: _MORE_OF_TITLE.match(other.text), below)]
            yield fact(("titre",), " ".join((line.text, *more))[:990], LIKELY if more else SURE, line)
            return


def _nor(act: Act) -> Iterator[Fact]:
    for line in act.lines:
        for match in _NOR.finditer(line.text):
            if line.kind is SectionKind.VISAS or _LAW.search(line.text[: match.start()]):
                continue
            prefix, number = match[1] or match[3], match[2] or match[4]
            sure = bool(prefix) and line.kind in {SectionKind.TITLE, SectionKind.HEADER}
            if not prefix and line.kind not in {SectionKind.TITLE, SectionKind.HEADER}:
                continue
            yield fact(("nor",), number.replace(" ", ""), SURE if sure else LIKELY, line)
            return
        written = _NOR_WRITTEN.search(line.text)
        if written:
            note = "un NOR compte 4 lettres, 7 chiffres, 1 lettre"
            yield fact(("nor",), written[1], DOUBTFUL, line, note=note)
            return
    for line in act.of(SectionKind.TITLE, SectionKind.HEADER):
        stated = _REFERENCE.match(line.text)
        if stated:
            yield fact(("reference",), stated[1], LIKELY, line)


def _header(act: Act) -> Iterator[Fact]:
    for line in act.of(SectionKind.HEADER):
        if line.text.upper().startswith("PROJET"):
            continue
        if re.search(DATE, line.text):
            continue
        if not _MOTTO.search(line.text) and not _NOR.search(line.text) and len(line.text) < 200:
            alone = _MINISTRY.match(line.text) and len(list(act.of(SectionKind.HEADER))) == 1
            yield fact(("entete",), line.text, SURE if alone else LIKELY, line)
            return


def _signature(act: Act) -> Iterator[Fact]:
    signing = list(act.of(SectionKind.SIGNATURES))
    for line in signing:
        match = _PLACE.match(line.text)
        place = (match["place"] or match["masculine"]) if match else ""
        if not place and (only := _PLACE_ONLY.match(line.text)):
            place = only["place"]
        if place and (line.text[:4].lower() == "fait" or re.search(DATE, line.text)):
            name = re.sub(r"\Aau ", "Le ", re.sub(r"\Aaux ", "Les ", place))
            yield fact(("lieu_signature",), name, LIKELY if " et " in name else SURE, line)
            continue
        town = _TOWN.match(line.text)
        if town:
            yield fact(("lieu_signature",), town[1], LIKELY, line)
    titles = [line.as_cell for line in act.of(SectionKind.TITLE)]
    articles = [line.as_cell for line in act.of(None)]
    readings = list(signature_dates([line.as_cell for line in signing], titles, articles))
    sure = [reading for reading in readings if reading.day and reading.confidence is SURE]
    # The act is signed when the last party signs.
    for reading in sorted(sure, key=lambda reading: reading.day or date.min, reverse=True) or readings[:1]:
        if reading.day:
            yield Fact(
                ("date_signature",), reading.day.isoformat(), reading.confidence, reading.line.place, reading.sentence
            )


def service_names(act: Act) -> list[tuple[str, Line, Confidence]]:
    """The services named in the act: for each, its name, its line, and how sure the reading is."""
    services: dict[str, tuple[str, Line, Confidence]] = {}
    title = list(act.of(SectionKind.TITLE))
    for lines, surely in ((title, SURE), (act.prose, LIKELY)):
        for line in lines:
            confidence = LIKELY if line.text.isupper() else surely  # capitals do not show how the name is spelt
            for match in _NAMED.finditer(line.text):
                for name in re.findall(r"« ([^«»]+) »", match[1]):
                    services.setdefault(name.casefold(), (name, line, confidence))
        if services:
            return list(services.values())
    for line in title:
        bare = _NAMED_BARE.search(line.text) or (_TITLE_END.search(line.text) if line.heading == 1 else None)
        if bare:
            name = bare[1].strip()
            quoted = f"« {name} »" in act.text
            return [
                (name.strip("« »"), line, LIKELY if quoted or name in act.text.replace(line.text, "") else DOUBTFUL)
            ]
    for line in act.prose:
        bare = _NAMED_BARE.search(line.text)
        if bare and act.text.count(bare[1]) > 1:
            return [(bare[1], line, DOUBTFUL)]
    return []


def _services(act: Act) -> Iterator[Fact]:
    for index, (name, line, confidence) in enumerate(service_names(act)):
        yield fact(("services", index, "nom"), name, confidence, line)


def _objectives(act: Act) -> Iterator[Fact]:
    names = [name for name, _, _ in service_names(act)]
    counts: dict[int, int] = {}
    lines = act.lines
    for at, line in enumerate(lines):
        if line.kind is not None or line.item or not _OBJECTIVES.search(line.text) or not names:
            continue
        service = next((index for index, name in enumerate(names) if f"« {name} »" in line.text), None)
        if service is None and len(names) > 1:
            continue
        sure = service is not None and "suivant" in line.text
        for item in lines[at + 1 :]:
            if not item.item or item.part != line.part:
                break
            rank = counts.get(service or 0, 0)
            counts[service or 0] = rank + 1
            text = item.text.rstrip(" ;,.")
            if text:
                yield fact(("services", service or 0, "objectifs", rank), text[:990], SURE if sure else LIKELY, item)


@remembered()
def _other_acronyms() -> frozenset[str]:
    """The acronyms that occur in acts and do not name a funding scheme."""
    return frozenset(read_table(_NOT_SCHEMES))


def _scheme(act: Act) -> Iterator[Fact]:
    sigle = ""
    for line in (*act.of(SectionKind.TITLE), *act.prose):
        match = _SCHEME_LABEL.search(line.text)
        label = re.search(r"\b(?:dispositif|fonds|programme) ([A-Z]{3,10}) \(([^()]{8,150})\)", line.text)
        if label and label[1] not in _other_acronyms():
            yield fact(("dispositif", "libelle"), label[2], SURE, line, label[0])
        elif match and match[2] not in _other_acronyms():
            yield fact(("dispositif", "libelle"), match[1], LIKELY, line, match[0])
        for match in _SCHEME.finditer(line.text):
            if match[1] in _other_acronyms() or (sigle and match[1] != sigle):
                continue
            sigle = match[1]
            certain = line.kind is SectionKind.TITLE or _DECIDED.search(line.text) or match[2]
            yield fact(("dispositif", "sigle"), sigle, SURE if certain else LIKELY, line)
            if match[2]:
                yield fact(("dispositif", "promotion"), match[2], SURE, line)
    for line in act.of(SectionKind.TITLE, SectionKind.BODY):
        for match in _SCHEME_NUMBERED.finditer(line.text):
            if match[1] not in _other_acronyms() and (not sigle or match[1] == sigle):
                sigle = match[1]
                yield fact(("dispositif", "sigle"), sigle, LIKELY, line)
                yield fact(("dispositif", "promotion"), match[2], LIKELY, line)
    for line in act.prose:
        match = _ROUND.search(line.text)
        if match:
            yield fact(("dispositif", "promotion"), match[1], SURE, line)
            return


def _decision(act: Act) -> Iterator[Fact]:
    for line in act.of(SectionKind.BODY, SectionKind.TITLE, None):
        for sentence in line.sentences():
            if line.heading or not _DECIDED.search(sentence):
                continue
            match = _WHEN.search(sentence)
            if match and not _LAW.search(sentence[: match.start()]) and (value := date_or_month_text(match[1])):
                yield fact(("dispositif", "date_decision"), value, LIKELY, line, sentence)
                return
