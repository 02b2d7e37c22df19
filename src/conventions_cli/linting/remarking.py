"""The linter of acts: all its checks, and all their remarks."""

from collections.abc import Callable, Iterator

from conventions_cli.document import Document
from conventions_cli.linting.amount_parts import stated_parts
from conventions_cli.linting.article_references import references
from conventions_cli.linting.imputation import code_shapes, programme_names, programmes
from conventions_cli.linting.namings import bound_by_title, misspelt_acronym, several_names
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.sums import delegated_amount, instalments, schedule_sums, words_and_digits
from conventions_cli.linting.table_totals import table_totals
from conventions_cli.linting.visa_checks import cited_texts, ends_after_signature, right_weekdays, visas

Check = Callable[[Act], Iterator[Remark]]

CHECKS: tuple[Check, ...] = (
    references,
    schedule_sums,
    table_totals,
    stated_parts,
    delegated_amount,
    instalments,
    words_and_digits,
    code_shapes,
    programmes,
    programme_names,
    several_names,
    misspelt_acronym,
    bound_by_title,
    visas,
    cited_texts,
    ends_after_signature,
    right_weekdays,
)


def lint(document: Document) -> tuple[Remark, ...]:
    """Every remark, once, in the order of the act; first, the remarks on the whole act."""
    act = Act(document)
    order = {place: number for number, place in enumerate(_places(act))}
    remarks = dict.fromkeys(remark for check in CHECKS for remark in check(act))
    return tuple(sorted(remarks, key=lambda remark: (order.get(remark.place, -1), remark.code.number)))


def _places(act: Act) -> Iterator[str]:
    for unit in act.units:
        for leaf in unit.within():
            yield leaf.place
