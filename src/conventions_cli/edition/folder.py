"""The specs of a folder, in a list: their state, what they lack, their faults, their amount, their next date."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.edition.folder_page import Row, list_page, own_assets
from conventions_cli.edition.service import WRITES, Service
from conventions_cli.files import specs_in
from conventions_cli.foundation import Severity, Stamp, noting, ordered, replace
from conventions_cli.model import Manquant, Montant
from conventions_cli.pipeline import Checked, clashes, identities_of, member
from conventions_cli.preview import ONE_AT_A_TIME, Board, Rooms, Subject, assets, look, outdated
from conventions_cli.summary import Member, count

_MOST = 2000  # specs listed


class Folder:
    """The specs of a folder; each has its number as long as the command runs."""

    def __init__(self, folder: Path, template_dir: Path | None, today: date) -> None:
        self.folder, self.template_dir, self.today = folder, template_dir, today
        self._numbers: dict[Path, int] = {}
        self._known: dict[int, tuple[dict[Path, Stamp], Row]] = {}
        self._subjects: dict[int, Subject] = {}

    def rows(self) -> tuple[Row, ...]:
        """The list, as the files are now; those that have not changed are not read again."""
        with ONE_AT_A_TIME:
            files = specs_in(self.folder)[:_MOST]
            for file in files:
                self._numbers.setdefault(file, len(self._numbers) + 1)
            if any(outdated(known) for known, _ in self._known.values()):
                pipeline.forget()
            rows = [self._row(file) for file in files]
            found = clashes((one.name, one.own) for one in rows)
            return tuple(replace(one, clashes=tuple(each.message for each in found.get(one.name, ()))) for one in rows)

    def board(self, number: int) -> Board | None:
        """The page of a spec, with its form; None for a number that is not of the list."""
        file = next((path for path, known in self._numbers.items() if known == number), None)
        if file is None:
            return None
        subject = Subject(file, (), self.template_dir)
        service = Service(subject, listed=True, opened=self.folder)
        board = Board(look(subject), extension=service.extension)
        service.serve(board)
        self._subjects[id(board)] = subject
        return board

    def subject_of(self, board: Board) -> Subject:
        """The spec of a page."""
        return self._subjects[id(board)]

    def rooms(self, read: Callable[[], None]) -> Rooms:
        """What the server is to answer; `read` is called each time the list is asked for."""

        def listed() -> str:
            read()
            return list_page(self.folder.resolve().name, self.rows())

        return Rooms(listed, self.board, {**assets(), **own_assets()}, WRITES)

    def _row(self, file: Path) -> Row:
        number = self._numbers[file]
        known = self._known.get(number)
        if known is None or outdated(known[0]):
            with noting() as consulted:
                row = self._made(number, file)
            self._known[number] = known = ({**(known[0] if known else {}), **consulted}, row)
        return known[1]

    def _made(self, number: int, file: Path) -> Row:
        name = file.relative_to(self.folder).as_posix()
        checked = pipeline.check(file, Subject(file, (), self.template_dir).options)
        found = ordered(checked.diagnostics)
        errors = sum(one.severity is Severity.ERROR for one in found)
        value = checked.value
        if value is None:
            return Row(number, name, errors=max(1, errors))
        shown = [one for one in found if one.severity is Severity.WARNING and one.code.number != "C218"]
        who = [one.fournisseur for one in value.missing]
        day, what = self._next(value, name)
        return Row(
            number,
            name,
            " et ".join(str(one.nom) for one in value.spec.convention.services_connus),
            value.spec.draft,
            errors,
            len(shown),
            tuple((one, who.count(one)) for one in dict.fromkeys(who)),
            _euros(value.spec.convention.finances.montant),
            day,
            what,
            tuple(one.bare for one in identities_of(member(name, file.stem, value))),
        )

    def _next(self, checked: Checked, name: str) -> tuple[date | None, str]:
        """The next date the act holds, and what it is."""
        promises = pipeline.promises(checked).value
        if checked.spec.sequel is not None or promises is None:
            return None, ""
        line = count(Member(name, name, checked, promises)).line
        coming = [one for one in line.deadlines if one.day is not None and one.day >= self.today]
        first = min(coming, key=lambda one: one.order, default=None)
        return (first.day, first.label) if first is not None else (None, "")


def _euros(amount: Montant | Manquant | None) -> int | None:
    return amount.euros if isinstance(amount, Montant) else None
