"""Sums that do not add up: schedules, the amount delegated, instalments, amounts written in words, years."""

import re
from collections.abc import Iterator

from conventions_cli.comparison import Shape, Unit, text_of
from conventions_cli.facts import Cell, Grid
from conventions_cli.foundation import Record, catalogue, field
from conventions_cli.french import NUMBER_WORD, parse_words
from conventions_cli.linting.comparable import AMOUNT, cell_cents, cents, euros, folded, plain
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark

_YEAR = re.compile(r"(?:annee |exercice )?(20\d\d)")
_KINDS = {"AE": r"\bae\b|autorisations? d'engagement", "CP": r"\bcp\b|credits? de paiement"}
_TOTAL = re.compile(r"\btotal|\bsomme\b|\bensemble\b")
_AMOUNT = re.compile(AMOUNT)
_OF_WHICH = re.compile(rf"{AMOUNT}[^.;]{{0,80}}?\bdont {AMOUNT}([^.;]{{0,140}})")
_OBTAINED = re.compile(r"\b(?:a|ont) obtenu\b[^.;]*\Z")  # the sentence that recalls the decision, up to its amount
_SUPPORT = re.compile(r"accompagn|coaching|mentor|directement")
_REMAINING = re.compile(
    rf"{AMOUNT}[^.]{{0,220}}?{AMOUNT}[^.]{{0,160}}?\b(?:les|soit) {AMOUNT} (?:restants?|de solde)\b"
)
_REST = re.compile(rf"\b(?:les|soit) {AMOUNT} (?:restants?|de solde)\b")
_REACH = 450  # characters before the rest that the two other amounts stand in
_LIMIT = re.compile(
    rf"(?:(?:dans la limite|à hauteur maximale|d'un montant maxim(?:um|al)) (?:totale? )?de"
    rf"|montants maxim(?:um|aux)[^.;]{{0,30}}, soit au total) {AMOUNT}"
)
_SHARE = re.compile(r"(?<![\d,])(\d{1,3}(?:,\d{1,2})?) ?%")
_SHARE_OF_YEAR = re.compile(rf"(\d{{1,3}}(?:,\d{{1,2}})?) ?% des (AE|CP) de (20\d\d), soit {AMOUNT}")
_INSTALMENT = re.compile(
    r"versement|tranche|acompte|\bsolde\b|\bAE\b|\bCP\b|autorisations? d'engagement|crédits de paiement"
)
_WORDS = rf"(?:{NUMBER_WORD})(?:(?: et |[ -])(?:{NUMBER_WORD})){{0,20}}"
_UNIT = r"(?: ?€| euros?| d'euros)?"
_DIGITS_THEN_WORDS = re.compile(
    rf"(?<![\d,])(\d{{1,3}}(?: \d{{3}}){{1,4}}|\d{{1,12}}){_UNIT} ?\((?:en lettres ?: ?)?({_WORDS}){_UNIT}\)",
    re.IGNORECASE,
)
_WORDS_THEN_DIGITS = re.compile(
    rf"\b({_WORDS}){_UNIT} ?\((\d{{1,3}}(?: \d{{3}}){{1,4}}|\d{{1,12}}){_UNIT}\)", re.IGNORECASE
)
_CENT = 100


class Schedule(Record):
    """The AE and CP of an act, year by year, in cents; `totals`: what its total line says, with its cell."""

    grid: Grid
    years: dict[str, dict[int, int]] = field(default_factory=dict)
    cells: dict[tuple[str, int], Cell] = field(default_factory=dict)
    totals: dict[str, tuple[int, Cell]] = field(default_factory=dict)

    def add(self, kind: str, label: str, cell: Cell) -> bool:
        """Take in a cell of the line or column `label`; False when it is not an amount."""
        amount = cell_cents(cell.text)
        if amount is None:
            return False
        year = _YEAR.fullmatch(label)
        if year:
            self.years.setdefault(kind, {})[int(year[1])] = amount
            self.cells[kind, int(year[1])] = cell
        elif _TOTAL.search(label):
            self.totals[kind] = (amount, cell)
        return True

    def sum(self, kind: str) -> int:
        """The sum over the years."""
        return sum(self.years.get(kind, {}).values())


def schedules(act: Act) -> Iterator[Schedule]:
    """The tables of AE and CP by year, whichever way they are laid; those with a cell that cannot be read are left."""
    for grid in act.grids:
        schedule = Schedule(grid)
        if _filled(schedule) and schedule.years:
            yield schedule


def _filled(schedule: Schedule) -> bool:
    grid = schedule.grid
    columns = {number: kind for number, cell in enumerate(grid.rows[0]) if (kind := _kind(cell.text))}
    for row in grid.rows[1:]:
        label, kind = folded(row[0].text), _kind(row[0].text)
        for number, cell in enumerate(row):
            across = folded(grid.rows[0][number].text)
            if number in columns and number and not schedule.add(columns[number], label, cell):
                return False
            if not columns and kind and number and not schedule.add(kind, across, cell):
                return False
    return True


def _kind(text: str) -> str:
    found = [kind for kind, pattern in _KINDS.items() if re.search(pattern, folded(text))]
    return found[0] if len(found) == 1 else ""


def schedule_sums(act: Act) -> Iterator[Remark]:
    """C611, C612, C616: total lines, AE against CP, years outside the act's life."""
    for schedule in schedules(act):
        for kind, (said, cell) in schedule.totals.items():
            found = schedule.sum(kind)
            if said != found:
                message = f"le total des {kind} est de {euros(said)}, la somme des années de {euros(found)}."
                yield Remark(catalogue.ACT_TOTAL, cell.place, message, f"Faut-il lire {euros(found)}\u202f?")
        if "AE" in schedule.years and "CP" in schedule.years:
            yield from _balance(schedule)
        yield from _years(act, schedule)


def _balance(schedule: Schedule) -> Iterator[Remark]:
    place = schedule.grid.place
    engaged, paid = schedule.sum("AE"), schedule.sum("CP")
    if engaged != paid:
        message = f"les CP font {euros(paid)}, les AE {euros(engaged)}\u00a0: sur la durée de l’acte, ils sont égaux."
        yield Remark(catalogue.ACT_BALANCE, place, message, "Corriger l’une des lignes de l’échéancier.")
    opened = spent = 0
    for year in sorted({*schedule.years["AE"], *schedule.years["CP"]}):
        opened += schedule.years["AE"].get(year, 0)
        spent += schedule.years["CP"].get(year, 0)
        if spent > opened:
            message = f"fin {year}, les CP ({euros(spent)}) dépassent les AE ouvertes ({euros(opened)})."
            where = schedule.cells.get(("CP", year))
            yield Remark(catalogue.ACT_BALANCE, where.place if where else place, message, "Vérifier l’échéancier.")
            return


def _years(act: Act, schedule: Schedule) -> Iterator[Remark]:
    first = act.signed.year if act.signed else None
    last = act.end[0].year if act.end else None
    for (kind, year), cell in schedule.cells.items():
        if not schedule.years[kind][year]:
            continue
        if first is not None and year < first:
            message = f"des {kind} sont ouverts en {year}, l’acte est signé en {first}."
            yield Remark(catalogue.ACT_YEAR, cell.place, message, "Vérifier l’année et la date de signature.")
        elif last is not None and year > last and not (kind == "CP" and act.pays_later):
            message = f"des {kind} sont ouverts en {year}, l’acte prend fin en {last}."
            yield Remark(catalogue.ACT_YEAR, cell.place, message, "Vérifier l’année et la date de fin.")


def _of_one_part(act: Act) -> list[Schedule]:
    """The tables of AE and CP that stand in the same article as the first: those of the délégataires, if several."""
    found = list(schedules(act))
    return [one for one in found if one.grid.part == found[0].grid.part and one.years.get("AE")] or found[:1]


def _remaining(text: str) -> Iterator[re.Match[str]]:
    """« 200 000 € … dont 15 000 € …, soit 185 000 € restants »: looked for where the rest is said, in its sentence."""
    last = 0
    for rest in _REST.finditer(text):
        start = max(rest.start() - _REACH, last)
        ends = [stop.end() for stop in re.finditer(r"\.(?!\d)", text[start : rest.start()])]
        match = _REMAINING.search(text, start + (ends[-1] if ends else 0), rest.end())
        if match:
            last = match.end()
            yield match


def delegated_amount(act: Act) -> Iterator[Remark]:
    """C613: what is granted, less the support the délégant pays itself, is what is delegated."""
    tables = _of_one_part(act)
    table = tables[0] if tables else None
    engaged = sum(one.sum("AE") for one in tables) if table is not None and table.years.get("AE") else None
    opened = {engaged, *(one.sum("AE") for one in tables)}  # of the whole, or of one délégataire
    for passage in act.passages:
        for match in _remaining(passage.text):
            whole, part, rest = (cents(match[n], match[n + 1]) for n in (1, 3, 5))
            if whole - part != rest:
                message = f"{euros(whole)} moins {euros(part)} font {euros(whole - part)}, et non {euros(rest)}."
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger l’un des trois montants.")
        if table is None or engaged is None:
            continue
        for match in _OF_WHICH.finditer(passage.text):
            whole, part = cents(match[1], match[2]), cents(match[3], match[4])
            if act.amended and _OBTAINED.search(passage.text[: match.start()]):
                continue  # what a decision gave stays so when an avenant changes what is delegated
            if _SUPPORT.search(match[5]) and whole - part not in opened:
                message = (
                    f"{euros(whole)} moins {euros(part)} d’accompagnement font {euros(whole - part)}\u202f; "
                    f"l’échéancier ({table.grid.place}) ouvre {euros(engaged)} d’AE."
                )
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger ces montants, ou l’échéancier.")
        if passage.part != table.grid.part:
            continue
        for match in _LIMIT.finditer(passage.text):
            if cents(match[1], match[2]) not in opened:
                message = (
                    f"la limite dite est de {euros(cents(match[1], match[2]))}\u202f; l’échéancier "
                    f"({table.grid.place}) ouvre {euros(engaged)} d’AE."
                )
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger la limite, ou l’échéancier.")


def instalments(act: Act) -> Iterator[Remark]:
    """C614: the shares of instalments make 100 %, and their amounts are those shares."""
    listed: set[str] = set()
    for unit, _ in act.lists():
        items = [_own_text(item) for item in unit.children]
        listed.update(leaf.place for leaf in unit.within() if leaf.leaf)
        shares: dict[str, float] = {}
        for text in items:
            share = re.match(r"\W*(\d{1,3}(?:,\d{1,2})?) ?%", text)
            if share:
                of_year = re.search(r"\b(?:AE|CP) (?:de|pour|au titre de) (20\d\d)", text)
                key = of_year[1] if of_year else ""
                shares[key] = shares.get(key, 0) + _number(share[1])
        if sum(bool(re.match(r"\W*\d{1,3}(?:,\d{1,2})? ?%", text)) for text in items) > 1:
            for year, made in shares.items():
                yield from _share_fault(unit.place, made, year)
    tables = _of_one_part(act)
    for passage in act.passages:
        found = [_number(one) for one in _SHARE.findall(passage.text)]
        if passage.place not in listed and len(found) > 1 and _INSTALMENT.search(passage.text):
            yield from _share_fault(passage.place, sum(found), "")
        yield from _share_amounts(passage, tables)


def _share_fault(place: str, made: float, year: str) -> Iterator[Remark]:
    if abs(made - 100) > 0.01:
        shown = f"{made:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        of_year = f" de {year}" if year else ""
        message = f"les parts des tranches{of_year} font {shown}\u00a0%, et non 100\u00a0%."
        yield Remark(catalogue.ACT_SHARES, place, message, "Corriger l’une des parts.")


def _share_amounts(passage: Passage, tables: list[Schedule]) -> Iterator[Remark]:
    for match in _SHARE_OF_YEAR.finditer(passage.text):
        bases = [table.years.get(match[2], {}).get(int(match[3])) for table in tables]
        known = [one for one in bases if one is not None]
        base, said = sum(known), cents(match[4], match[5])
        if known and all(abs(one * _number(match[1]) / 100 - said) > _CENT for one in {base, *known}):
            message = (
                f"{match[1]}\u00a0% des {match[2]} de {match[3]} ({euros(base)}) font "
                f"{euros(round(base * _number(match[1]) / 100))}, et non {euros(said)}."
            )
            yield Remark(catalogue.ACT_SHARES, passage.place, message, "Corriger la part ou le montant.")


def _own_text(item: Unit) -> str:
    """The words of an item, without the lists it holds."""
    return plain(" ".join(text_of(child.tokens) for child in item.children if child.shape is not Shape.LIST))


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def words_and_digits(act: Act) -> Iterator[Remark]:
    """C615: « 200 000 € (cent mille euros) », « deux mille vingt-cinq (2024) »."""
    for passage in act.passages:
        pairs = [(match[1], match[2]) for match in _DIGITS_THEN_WORDS.finditer(passage.text)]
        pairs += [(match[2], match[1]) for match in _WORDS_THEN_DIGITS.finditer(passage.text)]
        for digits, words in pairs:
            said, meant = parse_words(words), int(digits.replace(" ", ""))
            if said is not None and said != meant:
                message = f"«\u00a0{digits}\u00a0» en chiffres, «\u00a0{words}\u00a0» en lettres."
                hint = "Accorder les deux\u00a0: en droit, un montant en lettres prévaut d’ordinaire sur les chiffres."
                yield Remark(catalogue.ACT_WORDS, passage.place, message, hint)
