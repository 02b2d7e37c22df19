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
    said_roles,
    without_article,
)
from conventions_cli.foundation import replace
from conventions_cli.french import Article, Gender, article_before, folded, gender_of_head
from conventions_cli.importing.facts import Fact, Facts
from conventions_cli.importing.party_blocks import ACTING_FOR, SOMEONE, TOGETHER, Party, blocks_of, role_of
from conventions_cli.importing.representatives import people_of
from conventions_cli.importing.searched import Act, Line

_STREET = (
    r"(?:\d|(?:quai|rue|avenue|boulevard|bd|place|allées?|chemin|route|impasse|cours|square|esplanade|hôtel|immeuble"
    r"|bâtiment|tour|bp|cs|tsa|cité|parvis|faubourg|passage|villa|domaine|zone|lieu-dit|château|fort|caserne)\b)"
)
_WHAT_IT_IS = (
    r"(?:une? )?(?:établissement|service (?:à compétence|rattach|placé)|organisme|association (?:loi|régie)"
    r"|groupement d’intérêt|opérateur"
    r"|autorité administrative|siret|siren|n°|immatricul|enregistr)"
)
_KEYWORD = re.compile(
    r",? ?(?:\b(?:(?:qui est )?(?:légalement )?représentée?s?|régie?s? (?:par|selon)|situ[ée]+s?"
    r"|sises?|sis|dont|domiciliée?s?|ci-(?:après|dessous)|ayant|établie?s?(?= (?:au|à) )|prise?(?= en la personne)"
    r"|agissant|adresse|rattachée?s?|relevant|placée?s?|créée?s?|instituée?s?)\b"
    r"|représentante?s?(?: légale?)? ?:|\(ci-après"
    rf"|, (?={_STREET}|{_WHAT_IT_IS})| [–—-] (?={_STREET})|(?:, ?| et )(?=(?:dé|de)nommée?s?\b|désignée?s?\b"
    r"|appelée?s?\b))",
    re.IGNORECASE,
)
_HELD_BY = re.compile(rf"(?P<office>.{{3,160}}?), (?P<who>{SOMEONE.pattern})")
_MORE_OF_NAME = re.compile(r"(?:d[eu]s?|d’|et|l[ae]s?|l’|à|aux?)\b", re.IGNORECASE)
_NAME = re.compile(r"\A(?P<article>[Ll]a |[Ll]e |[Ll]es |[Ll]’)?(?P<name>[^()]{2,240}?)\s?\((?P<sigle>[^()]{2,30})\)")
_ADDRESS = re.compile(
    r"\b(?:situ[ée]+s?|sises?|sis|établie?s?(?= au? )|dont (?:le siège(?: social)?|les bureaux|les locaux|les services)"
    r" (?:est|sont|se trouve(?:nt)?|se situe(?:nt)?)(?: situés?| sis| établis?)?"
    r"|domiciliée?s?"
    r"|adresse ?:|dont l’adresse est)(?: au| à| aux)?,? ?(?:l’adresse suivante ?: ?)?"
    r"(?P<address>.{6,240}?)"
    r"(?=[,;.]? ?(?:et |ici )?(?:représent|\(?ci-après|dont |siret|siren|n° |ayant |agissant |immatricul|$))",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(
    rf"(?:, | [–—-] )(?P<address>{_STREET}[^()]{{6,200}}?)"
    r"(?=,? ?(?:représent|agissant |\(?ci-(?:après|dessous)|siret|dont ))",
    re.IGNORECASE,
)
_IS_ADDRESS = re.compile(r"(?:(?!siret|siren|représent|n°|dont)[^:])*", re.IGNORECASE)
_REPRESENTED = re.compile(
    r"\breprésentée?s?(?: aux fins des présentes)?,? par ?:? |\ben la personne (?=de )(?:de |d’)?"
    r"|\breprésentante?s?(?: légale?)? ?: ",
    re.IGNORECASE,
)
_WHO_ENDS = re.compile(
    r"\(?ci-(?:après|dessous)|(?:dûment |spécialement )?\b(?:habilit|autoris|mandat)ée?s?\b|\bet désignée?"
    r"|\bdénommée?s? "
    r"|\bdésignée?s? (?:ci-|«|sous|par|comme)"
    r"|(?:,|;| et) ?(?:désigné|appelé|dénommé|nommée?s? (?:par|à|en|depuis)\b|ayant (?:reçu|tous?)|en vertu d"
    r"|agissant (?:au nom|pour|en vertu|en application))",
    re.IGNORECASE,
)
_AT_MOST = 400  # length of the longest text that says who represents a party
_BY_ANOTHER = re.compile(
    r",? (?:et )?par (?:délégation|ordre|empêchement)\b|,? (?:lui|elle)-même représent|\. (?=(?:La|Le|Les) |L’)",
    re.IGNORECASE,
)
_SIRET = re.compile(r"\bSIRET ?:?(?: n°)? ?((?:\d ?){14})")
_STATE = re.compile(
    r"(?:État|direction|délégation|ministère|ministères|secrétariat|service|services|préfecture|inspection"
    r"|sous-direction|mission"
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
_BESIDE = re.compile(rf"{_WHAT_IT_IS}|\d", re.IGNORECASE)  # brackets after a name that are not part of it
_ROLES = frozenset({"mandant", "mandataire", "financeur", "bailleur", "prestataire", "partenaire", "cocontractant"})
_NO_NAME = re.compile(
    r":|\d{5}|\. |\b(?:est|sont|a|ont|dite?s?|soussignée?s|suivante?s|signataires|parties|étant|attendu|considérant"
    r"|vu|que"
    r"|représent\w*|désign\w*|dénomm\w*|conv[ie]\w*nent|M\.|Mme|Madame|Monsieur)\b|\b(?:et|de|du|des|la|le|les|à"
    r"|pour)\Z",
    re.IGNORECASE,
)
_NOT_SIGLES = re.compile(r"ci-après|représent|\d{5}", re.IGNORECASE)


def read_parties(act: Act) -> list[Party]:
    """The parties of the act, in order, at most six."""
    lines = list(act.of(SectionKind.PARTIES))
    parties = blocks_of(lines)
    kept = [party for party in parties if _read(party)]
    _call_together(lines, kept)
    _call_side(kept)
    for party in kept:
        _article(party, act)
    _roles(kept, act)
    return kept[:6]


def _read(party: Party) -> bool:
    """Fills the fields of a party from its text; False when it has no name."""
    acting = ACTING_FOR.match(party.text)
    text = f"{acting['for']}, représentée par {acting['who']}{party.text[acting.end() :]}" if acting else party.text
    keyword = _KEYWORD.search(text)
    named = _NAME.match(text)
    before = named is not None and (not keyword or named.end("name") <= keyword.start())
    if named and before and _is_sigle(named["sigle"], named["name"]):
        party.article, party.name, party.sigle = (
            (named["article"] or "").strip().lower(),
            named["name"],
            without_article(named["sigle"].strip("« »").split(",")[0]),
        )
        party.sigle_sure = SURE if "," not in named["sigle"] and re.search(r"[A-ZÀ-Ý\d]{2}", party.sigle) else LIKELY
    else:
        head = text[: keyword.start()] if keyword else _first_of(text)
        beside = re.search(r"\((?P<said>[^()]*)\)\s*\Z", head)
        kept = beside is not None and not _BESIDE.match(beside["said"])
        head = head.rstrip() if kept else head.split("(")[0].rstrip()
        match = re.match(r"(la |le |les |l’)?(.*)", head.strip(" ,"), re.IGNORECASE | re.DOTALL)
        party.article = (match[1] or "").strip().lower() if match else ""
        party.name = match[2] if match else ""
    party.name = party.name.strip(" ,")
    if not party.name or len(party.name) > 240:
        return False
    address = _ADDRESS.search(text) or _BARE_ADDRESS.search(text)
    party.address = address["address"].strip(" ,;") if address else ""
    party.address_sure = SURE if _IS_ADDRESS.fullmatch(party.address) else LIKELY
    siret = _SIRET.search(text)
    party.siret = siret[1].replace(" ", "") if siret else ""
    representing = _who_represents(text)
    if representing:
        who, role_noun = _without_role(representing)
        _by_role(party, role_noun, feminine=False)
        party.people = people_of(who)
    name, role_noun = _without_role(party.name if keyword else without_article(text))
    holder = _HELD_BY.fullmatch(name)
    if role_noun and not party.role:
        _by_role(party, role_noun, feminine=False)
        party.name, party.name_sure = name, LIKELY
    if holder:  # « le directeur des ports, Mme Ada UNE »: the holder of the office represents it
        party.name = holder["office"]
        party.people = party.people or people_of(f"{holder['who']}, {holder['office']}")
        party.name_sure = LIKELY
    elif not _is_surely_a_name(party.name) or not re.search(r"représent|ci-après|nommé|désign", text):
        party.name_sure = LIKELY
    called = list(namings([Cell(text, party.line.place)]))
    if called and called[-1].plural and party.article != "les":
        party.collective = text  # « désignés « les co-contractants » » comes after the last party of the side
    party.aliases = [name for naming in called for name in naming.terms]
    _by_aliases(party)
    capacity = capacity_in(text)
    if capacity and not party.role:
        _by_role(party, capacity, feminine=False)
    return True


def _who_represents(text: str) -> str:
    """The words of a text about who represents a party; empty when they are too long to be only that."""
    start = _REPRESENTED.search(text)
    if start is None:
        return ""
    end = _WHO_ENDS.search(text, start.end() + 2)
    who = text[start.end() : end.start() if end else None]
    if len(who) > _AT_MOST:
        return ""
    return _BY_ANOTHER.split(who)[0].rstrip(" ,;.").removesuffix(" et").rstrip(" ,")


def _without_role(text: str) -> tuple[str, str]:
    """Cuts « Ada UNE, directrice, prêteuse » before its final role; without a role, the whole text and an empty one."""
    before, _, last = text.strip(" ,").rpartition(", ")
    return (before, last) if before and role_of(without_article(last)) else (text, "")


def _is_sigle(text: str, name: str) -> bool:
    """Whether the brackets after a name hold its acronym: « (DGCS) », « (Anssi) », not « (Finistère) »."""
    bare = without_article(text.strip("« »"))
    if _NOT_SIGLES.search(text) or not re.match(r"[A-ZÀ-Ý\d]", bare):
        return False
    if "«" in text or re.search(r"[A-ZÀ-Ý\d]{2}", bare):
        return True
    letters = iter(folded(name))
    return folded(name)[:1] == folded(bare)[:1] and all(letter in letters for letter in folded(bare))


def _is_surely_a_name(name: str) -> bool:
    """Whether a text is surely only a name: it holds no role, no verb, no title of a person, no unpaired quote."""
    if role_of(name.split(" ")[0].strip(",")):
        return False
    if _NO_NAME.search(name) or name.count("(") or name.count("«") != name.count("»"):
        return False
    return all(_MORE_OF_NAME.match(piece) for piece in name.split(", ")[1:])


def _first_of(text: str) -> str:
    """The name that begins a text: up to the first comma not followed by a word such as « de » or « et »."""
    first, *others = text.split(",")
    for other in others:
        if not _MORE_OF_NAME.match(other.strip()):
            break
        first += f",{other}"
    return first


def _by_aliases(party: Party) -> None:
    """Takes the role, the acronym and the article of a party from its aliases."""
    for alias in party.aliases:
        noun = without_article(alias)
        role = role_of(noun)
        if role and not party.role:
            _by_role(party, noun, feminine=alias.lower().startswith("la "))
        elif (
            not role
            and not party.sigle
            and noun.lower() not in _ROLES
            and noun != party.name
            and re.fullmatch(r"[A-ZÀ-Ý][\w&’ -]{1,25}", noun)
        ):
            party.sigle = noun
            party.sigle_sure = SURE if re.search(r"[A-ZÀ-Ý]{2}|\d", noun) else LIKELY  # « École » is a short name
        if not role and noun == party.sigle and re.match(r"la |le |les |l’", alias, re.IGNORECASE):
            party.article = alias[: len(alias) - len(noun)].strip().lower()


def _by_role(party: Party, noun: str, *, feminine: bool) -> None:
    """Gives a party the role that a noun names, and keeps the noun when it is not the usual one for that role."""
    role = role_of(noun)
    if role:
        party.role = role
        if noun.lower().removesuffix("s") not in said_roles().nouns.values():
            party.denomination = f"la {noun}" if feminine else noun


def _call_together(lines: list[Line], parties: list[Party]) -> None:
    """Gives its role to each party of « l’ANSSI et les ministères ci-après désignés ensemble « les mandants » »."""
    for line in lines:
        match = TOGETHER.match(line.text)
        role = role_of(match["name"]) if match else ""
        for party in parties:
            if match and role and not party.role and party.is_named(match["who"]):
                party.role = role


def _call_side(parties: list[Party]) -> None:
    """Gives each party of a side the role that a plural name gives to all of them together."""
    for last in parties:
        side = [party for party in parties if party.side == last.side]
        called = namings([Cell(last.collective, last.line.place)]) if last.collective and len(side) > 1 else ()
        role = next(filter(None, (role_of(name) for naming in called if naming.plural for name in naming.terms)), "")
        for party in side if role else ():
            party.role = party.role or role
            party.denomination = "" if party is last else party.denomination


def _article(party: Party, act: Act) -> None:
    """Finds the article of a party: the one most used before its acronym, else that of its name, else a guess."""
    short = re.escape(party.short)
    counts: dict[str, int] = {}
    for match in re.finditer(
        rf"(?<![\w’])(de la |à la |la |du |au |le |des |aux |les |l’){short}(?!\w)", act.text, re.IGNORECASE
    ):
        word = match[1].lower().strip()
        article = {"de la": "la", "à la": "la", "du": "le", "au": "le", "des": "les", "aux": "les"}.get(word, word)
        counts[article] = counts.get(article, 0) + 1
    if counts and party.sigle:
        party.article = max(counts, key=lambda word: counts[word])
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
    """Gives a role to the parties that have none: from who entrusts the task to whom, else from their order."""
    prose, roles = " ".join(line.text for line in act.prose), said_roles()
    for party in parties:
        if party.role:
            continue
        short = re.escape(party.short)
        if re.search(rf"{short},? (?:ci-après [^,]+, )?(?:confie|délègue|autorise|attribue|octroie)", prose):
            party.role, party.role_sure = roles.giver, LIKELY
        elif re.search(
            rf"(?:confie|délègue|autorise|octroie|attribue)\w* (?:à |au |aux |à la |à l’|la |le |l’)+{short}\b", prose
        ):
            party.role, party.role_sure = roles.receiver, LIKELY
    assigned = {party.role for party in parties}
    for role in (roles.giver, roles.receiver):
        first = next((party for party in parties if not party.role), None)
        if role not in assigned and first is not None:
            first.role, first.role_sure = role, DOUBTFUL
    for party in parties:
        if not party.role:
            party.role, party.role_sure = roles.third, LIKELY


def nature_of(name: str) -> str:
    """The legal nature of a party, from its name; empty when the name does not show it."""
    for nature, pattern in _OTHER_NATURES:
        if pattern.search(name):
            return nature
    return "service_etat" if _STATE.match(name) else ""


def party_facts(parties: list[Party], facts: Facts) -> None:
    """Adds the parties to the facts."""
    sided = len({party.side for party in parties}) > 1
    for index, party in enumerate(parties):
        for fact in _facts_of(index, party, sided=sided):
            facts.add(fact)


def _facts_of(index: int, party: Party, *, sided: bool) -> Iterator[Fact]:
    place, quote = party.line.place, party.text

    def stated(key: str, value: str, confidence: Confidence = SURE, note: str = "") -> Fact:
        return Fact(("parties", index, key), value, _less(confidence, party.name_sure), place, quote, note)

    note = "le rôle n’est pas écrit dans les parties" if party.role_sure is not SURE else ""
    yield stated("role", party.role, party.role_sure, note)
    if sided:
        yield stated("groupe", str(party.side))
    yield stated("denomination", party.denomination)
    yield stated("nom", party.name)
    yield stated("sigle", party.sigle, party.sigle_sure)
    if party.article in {article.value for article in Article}:
        yield stated("article", party.article, SURE if party.article_sure else LIKELY)
        if party.article in {"l’", "les"} and gender_of_head(party.name) is None:
            yield stated("genre", _agreed_gender(party.text), LIKELY, "déduit des accords")
    note = "la nature n’est pas écrite dans l’acte ; elle est déduite du nom"
    yield stated("nature", nature_of(party.name), LIKELY, note)
    yield stated("adresse", party.address, party.address_sure)
    yield stated("siret", party.siret)
    for rank, person in enumerate(party.people):
        for fact in person.facts(("parties", index, "representants", rank), place, quote):
            yield replace(fact, confidence=_less(fact.confidence, party.name_sure))


def _less(first: Confidence, second: Confidence) -> Confidence:
    """The less sure of two confidences."""
    return max(first, second, key=lambda confidence: confidence.rank)


def _agreed_gender(text: str) -> str:
    """The gender of a party, from the first participle of its text; empty without a participle."""
    match = re.search(r"\b(?:représent|situ|dénomm|désign)é(e?)s?\b", text)
    return "" if match is None else (Gender.FEMININE if match[1] else Gender.MASCULINE).value
