"""The interview without a terminal: the next question, the meaning of an answer, and the spec made of the answers."""

import os
from collections.abc import Iterator, Sequence
from functools import cached_property

from conventions_cli.drafting.asked import AskedQuestion, Question, Section
from conventions_cli.drafting.choices import Choice
from conventions_cli.drafting.draft import Draft, check, compose
from conventions_cli.drafting.draft_values import Values, as_written, forbidden
from conventions_cli.drafting.going_on import Lacks, changes_of, stated_by, unasked, wanted_of
from conventions_cli.drafting.help import help_of
from conventions_cli.drafting.questions import QUESTIONS
from conventions_cli.drafting.resumed import Judged
from conventions_cli.drafting.surroundings import Surroundings
from conventions_cli.drafting.understood import Order, literal, order_of, proposed_by
from conventions_cli.drafting.view import ALL, NO, OTHER, YES, View
from conventions_cli.editing import Change
from conventions_cli.foundation import Code, Diagnostic, Outcome, Record, Severity, SourceText, Span, catalogue, field
from conventions_cli.model import fold, nearest, path_of, yes_or_no
from conventions_cli.source import repaired

_MOST_ITEMS, _MOST_NAMED = 30, 8
_ANSWER = "réponse"


class Reply(Record, frozen=True):
    """The result of an answer: whether it was accepted, and the diagnostics to show.

    `proposal`: the accepted answer that a refused one most likely means; empty when nothing tells.
    """

    accepted: bool
    diagnostics: tuple[Diagnostic, ...] = ()
    proposal: str = ""


class _Read(Record, frozen=True):
    """The reading of an answer: its value, its diagnostics, and what to propose when it is refused."""

    value: str
    diagnostics: tuple[Diagnostic, ...] = ()
    proposal: str = ""

    @property
    def refusals(self) -> tuple[Diagnostic, ...]:
        return tuple(finding for finding in self.diagnostics if finding.severity is Severity.ERROR)


class Interview(Record, dict=True):
    """The answers so far. `defaults`: what to propose again, from the command line or after going back.

    `extras`: the values that the command line gives to keys that no question is about.
    """

    view: View
    target: str = ""
    defaults: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file to write: as stated, else named after the service; empty while neither is known."""
        stated = self.target or self.view.answers.get("@fichier")
        stem = self.view.get("services.0.nom")
        if stated or not stem:
            return stated or ""
        from conventions_cli.files import file_stem

        return f"{file_stem(stem).lower()}.yaml"

    def questions(self) -> Iterator[AskedQuestion]:
        """Every question to ask given the answers, in order, up to the first one without an answer."""
        asked = (
            self._table() if self.view.spec is None else wanted_of(self.view, self._table(), self._missing, self._keys)
        )
        for question in asked:
            yield question
            if question.key not in self.view.answers:
                return

    def _table(self) -> Iterator[AskedQuestion]:
        """The questions of the table that apply, given the answers."""
        for section in QUESTIONS:
            for prefix in _prefixes(section, self.view):
                for question in section.questions:
                    for key in self._keys(question, prefix):
                        who = section.who(self.view, prefix)
                        yield AskedQuestion(key, prefix, question.wording.format(qui=who), section.title, question)

    def _keys(self, question: Question, prefix: str) -> Iterator[str]:
        """The keys of a question: one; none if it does not apply; one more after each answer to a repeated question."""
        if not question.when(self.view, prefix):
            return
        at = question.key.startswith("@")
        key = ".".join(part for part in ("@" * at + prefix, question.key.removeprefix("@")) if part.strip("@"))
        key = f"@{key.removeprefix('@')}" if at else key
        path = path_of(key.removesuffix(".*"))
        if not at and path is not None and self.view.inherits(path):
            return
        if not question.several:
            yield key
            return
        for number in range(_MOST_ITEMS):
            item = key.removesuffix("*") + str(number)
            yield item
            if self.view.answers.get(item) is None:
                return

    @property
    def current(self) -> AskedQuestion | None:
        """The question to ask now; None when all are answered."""
        return next((question for question in self.questions() if question.key not in self.view.answers), None)

    def choices(self, question: AskedQuestion) -> tuple[Choice, ...]:
        """The answers to offer by number; none for « oui » and « non »."""
        return () if question.question.is_yes_no else question.question.choices(self.view, question.prefix)

    def default(self, question: AskedQuestion) -> str:
        """The answer that Enter alone gives; empty when it leaves the question for later."""
        spec = self.view.spec
        stated = stated_by(spec, question.key) if spec is not None and spec.everything else ""
        return self.defaults.get(question.key) or stated or question.question.default(self.view, question.prefix)

    def answer(self, raw: str) -> Reply:
        """Accept an answer to the current question, or give the diagnostics that refuse it."""
        question = self.current
        assert question is not None  # noqa: S101 - its caller has a question to ask
        typed = " ".join(repaired(raw).split())
        text = literal(typed) or self.default(question)
        if not text or order_of(typed) is Order.LATER:
            if question.question.needed:
                return _refusal("Une réponse est attendue ici.", "Taper la valeur, ou « quitter » pour s’arrêter.")
            self.view.answers[question.key] = None
            return Reply(True)
        read = self._read(question, text)
        if read.refusals:
            return Reply(False, read.refusals, self._proposal(question, read))
        self.view.answers[question.key] = read.value
        self.__dict__.pop("findings", None)
        if self.view.spec is not None:
            self._missing.note(self.findings_of_spec().missing)
        return Reply(True, read.diagnostics)

    def _read(self, question: AskedQuestion, text: str) -> _Read:
        """The value of an answer, with the new diagnostics it would cause; the answer is not kept."""
        text = as_written(question.key, text)
        bad = forbidden(text, "")
        if bad is not None:
            return _Read("", (bad,))
        read = self._chosen(question, text)
        if not read.diagnostics and question.key == "@fichier":
            fault = self._bad_name(read.value)
            read = _Read(read.value, (fault,) if fault is not None else ())
        if read.diagnostics:
            return read
        before = {_identity(finding) for finding in self.findings}
        self.view.answers[question.key] = read.value
        new = tuple(finding for finding in self._check() if _identity(finding) not in before)
        del self.view.answers[question.key]
        return _Read(read.value, new, proposed_by(new, read.value))

    def _proposal(self, question: AskedQuestion, read: _Read) -> str:
        """What to propose instead of a refused answer, if it would be accepted."""
        if not read.proposal or self._read(question, read.proposal).refusals:
            return ""
        return as_written(question.key, read.proposal)

    def back(self) -> bool:
        """Go back to the previous question, and propose its answer again. False when there is none."""
        done = [question for question in self.questions() if question.key in self.view.answers]
        if not done:
            return False
        answer = self.view.answers.pop(done[-1].key)
        self.defaults.pop(done[-1].key, None)
        if answer is not None:
            self.defaults[done[-1].key] = answer
        self.__dict__.pop("findings", None)
        return True

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The diagnostics of the answers so far, without those of missing values."""
        return self._check()

    @cached_property
    def _missing(self) -> Lacks:
        """The values that the existing spec lacked at first, and has lacked since."""
        assert self.view.spec is not None  # noqa: S101 - only such an interview asks
        return Lacks(self.view.spec.lacking)

    def findings_of_spec(self) -> Judged:
        """The results of the checks on the existing spec, with the answers so far."""
        spec = self.view.spec
        assert spec is not None  # noqa: S101 - as above
        return spec.judged(*self.changes(), unasked(spec, self.view.answers))

    def written(self) -> Outcome[Change]:
        """The existing spec with the answers in their places; None when the rules refuse them together."""
        assert self.view.spec is not None  # noqa: S101 - as above
        return self.view.spec.change(*self.changes())

    def changes(self) -> tuple[list[str], list[str]]:
        """The changes that the answers make to the existing spec: « key=value » to set, keys to remove."""
        assert self.view.spec is not None  # noqa: S101 - as above
        return changes_of(self.view, self.view.spec, self.values().texts)

    def _check(self) -> tuple[Diagnostic, ...]:
        if self.view.spec is not None:
            return self.findings_of_spec().faults
        diagnostics = check(self.values(), self.view.names, self.view.place, _ANSWER)
        return tuple(diagnostic for diagnostic in diagnostics if diagnostic.code is not catalogue.TO_COMPLETE)

    def values(self) -> Values:
        """The values of the answers, with blanks for missing figures of the calendar: no rule then adds up a part."""
        values = Values()
        if self.view.pack:
            values.texts["modele",] = self.view.pack
        roles = self.view.roles
        for prefix in roles:
            values.texts[*(path_of(prefix) or ()), "role"] = roles[prefix].cle
        keys = set()
        for question in self.questions():
            keys.add(question.key)
            answer, path = self.view.answers.get(question.key), path_of(question.key)
            if question.key.startswith("@"):
                if answer is not None:
                    self._mean(values, question, answer)
            elif path is not None and (answer is not None or path[:2] == ("finances", "echeancier")):
                values.texts[path] = answer
        for key, text in self.extras.items():
            if key not in keys:
                values.texts.setdefault(path_of(key) or (key,), text)
        for year in self.view.years:
            for credit in ("ae", "cp"):
                self._await(values, year, credit)
        return values

    def _await(self, values: Values, year: int, credit: str) -> None:
        """Add a blank value for a figure of the calendar whose question is still to come."""
        remaining = self.view.remaining(credit, year)
        if f"finances.echeancier.{year}.{credit}" not in self.view.answers and (remaining is None or remaining > 0):
            values.texts.setdefault(("finances", "echeancier", str(year), credit), None)

    def _mean(self, values: Values, question: AskedQuestion, answer: str) -> None:
        """Set the values that follow from the answer to a question in « @ »."""
        party = path_of(question.prefix) or ()
        if question.key == "@annee" and not self.view.years:
            values.texts["finances", "echeancier", answer, "cp"] = None
        if question.question.key == "@qui" and answer != OTHER:
            values.texts[*party, "reference"] = answer
        if question.question.key == "@signe" and answer != ALL:
            entry = self.view.entry(question.prefix)
            people = entry.people if entry is not None else ()
            if answer == OTHER:
                values.texts[*party, "signataires", 0, "par_delegation"] = YES
            elif len(people) > 1 and answer.isdecimal() and int(answer) < len(people):
                person = people[int(answer)]
                for key, text in (("nom", person.nom), ("fonction", person.fonction), ("genre", person.genre)):
                    if text:
                        values.texts[*party, "signataires", 0, key] = text

    def draft(self, place: Surroundings | None = None) -> Draft:
        """The spec made of these answers. `place`: its surroundings, when other files are to be written with it."""
        return compose(self.values(), self.view.names, place or self.view.place, self.name)

    def explain(self, question: AskedQuestion) -> str:
        """The help of a question, in lines: its meaning, where to look, who knows, an example, what Enter does."""
        lines = list(help_of(self.view, question).lines)
        if question.question.several or question.wording.endswith("(Entrée seule s’il n’y en a pas)"):
            lines.append("Entrée seule passe à la suite.")
        elif self.default(question):
            lines.append("Entrée garde la valeur entre crochets.")
        elif not question.question.needed:
            lines.append("Entrée laisse la question pour plus tard.")
        return "\n".join(lines)

    def _chosen(self, question: AskedQuestion, text: str) -> _Read:
        """The value of the choice meant by a number, by « oui » or by a name; or the diagnostic when there is none."""
        offered = question.question.choices(self.view, question.prefix)
        if not offered:
            return _Read(text)
        if question.question.is_yes_no:
            meant = YES if fold(text) in {"o", YES} else NO if fold(text) in {"n", NO} else ""
            refusal = _fault(catalogue.BOOLEAN, f"« {text} » n’est ni oui ni non.", "Taper « oui » ou « non ».")
            return _Read(meant) if meant else _Read("", (refusal,), yes_or_no(text))
        number = text.rstrip(".)")
        if number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= len(offered):
            return _Read(offered[int(number[:6]) - 1].value)
        meanings = [choice for choice in offered if _folded(text) in self._words(choice)]
        if len(meanings) > 1:
            return _Read("", (_ambiguous(text, meanings, offered),))
        if meanings or question.question.free:
            return _Read(meanings[0].value if meanings else text)
        return self._unlisted(text, offered)

    def _unlisted(self, text: str, offered: tuple[Choice, ...]) -> _Read:
        """The diagnostic of an answer that is no choice, which names the choice it may be a part of, or misspell."""
        holding = [choice for choice in offered if len(text) > 2 and _folded(text) in _folded(choice.shown)]
        if len(holding) > 1:
            return _Read("", (_ambiguous(text, holding, offered),))
        words = {word: choice for choice in offered for word in self._words(choice) if not word.isdecimal()}
        near = holding[0] if holding else words.get(nearest(text, list(words)))
        hint = f"Taper un numéro de 1 à {len(offered)}."
        if near is not None:
            hint = f"Vouliez-vous dire « {near.shown} » ? {hint}"
        at, last = len(offered), offered[-1]
        if last.value == OTHER:
            hint += f" Pour {last.shown.partition(',')[0]}, taper {at} ; son nom est demandé ensuite."
        fault = _fault(catalogue.CHOICE, f"« {text} » n’est pas dans la liste.", hint)
        return _Read("", (fault,), near.shown if near is not None else "")

    def _words(self, choice: Choice) -> set[str]:
        """The words that designate a choice: its value; for a party, its acronym and its name too."""
        entry = next((entry for entry in self.view.entries if entry.identifier == choice.value), None)
        names = (entry.sigle, entry.nom) if entry is not None else ()
        bare = choice.shown.removeprefix("une ").removeprefix("un ")
        return {_folded(word) for word in (choice.value, choice.shown, bare, *names) if word}

    def _bad_name(self, name: str) -> Diagnostic | None:
        path = self.view.place.folder / name
        if path.suffix.lower() not in {".yaml", ".yml"} or path.name.startswith("."):
            message = f"« {name} » n’est pas le nom d’une spécification."
            return _fault(
                catalogue.VALUE, message, "Écrire un nom qui finit par « .yaml », par exemple « domifa.yaml »."
            )
        if os.path.lexists(path):
            message = f"Le fichier « {name} » existe déjà : il ne sera pas remplacé."
            return _fault(catalogue.OUTPUT, message, "Donner un autre nom.")
        if not path.parent.is_dir():
            message = f"Le dossier « {path.parent} » n’existe pas."
            return _fault(catalogue.OUTPUT, message, "Donner un nom sans dossier, ou créer d’abord le dossier.")
        return None


def _folded(word: str) -> str:
    """The key by which a choice and a typed answer are compared; keyboards have one apostrophe."""
    return fold(word.replace("'", "’"))


def _prefixes(section: Section, view: View) -> Iterator[str]:
    if not section.open_ended:
        yield from section.prefixes(view)
        return
    first = section.questions[0].key
    for number in range(_MOST_ITEMS):
        prefix = f"{section.open_ended}.{number}"
        yield prefix
        name = view.answers.get(f"{prefix}.{first}")
        if name is None and (view.spec is None or not view.get(f"{prefix}.{first}")):
            return


def _identity(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.code.number, diagnostic.message


def _ambiguous(text: str, meanings: Sequence[Choice], offered: Sequence[Choice]) -> Diagnostic:
    """The diagnostic of a word that designates several choices, with the number to type for each."""
    which = " ; ".join(f"{offered.index(choice) + 1} pour {choice.shown}" for choice in meanings[:_MOST_NAMED])
    ours = offered[-1].value == OTHER
    message = f"« {text} » désigne plusieurs {'parties de l’annuaire' if ours else 'choix de la liste'}."
    return _fault(catalogue.UNKNOWN_PARTY if ours else catalogue.CHOICE, message, f"Taper un numéro : {which}.")


def _fault(code: Code, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, message, Span.whole(SourceText("", "")), hint)


def _refusal(message: str, hint: str) -> Reply:
    return Reply(False, (_fault(catalogue.VALUE, message, hint),))
