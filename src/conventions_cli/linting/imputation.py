"""Checks of the CHORUS codes of an act: their shapes, look-alike characters, programmes, names and years."""

from collections import Counter
from collections.abc import Iterator

from conventions_cli.comparison import Shape
from conventions_cli.facts import UNIT, line_codes, said_programmes, sentence_codes, table_codes
from conventions_cli.foundation import Record, catalogue
from conventions_cli.french import folded
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.sums import schedules
from conventions_cli.model import Axe, lifetime, official_label
from conventions_cli.rules import Judgement, cleaned, judged

_KINDS = {
    Judgement.ALIKE: catalogue.ACT_LOOKALIKE,
    Judgement.FORM: catalogue.ACT_CODE,
    Judgement.SHAPE: catalogue.ACT_CODE,
    Judgement.UNUSUAL: catalogue.ACT_CODE,
}


class CodeEntry(Record, frozen=True):
    """A code of an act, with its axis and its place; `table`: the place of its table, empty outside tables."""

    axis: Axe
    code: str
    place: str
    table: str = ""

    @property
    def programme(self) -> str:
        """The programme of the code; empty when its axis or its shape does not tell it."""
        return self.axis.programme_of(cleaned(self.code))


def codes_of(act: Act) -> Iterator[CodeEntry]:
    """The codes beside the name of an axis: in tables, and on lines such as « Domaine fonctionnel : 0129-16-02 »."""
    lines = [passage.cell for passage in act.passages if passage.shape is not Shape.CELL]
    stated = [(codes, grid.place) for grid in act.grids for codes in table_codes(grid)]
    for codes, table in (*stated, *((line, "") for line in line_codes(lines))):
        if codes.axis is not None and codes.axis.printed:  # programmes are read in sentences
            yield from (CodeEntry(codes.axis, code, codes.cell.place, table) for code in codes.codes)


def _codes_in_sentences(act: Act) -> Iterator[CodeEntry]:
    """The codes of sentences."""
    for passage in act.passages:
        for codes in sentence_codes(passage.cell):
            if codes.axis is not None and codes.axis.printed:
                yield from (CodeEntry(codes.axis, code, passage.place) for code in codes.codes)


def code_shapes(act: Act) -> Iterator[Remark]:
    """C621 and C622: look-alike characters in a code, or a code of the wrong shape."""
    for entry in dict.fromkeys((*codes_of(act), *_codes_in_sentences(act))):
        verdict = judged(entry.axis, entry.code)
        if verdict is not None and verdict.kind in _KINDS:  # no remark on a mere doubt: the act may be signed
            kind, message, hint, _ = verdict
            yield Remark(_KINDS[kind], entry.place, message, hint)


def programmes(act: Act) -> Iterator[Remark]:
    """C623: a code of another programme than most codes of the act, or than the one its sentences name.

    A table whose codes all belong to another programme is left out: it is the imputation of another party.
    """
    entries = [entry for entry in codes_of(act) if entry.programme]
    counted = Counter(entry.programme for entry in entries)
    if not counted:
        return
    programme = counted.most_common(1)[0][0]
    of_table: dict[str, list[str]] = {}
    for entry in entries:
        of_table.setdefault(entry.table, []).append(entry.programme)
    agreed = {table for table, codes in of_table.items() if table and len(codes) > 1 and len(set(codes)) == 1}
    for entry in entries:
        if entry.programme != programme and entry.table not in agreed:
            message = (
                f"«\u00a0{entry.code}\u00a0» ({entry.axis.label.lower()}) relève du programme {entry.programme}, "
                f"les autres codes du programme {programme}."
            )
            yield Remark(catalogue.ACT_PROGRAMME, entry.place, message, "Vérifier le code auprès du service financier.")
    centres = {cleaned(entry.code) for entry in entries if entry.axis.key == "centre_financier"}
    for passage in act.passages:
        units = [code for code in UNIT.findall(passage.text) if "colonne" not in passage.place]
        for code in units:
            if centres and code not in centres:
                listed = ", ".join(sorted(centres))
                message = f"«\u00a0{code}\u00a0» ici, «\u00a0{listed}\u00a0» au tableau des codes."
                hint = "N’écrire qu’une unité opérationnelle."
                yield Remark(catalogue.ACT_PROGRAMME, passage.place, message, hint)
        for named in said_programmes(passage.text):
            if units and named.number not in {code[1:4] for code in units}:
                message = (
                    f"le programme {named.number} est nommé, l’unité opérationnelle est du programme {units[0][1:4]}."
                )
                yield Remark(catalogue.ACT_PROGRAMME, passage.place, message, "Vérifier le programme et l’unité.")


def programme_names(act: Act) -> Iterator[Remark]:
    """C624 and C625: a programme under another name than its own, or that did not exist in the years of its credits."""
    table = next(iter(schedules(act)), None)
    years = sorted({year for kind in table.years.values() for year, amount in kind.items() if amount}) if table else []
    year = act.signed.year if act.signed else years[0] if years else None
    reported: set[str] = set()
    for passage in act.passages:
        for named in said_programmes(passage.text):
            official = official_label(named.number, year) if year is not None else None
            if named.quoted and official is not None and folded(official) != folded(named.quoted):
                message = (
                    f"en {year}, le programme {named.number} s’intitule «\u00a0{official}\u00a0», et non "
                    f"«\u00a0{named.quoted}\u00a0»."
                )
                yield Remark(catalogue.ACT_LABEL, passage.place, message, "Reprendre l’intitulé officiel.")
    counted = Counter(entry.programme for entry in codes_of(act) if entry.programme)
    for programme in counted:
        life = lifetime(programme)
        outside = [credit_year for credit_year in years if life is not None and not life[0] <= credit_year <= life[1]]
        if life is not None and outside and programme not in reported and table is not None:
            reported.add(programme)
            listed = ", ".join(map(str, outside))
            message = f"crédits de {listed} sur le programme {programme}, qui a vécu de {life[0]} à {life[1]}."
            hint = "À compter de 2025, employer le programme 129." if programme == "352" else "Vérifier le programme."
            yield Remark(catalogue.ACT_LIFETIME, table.grid.place, message, hint)
