"""CHORUS codes of an act: their shapes, look-alike characters, the programmes they belong to, its name and its life."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from conventions_cli.facts import UNIT, axis_of, said_programmes
from conventions_cli.foundation import Record, catalogue
from conventions_cli.linting.comparable import folded
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.sums import schedules
from conventions_cli.model import Axe, lifetime, matches, official_label
from conventions_cli.rules import Judgement, cleaned, judged

_LABELLED = re.compile(r"^\W{0,3}([\w ()'/-]{2,50}?) ?: ?([A-Z0-9][\w/ ,.–-]{3,60})$")
_LABEL = 60  # letters of the longest label, or code, that stands alone on its line
_KINDS = {
    Judgement.ALIKE: catalogue.ACT_LOOKALIKE,
    Judgement.FORM: catalogue.ACT_CODE,
    Judgement.SHAPE: catalogue.ACT_CODE,
    Judgement.UNUSUAL: catalogue.ACT_CODE,
}


class Found(Record, frozen=True):
    """A code of an act, with its axis and its place."""

    axis: Axe
    code: str
    place: str

    @property
    def programme(self) -> str:
        """The programme it belongs to; empty when its axis or its shape does not tell."""
        return self.axis.programme_of(cleaned(self.code))


def _axis_of(label: str) -> Axe | None:
    """The axis of the table of codes a label names; the programme, elsewhere in acts, is read in sentences."""
    found = axis_of(label)
    return found if found is not None and found.printed else None


def codes_of(act: Act) -> Iterator[Found]:
    """The codes of tables whose first column names axes, and of lines « Domaine fonctionnel : 0129-16-02 »."""
    tabled = {grid.part: grid for grid in act.grids}
    for grid in act.grids:
        for row in grid.rows:
            axis = _axis_of(row[0].text) if row else None
            if axis is not None and len(row) > 1:
                yield from (Found(axis, code, row[1].place) for code in _split(axis, row[1].text))
        if grid.header and len(grid.header) > 1 and (axis := _axis_of(grid.header[0])) is not None:
            place = grid.place  # a table made elsewhere, whose first row is already a code
            yield from (Found(axis, code, place) for code in _split(axis, grid.header[1]))
    for passage, following in zip_longest(act.passages, act.passages[1:]):
        if passage.part in tabled and "colonne" in passage.place:
            continue
        text = passage.text.strip().rstrip(" ;.")
        match = _LABELLED.match(text)
        axis = _axis_of(match[1] if match else text) if match or len(text) <= _LABEL else None
        if axis is None:
            continue
        if match:
            yield from (Found(axis, code, passage.place) for code in _split(axis, match[2]))
        elif following is not None and len(following.text) <= _LABEL:  # a table drawn without borders
            yield from (Found(axis, code, following.place) for code in _split(axis, following.text))


def _split(axis: Axe, text: str) -> list[str]:
    """The codes of a cell; none when it holds words."""
    bare = re.sub(r"\([^)]{0,100}\)", " ", text).strip()
    if not re.search(r"\d", bare) or re.search(r"[a-zà-ÿ]{3,}", bare):
        return []
    if matches(axis, cleaned(bare)):
        return [bare]
    pieces = [piece.strip() for piece in re.split(r"[,;]| et ", bare) if piece.strip()]
    spaced = bare.split()
    return spaced if len(pieces) == 1 and all(matches(axis, piece) for piece in spaced) else pieces


def code_shapes(act: Act) -> Iterator[Remark]:
    """C621 and C622."""
    for found in codes_of(act):
        verdict = judged(found.axis, found.code)
        if verdict is not None and verdict.kind in _KINDS:  # a mere doubt is no fault of an act that is signed
            kind, message, hint, _ = verdict
            yield Remark(_KINDS[kind], found.place, message, hint)


def programmes(act: Act) -> Iterator[Remark]:
    """C623: all the codes of an act belong to one programme, the one its sentences name."""
    found = [one for one in codes_of(act) if one.programme]
    counted = Counter(one.programme for one in found)
    if not counted:
        return
    programme = counted.most_common(1)[0][0]
    for one in found:
        if one.programme != programme:
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
