"""CHORUS codes of an act: their shapes, look-alike characters, the programmes they belong to, its name and its life."""

from collections import Counter
from collections.abc import Iterator

from conventions_cli.comparison import Shape
from conventions_cli.facts import UNIT, line_codes, said_programmes, sentence_codes, table_codes
from conventions_cli.foundation import Record, catalogue
from conventions_cli.linting.comparable import folded
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


class Found(Record, frozen=True):
    """A code of an act, with its axis and its place; the place of its table, empty on a line."""

    axis: Axe
    code: str
    place: str
    table: str = ""

    @property
    def programme(self) -> str:
        """The programme it belongs to; empty when its axis or its shape does not tell."""
        return self.axis.programme_of(cleaned(self.code))


def codes_of(act: Act) -> Iterator[Found]:
    """The codes that stand beside the name of an axis: in tables, and on lines « Domaine fonctionnel : 0129-16-02 »."""
    lines = [passage.cell for passage in act.passages if passage.shape is not Shape.CELL]
    stated = [(one, grid.place) for grid in act.grids for one in table_codes(grid)]
    for one, table in (*stated, *((line, "") for line in line_codes(lines))):
        if one.axis is not None and one.axis.printed:  # the programme, elsewhere in acts, is read in sentences
            yield from (Found(one.axis, code, one.cell.place, table) for code in one.codes)


def _said(act: Act) -> Iterator[Found]:
    """The codes that sentences give."""
    for passage in act.passages:
        for one in sentence_codes(passage.cell):
            if one.axis is not None and one.axis.printed:
                yield from (Found(one.axis, code, passage.place) for code in one.codes)


def code_shapes(act: Act) -> Iterator[Remark]:
    """C621 and C622."""
    for found in dict.fromkeys((*codes_of(act), *_said(act))):
        verdict = judged(found.axis, found.code)
        if verdict is not None and verdict.kind in _KINDS:  # a mere doubt is no fault of an act that is signed
            kind, message, hint, _ = verdict
            yield Remark(_KINDS[kind], found.place, message, hint)


def programmes(act: Act) -> Iterator[Remark]:
    """C623: all the codes of an act belong to one programme, the one its sentences name.

    A table of several codes that agree is another imputation: that of what another party pays, or is paid.
    """
    found = [one for one in codes_of(act) if one.programme]
    counted = Counter(one.programme for one in found)
    if not counted:
        return
    programme = counted.most_common(1)[0][0]
    of_table: dict[str, list[str]] = {}
    for one in found:
        of_table.setdefault(one.table, []).append(one.programme)
    agreed = {table for table, codes in of_table.items() if table and len(codes) > 1 and len(set(codes)) == 1}
    for one in found:
        if one.programme != programme and one.table not in agreed:
            message = (
                f"«\u00a0{one.code}\u00a0» ({one.axis.label.lower()}) relève du programme {one.programme}, les autres "
                f"codes du programme {programme}."
            )
            yield Remark(catalogue.ACT_PROGRAMME, one.place, message, "Vérifier le code auprès du service financier.")
    centres = {cleaned(one.code) for one in found if one.axis.key == "centre_financier"}
    for passage in act.passages:
        said = [code for code in UNIT.findall(passage.text) if "colonne" not in passage.place]
        for code in said:
            if centres and code not in centres:
                listed = ", ".join(sorted(centres))
                message = f"«\u00a0{code}\u00a0» ici, «\u00a0{listed}\u00a0» au tableau des codes."
                hint = "N’écrire qu’une unité opérationnelle."
                yield Remark(catalogue.ACT_PROGRAMME, passage.place, message, hint)
        for named in said_programmes(passage.text):
            if said and named.number not in {code[1:4] for code in said}:
                message = (
                    f"le programme {named.number} est nommé, l’unité opérationnelle est du programme {said[0][1:4]}."
                )
                yield Remark(catalogue.ACT_PROGRAMME, passage.place, message, "Vérifier le programme et l’unité.")


def programme_names(act: Act) -> Iterator[Remark]:
    """C624 and C625: the name of a programme, and whether it exists in the years of its credits."""
    table = next(iter(schedules(act)), None)
    years = sorted({year for kind in table.years.values() for year, amount in kind.items() if amount}) if table else []
    year = act.signed.year if act.signed else years[0] if years else None
    told: set[str] = set()
    for passage in act.passages:
        for named in said_programmes(passage.text):
            official = official_label(named.number, year) if year is not None else None
            if named.quoted and official is not None and folded(official) != folded(named.quoted):
                message = (
                    f"en {year}, le programme {named.number} s’intitule «\u00a0{official}\u00a0», et non "
                    f"«\u00a0{named.quoted}\u00a0»."
                )
                yield Remark(catalogue.ACT_LABEL, passage.place, message, "Reprendre l’intitulé officiel.")
    counted = Counter(one.programme for one in codes_of(act) if one.programme)
    for programme in counted:
        life = lifetime(programme)
        outside = [one for one in years if life is not None and not life[0] <= one <= life[1]]
        if life is not None and outside and programme not in told and table is not None:
            told.add(programme)
            listed = ", ".join(map(str, outside))
            message = f"crédits de {listed} sur le programme {programme}, qui a vécu de {life[0]} à {life[1]}."
            hint = "À compter de 2025, employer le programme 129." if programme == "352" else "Vérifier le programme."
            yield Remark(catalogue.ACT_LIFETIME, table.grid.place, message, hint)
