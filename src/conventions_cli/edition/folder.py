"""The list of the specs of a folder: their state, missing values, faults, amount and next date."""

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
    """The specs of a folder; a spec has the same number as long as the command runs."""

    def __init__(self, folder: Path, template_dir: Path | None, today: date) -> None:
        self.folder, self.template_dir, self.today = folder, template_dir, today
        self._numbers: dict[Path, int] = {}
        self._cache: dict[int, tuple[dict[Path, Stamp], Row]] = {}
        self._subjects: dict[int, Subject] = {}

    def rows(self) -> tuple[Row, ...]:
        """The rows of the list, as the files are now; a file that has not changed is not read again."""
        with ONE_AT_A_TIME:
            files = specs_in(self.folder)[:_MOST]
            for file in files:
                self._numbers.setdefault(file, len(self._numbers) + 1)
            if any(outdated(files) for files, _ in self._cache.values()):
                pipeline.forget()
            rows = [self._row(file) for file in files]
            clashing = clashes((row.name, row.own) for row in rows)
            return tuple(
                replace(row, clashes=tuple(clash.message for clash in clashing.get(row.name, ()))) for row in rows
            )

    def board(self, number: int) -> Board | None:
        """The page of a spec, with its form; None for a number that is not in the list."""
        file = next((path for path, numbered in self._numbers.items() if numbered == number), None)
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
        """The pages for the server; `read` is called before each answer that holds the list."""

        def listed() -> str:
            read()
            return list_page(self.folder.resolve().name, self.rows())

        return Rooms(listed, self.board, {**assets(), **own_assets()}, WRITES)

    def _row(self, file: Path) -> Row:
        number = self._numbers[file]
        cached = self._cache.get(number)
        if cached is None or outdated(cached[0]):
            with noting() as consulted:
                row = self._new_row(number, file)
            self._cache[number] = cached = ({**(cached[0] if cached else {}), **consulted}, row)
        return cached[1]

    def _new_row(self, number: int, file: Path) -> Row:
        name = file.relative_to(self.folder).as_posix()
        checked = pipeline.check(file, Subject(file, (), self.template_dir).options)
        faults = ordered(checked.diagnostics)
        errors = sum(fault.severity is Severity.ERROR for fault in faults)
        value = checked.value
        if value is None:
            return Row(number, name, errors=max(1, errors))
        warnings = [fault for fault in faults if fault.severity is Severity.WARNING and fault.code.number != "C218"]
        who = [lack.fournisseur for lack in value.missing]
        day, label = self._next(value, name)
        return Row(
            number,
            name,
            " et ".join(str(service.nom) for service in value.spec.convention.services_connus),
            value.spec.draft,
            errors,
            len(warnings),
            tuple((person, who.count(person)) for person in dict.fromkeys(who)),
            _euros(value.spec.convention.finances.montant),
            day,
            label,
            tuple(identity.bare for identity in identities_of(member(name, file.stem, value))),
        )

    def _next(self, checked: Checked, name: str) -> tuple[date | None, str]:
        """The next date of the act, and its label."""
        promises = pipeline.promises(checked).value
        if checked.spec.sequel is not None or promises is None:
            return None, ""
        line = count(Member(name, name, checked, promises)).line
        coming = [deadline for deadline in line.deadlines if deadline.day is not None and deadline.day >= self.today]
        first = min(coming, key=lambda deadline: deadline.order, default=None)
        return (first.day, first.label) if first is not None else (None, "")


def _euros(amount: Montant | Manquant | None) -> int | None:
    return amount.euros if isinstance(amount, Montant) else None
