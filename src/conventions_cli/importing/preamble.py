"""The parties, from the blocks between « Entre » and « d’autre part »: names, roles, sides, addresses, people."""

import re
from collections.abc import Iterator

from conventions_cli.document import SectionKind
from conventions_cli.facts import (
    DOUBTFUL,
    LIKELY,
    SURE,
    Cell,
    Confidence,
    capacity_in,
    namings,
    said_role,
    said_roles,
    without_article,
)
from conventions_cli.foundation import Record, field
from conventions_cli.french import Article, Gender, article_before, gender_of_head
from conventions_cli.importing.facts import Fact, Facts
from conventions_cli.importing.representatives import Person, people_of
from conventions_cli.importing.searched import Act, Line

_SIDE_NAME = r"d’une part|d’autre part|de (?:première|deuxième|seconde|troisième|quatrième|cinquième|sixième) part"
_SIDE = re.compile(rf",? ?\b(?:{_SIDE_NAME})\b ?[,;:.]*", re.IGNORECASE)
_OPENING = re.compile(
    r"\A(?:[-–•*] ?|\d{1,2} ?[.)°]{1,2} ?)?(?:entre(?: les (?:soussignée?s|(?:parties|services|administrations"
    r"|directions|organismes|établissements) (?:suivante?s|ci-après(?: désignée?s| dénommée?s)?|soussignée?s)))?|et)\b"
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
_SOMEONE = re.compile(
    r"(?:(?:M\.|Mme|Madame|Monsieur) .*|[A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?(?: d[eu]s?| d’| la| le){0,2}"
    r" [A-ZÀ-Ý]{2}[\w’-]*)\b"
)
_COLLECTIVE = re.compile(
    r"(?:tou[ts]e?s? |(?:l’ensemble |tous )?étant )?(?:ci-après )?(?:(?:dé|de)nommée?s|désignée?s|appelée?s)\b"
    r"|ci-après (?:désignée?s?|dénommée?s?|ensemble)[^«]*ensemble",
    re.IGNORECASE,
)
_STREET = (
    r"(?:\d|(?:quai|rue|avenue|boulevard|bd|place|allées?|chemin|route|impasse|cours|square|esplanade|hôtel|immeuble"
    r"|bâtiment|tour|bp|cs|tsa|cité|parvis|faubourg|passage|villa|domaine|zone|lieu-dit|château|fort|caserne)\b)"
)
_WHAT_IT_IS = (
    r"(?:une? )?(?:établissement|service à compétence|association (?:loi|régie)|groupement d’intérêt|opérateur"
    r"|autorité administrative|siret|siren|n°|immatricul|enregistr)"
)
_KEYWORD = re.compile(
    r",? ?(?:\b(?:(?:qui est )?représentée?s?|situ[ée]+s?|sises?|sis|dont|domiciliée?s?|ci-(?:après|dessous)|ayant"
    r"|agissant|adresse|rattachée?s?|relevant|placée?s?|créée?s?|instituée?s?)\b"
    rf"|\(ci-après|, (?={_STREET}|{_WHAT_IT_IS})| [–—-] (?={_STREET})|(?:, ?| et )(?=(?:dé|de)nommée?s?\b|désignée?s?\b"
    r"|appelée?s?\b))",
    re.IGNORECASE,
)
_ANOTHER = re.compile(  # one more party in the same stretch
    r"(?<=[,;]) (?=(?:La |Le |L’|Les )[^,;]{3,160}(?:, [^,;]{3,60})?,? représentée?s? par\b)"
)
_HELD_BY = re.compile(rf"(?P<office>.{{3,160}}?), (?P<who>{_SOMEONE.pattern})")
_MORE_OF_NAME = re.compile(r"(?:d[eu]s?|d’|et|l[ae]s?|l’|à|aux?)\b", re.IGNORECASE)
_NAME = re.compile(r"\A(?P<article>[Ll]a |[Ll]e |[Ll]es |[Ll]’)?(?P<name>[^()]{2,240}?)\s?\((?P<sigle>[^()]{2,30})\)")
_ADDRESS = re.compile(
    r"\b(?:situ[ée]+s?|sises?|sis|dont le siège(?: social)? (?:est|se trouve|se situe)(?: situé| sis| établi)?"
    r"|domiciliée?s?"
    r"|adresse ?:|dont l’adresse est)(?: au| à| aux)?,? ?(?:l’adresse suivante ?: ?)?"
    r"(?P<address>.{6,240}?)"
    r"(?=[,;.]? ?(?:et )?(?:représent|\(?ci-après|dont |siret|siren|n° |ayant |agissant |immatricul|$))",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(
    rf"(?:, | [–—-] )(?P<address>{_STREET}[^()]{{6,200}}?)"
    r"(?=,? ?(?:représent|agissant |\(?ci-(?:après|dessous)|siret|dont ))",
    re.IGNORECASE,
)
_REPRESENTED = re.compile(
    r"\breprésentée?s?(?: aux fins des présentes)?,? par (?P<who>.{2,400}?)"
    r"(?=[,;.]? ?(?:(?:et )?\(?ci-(?:après|dessous)|(?:et )?(?:dûment |spécialement )?(?:habilit|autoris|mandat)ée?s?\b"
    r"|et désignée?|dénommée?s? |désignée?s? (?:ci-|«|sous|par|comme))"
    r"|,? par (?:délégation|ordre|empêchement)\b"
    r"|(?:,|;| et) ?(?:désigné|appelé|dénommé|nommée?s? (?:par|à|en|depuis)\b|ayant (?:reçu|tous?)|en vertu d"
    r"|agissant (?:au nom|pour|en vertu|en application))|[,;.]? ?$)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"(?P<who>.{3,200}?) (?:étant |sont )?ci-après (?:désignée?s?|dénommée?s?) ensemble « (?P<name>[^«»]+) »"
)
_SIRET = re.compile(r"\bSIRET ?:?(?: n°)? ?((?:\d ?){14})")
_STATE = re.compile(
    r"(?:État|direction|délégation|ministère|ministères|secrétariat|service|services|préfecture|inspection|sous-direction|mission"
    r"|rectorat|commissariat|haut-commissariat|gendarmerie|cabinet|département du|archives nationales)\b",
    re.IGNORECASE,
)
_OTHER_NATURES = (
    ("gip", re.compile(r"\bgroupement d’intérêt public\b|\bGIP\b", re.IGNORECASE)),
    ("association", re.compile(r"\Aassociation\b|\bassociation (?:loi|régie)", re.IGNORECASE)),
    (
        "collectivite",
        re.compile(
            r"\A(?:commune|ville|métropole|région|communauté|conseil (?:départemental|régional))\b", re.IGNORECASE
        ),
    ),
)
_NOT_SIGLES = re.compile(r"ci-après|représent|\d{5}", re.IGNORECASE)


class Party(Record):
    """A party being read."""

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
    siret: str = ""
    collective: str = ""
    aliases: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def short(self) -> str:
        """What the act calls it."""
        return self.sigle or self.name

    def is_named(self, text: str) -> bool:
        """Whether a text names it, by its acronym, its name or what it is called."""
        names = [one for one in (self.sigle, self.name, *self.aliases) if one]
        return any(re.search(rf"(?<!\w){re.escape(without_article(one))}(?!\w)", text, re.IGNORECASE) for one in names)


def read_parties(act: Act) -> list[Party]:
    """The parties of the act, in order."""
    lines = list(act.of(SectionKind.PARTIES))
    parties = _blocks(lines)
    kept = [party for party in parties if _read(party)]
    _call_together(lines, kept)
    _call_side(kept)
    for party in kept:
        _article(party, act)
    _roles(kept, act)
    return kept[:6]


def _blocks(lines: list[Line]) -> list[Party]:
    """The text of each party, and its side."""
    found: list[Party] = []
    side = 1
    group = -1
    for line in lines:
        together = _TOGETHER.match(line.text)
        if (together and "représent" not in together["who"]) or re.match(
            r".*\bensemble « les parties »", line.text, re.IGNORECASE
        ):
            continue
        members = [party for party in found if party.side == side]
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
            if found and found[-1].side == side and _also_represents(found[-1], text):
                and_by = "et par "
            text = _OPENING.sub("", text.strip(" ,;")).strip(" ,;:")
            text, *others = _ANOTHER.split(_BULLET.sub("", text))
            if text:
                new_item = line.item and line.group != group
                if and_by:
                    found[-1].text += f", {and_by}{text}"
                elif _opens(text, found, side) or (new_item and _START.match(text) and not _GOES_ON.match(text)):
                    found.append(Party(text, line, side))
                elif found:
                    found[-1].text += f", {text}" if not found[-1].text.endswith(",") else f" {text}"
                group = line.group if line.item else group
            found += [Party(other, line, side) for other in others]
            if match and found and found[-1].side == side:
                side += 1
    return found


def _also_represents(party: Party, text: str) -> bool:
    """Whether a text, « Et Sacha UNE, directeur », is one more person of a party that was not yet given its name."""
    opening = _OPENING.match(text.strip(" ,;"))
    rest = text.strip(" ,;")[opening.end() :] if opening else ""
    return bool(
        _SOMEONE.match(rest)
        and "représent" in party.text
        and not _CALLED.search(party.text)
        and text.strip(" ,;") != rest
    )


def _opens(text: str, found: list[Party], side: int) -> bool:
    """Whether a text opens another party."""
    if _GOES_ON.match(text) or not _START.match(text):
        return False
    return not found or found[-1].side != side or bool(_DONE.search(found[-1].text))


def _read(party: Party) -> bool:
    """Read the block of a party; False when it has no name."""
    text = party.text
    keyword = _KEYWORD.search(text)
    named = _NAME.match(text)
    if named and (not keyword or named.end("name") <= keyword.start()) and not _NOT_SIGLES.search(named["sigle"]):
        party.article, party.name, party.sigle = (
            (named["article"] or "").strip().lower(),
            named["name"],
            without_article(named["sigle"].strip("« »")),
        )
    else:
        head = text[: keyword.start()] if keyword else _first_of(text)
        head = head.split("(")[0].rstrip()
        match = re.match(r"(la |le |les |l’)?(.*)", head.strip(" ,"), re.IGNORECASE | re.DOTALL)
        party.article = (match[1] or "").strip().lower() if match else ""
        party.name = match[2] if match else ""
    party.name = party.name.strip(" ,")
    if not party.name or len(party.name) > 240:
        return False
    address = _ADDRESS.search(text) or _BARE_ADDRESS.search(text)
    party.address = address["address"].strip(" ,;") if address else ""
    siret = _SIRET.search(text)
    party.siret = siret[1].replace(" ", "") if siret else ""
    represented = _REPRESENTED.search(text)
    if represented:
        who, _, last = represented["who"].rpartition(", ")
        if who and _role_of(without_article(last)):  # « directrice, délégante »
            _by_role(party, last, feminine=False)
            represented_by = who
        else:
            represented_by = represented["who"]
        party.people = people_of(represented_by)
    holder = _HELD_BY.fullmatch(party.name)
    if holder:  # « le directeur des ports, Mme Ada UNE »: who holds the office is its representative
        party.name = holder["office"]
        party.people = party.people or people_of(f"{holder['who']}, {holder['office']}")
        party.name_sure = LIKELY
    elif ", " in party.name and not all(_MORE_OF_NAME.match(one) for one in party.name.split(", ")[1:]):
        party.name_sure = LIKELY
    called = list(namings([Cell(text, party.line.place)]))
    if called and called[-1].plural and party.article != "les":
        party.collective = text  # « désignés « les co-délégataires » », said at the end of the last of them
    party.aliases = [name for one in called for name in one.given]
    _by_aliases(party)
    capacity = capacity_in(text)
    if capacity and not party.role:
        _by_role(party, capacity, feminine=False)
    return True


def _first_of(text: str) -> str:
    """The name that opens a text where nothing says it ends: up to a comma that does not go on with « de la mer »."""
    first, *others = text.split(",")
    for other in others:
        if not _MORE_OF_NAME.match(other.strip()):
            break
        first += f",{other}"
    return first


def _role_of(noun: str) -> str:
    """The role of a party that a noun says, where a spec has it."""
    role = said_role(noun)
    return role if role in said_roles().nouns else ""


def _by_aliases(party: Party) -> None:
    """What a party is called tells its role, or its acronym."""
    for alias in party.aliases:
        noun = without_article(alias)
        role = _role_of(noun)
        if role and not party.role:
            _by_role(party, noun, feminine=alias.lower().startswith("la "))
        elif not role and not party.sigle and noun != party.name and re.fullmatch(r"[A-ZÀ-Ý][\w&’ -]{1,25}", noun):
            party.sigle = noun
            party.sigle_sure = SURE if re.search(r"[A-ZÀ-Ý]{2}|\d", noun) else LIKELY  # « École » is a short name
        if not role and noun == party.sigle and re.match(r"la |le |les |l’", alias, re.IGNORECASE):
            party.article = alias[: len(alias) - len(noun)].strip().lower()


def _by_role(party: Party, noun: str, *, feminine: bool) -> None:
    """Give a party the role a noun says, and that noun where it is not the usual one."""
    role = _role_of(noun)
    if role:
        party.role = role
        if noun.lower().removesuffix("s") not in said_roles().nouns.values():
            party.denomination = f"la {noun}" if feminine else noun


def _call_together(lines: list[Line], parties: list[Party]) -> None:
    """« l’ANSSI et les ministères étant ci-après désignés ensemble « les mandants » »."""
    for line in lines:
        match = _TOGETHER.match(line.text)
        role = _role_of(match["name"]) if match else ""
        for party in parties:
            if match and role and not party.role and party.is_named(match["who"]):
                party.role = role


def _call_side(parties: list[Party]) -> None:
    """What the parties of a side are called in the plural is the role of each, and the name of none."""
    for last in parties:
        side = [party for party in parties if party.side == last.side]
        called = namings([Cell(last.collective, last.line.place)]) if last.collective and len(side) > 1 else ()
        role = next(filter(None, (_role_of(name) for one in called if one.plural for name in one.given)), "")
        for party in side if role else ():
            party.role = party.role or role
            party.denomination = "" if party is last else party.denomination


def _article(party: Party, act: Act) -> None:
    """The article of the short name, as the act writes it elsewhere; else that of the name."""
    short = re.escape(party.short)
    counts: dict[str, int] = {}
    for match in re.finditer(
        rf"(?<![\w’])(de la |à la |la |du |au |le |des |aux |les |l’){short}(?!\w)", act.text, re.IGNORECASE
    ):
        word = match[1].lower().strip()
        article = {"de la": "la", "à la": "la", "du": "le", "au": "le", "des": "les", "aux": "les"}.get(word, word)
        counts[article] = counts.get(article, 0) + 1
    if counts and party.sigle:
        party.article = max(counts, key=lambda one: counts[one])
        return
    if party.article:
        return
    gender = gender_of_head(party.name)
    party.article_sure = False
    plural = re.match(r"(?:ministères|services|archives)\b", party.name, re.IGNORECASE) is not None
    party.article = (
        article_before(party.name, gender or Gender.MASCULINE, plural=plural).value if gender or plural else ""
    )


def _roles(parties: list[Party], act: Act) -> None:
    """The roles that no name tells: from who entrusts what to whom, else from the order of the parties."""
    prose, known = " ".join(line.text for line in act.prose), said_roles()
    for party in parties:
        if party.role:
            continue
        short = re.escape(party.short)
        if re.search(rf"{short},? (?:ci-après [^,]+, )?(?:confie|délègue|autorise|attribue|octroie)", prose):
            party.role, party.role_sure = known.giver, LIKELY
        elif re.search(
            rf"(?:confie|délègue|autorise|octroie|attribue)\w* (?:à |au |aux |à la |à l’|la |le |l’)+{short}\b", prose
        ):
            party.role, party.role_sure = known.receiver, LIKELY
    held = {party.role for party in parties}
    for role in (known.giver, known.receiver):
        first = next((party for party in parties if not party.role), None)
        if role not in held and first is not None:
            first.role, first.role_sure = role, DOUBTFUL
    for party in parties:
        if not party.role:
            party.role, party.role_sure = known.third, LIKELY


def nature_of(name: str) -> str:
    """What a party is in law, where its name shows it."""
    for nature, pattern in _OTHER_NATURES:
        if pattern.search(name):
            return nature
    return "service_etat" if _STATE.match(name) else ""


def party_facts(parties: list[Party], facts: Facts) -> None:
    """Put what was read of the parties among the facts."""
    sided = len({party.side for party in parties}) > 1
    for index, party in enumerate(parties):
        for one in _facts_of(index, party, sided=sided):
            facts.add(one)


def _facts_of(index: int, party: Party, *, sided: bool) -> Iterator[Fact]:
    place, quote = party.line.place, party.text

    def stated(key: str, value: str, confidence: Confidence = SURE, note: str = "") -> Fact:
        return Fact(("parties", index, key), value, confidence, place, quote, note)

    note = "le rôle n’est pas écrit dans les parties" if party.role_sure is not SURE else ""
    yield stated("role", party.role, party.role_sure, note)
    if sided:
        yield stated("groupe", str(party.side))
    if party.denomination:
        yield stated("denomination", party.denomination)
    yield stated("nom", party.name, party.name_sure)
    if party.sigle:
        yield stated("sigle", party.sigle, party.sigle_sure)
    if party.article in {one.value for one in Article}:
        yield stated("article", party.article, SURE if party.article_sure else LIKELY)
        gender = gender_of_head(party.name)
        if party.article in {"l’", "les"} and gender is None:
            agreed = _agreed_gender(party.text)
            if agreed:
                yield stated("genre", agreed, LIKELY, "déduit des accords")
    nature = nature_of(party.name)
    if nature:
        yield stated("nature", nature, LIKELY, "la nature n’est pas écrite dans l’acte ; elle est déduite du nom")
    if party.address:
        yield stated("adresse", party.address)
    if party.siret:
        yield stated("siret", party.siret)
    for rank, person in enumerate(party.people):
        yield from person.facts(("parties", index, "representants", rank), place, quote)


def _agreed_gender(text: str) -> str:
    """The gender that the participles beside a name show."""
    match = re.search(r"\b(?:représent|situ|dénomm|désign)é(e?)s?\b", text)
    return "" if match is None else (Gender.FEMININE if match[1] else Gender.MASCULINE).value
