"""The interview without a terminal: which question comes, what an answer is worth, and the spec they make."""

import os
from collections.abc import Iterator
from functools import cached_property

from conventions_cli.drafting.choices import Choice
from conventions_cli.drafting.draft import Draft, check, compose
from conventions_cli.drafting.given import Values, forbidden, path_of, plain_amount
from conventions_cli.drafting.questions import QUESTIONS, Question, Section
from conventions_cli.drafting.surroundings import Surroundings
from conventions_cli.drafting.view import ALL, OTHER, YES, View
from conventions_cli.foundation import Code, Diagnostic, Record, Severity, SourceText, Span, catalogue, field
from conventions_cli.french import AmountError, parse_amount
from conventions_cli.model import AXES, DESCRIPTIONS, LABELS, fold, label_of, nearest, pattern_of
from conventions_cli.source import repaired

LATER = "plus tard"
_MOST_ITEMS = 30
_ROLES = {"parties.0": "delegant", "parties.1": "delegataire", "parties.2": "porteur"}
_ANSWER = "réponse"
_AMOUNTS = {"montant", "accompagnement", "ae", "cp"}


class Asked(Record, frozen=True):
    """A question at its place: its whole key, the prefix of its section, and its wording."""

    key: str
    prefix: str
    wording: str
    section: str
    question: Question


class Reply(Record, frozen=True):
    """What came of an answer: whether it was taken, and what is to be said of it."""

    taken: bool
    diagnostics: tuple[Diagnostic, ...] = ()


class Interview(Record, dict=True):
    """The answers so far. `defaults`: what to propose again, from the command line or after going back.

    `extras`: what the command line says of keys that no question is about.
    """

    view: View
    target: str = ""
    defaults: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file to write: as stated, else after the service; nothing while neither is known."""
        stated = self.target or self.view.answers.get("@fichier")
        stem = self.view.get("services.0.nom")
        if stated or not stem:
            return stated or ""
        from conventions_cli.files import file_stem

        return f"{file_stem(stem).lower()}.yaml"

    def asked(self) -> Iterator[Asked]:
        """Every question that the answers call for, in order, up to the first that has none."""
        for section in QUESTIONS:
            for prefix in _prefixes(section, self.view):
                for question in section.questions:
                    for key in self._keys(question, prefix):
                        who = section.who(self.view, prefix)
                        yield Asked(key, prefix, question.wording.format(qui=who), section.title, question)
                        if key not in self.view.answers:
                            return

    def _keys(self, question: Question, prefix: str) -> Iterator[str]:
        """The keys of a question: one, none when it does not apply, or one more as long as it is answered."""
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
    def current(self) -> Asked | None:
        """The question to ask now; None when all are answered."""
        return next((one for one in self.asked() if one.key not in self.view.answers), None)

    def choices(self, asked: Asked) -> tuple[Choice, ...]:
        """The answers to offer by number; « oui » and « non » go without."""
        return () if asked.question.is_yes_no else asked.question.choices(self.view, asked.prefix)

    def default(self, asked: Asked) -> str:
        """What Enter alone means; nothing when it leaves the question for later."""
        return self.defaults.get(asked.key) or asked.question.default(self.view, asked.prefix)

    def answer(self, raw: str) -> Reply:
        """Take an answer to the current question, or say why it cannot be."""
        asked = self.current
        assert asked is not None  # noqa: S101 - its caller has a question to ask
        text = " ".join(repaired(raw).split()) or self.default(asked)
        if not text or text.casefold() == LATER:
            if asked.question.needed:
                return _refusal("Une réponse est attendue ici.", "Taper la valeur, ou Ctrl-C pour s’arrêter.")
            self.view.answers[asked.key] = None
            return Reply(True)
        text = _as_written(asked.key, text)
        bad = forbidden(text, "")
        if bad is not None:
            return Reply(False, (bad,))
        value, fault = self._chosen(asked, text)
        if fault is None and asked.key == "@fichier":
            fault = self._bad_name(value)
        if fault is not None:
            return Reply(False, (fault,))
        before = {_identity(one) for one in self.findings}
        self.view.answers[asked.key] = value
        new = tuple(one for one in self._check() if _identity(one) not in before)
        if any(one.severity is Severity.ERROR for one in new):
            del self.view.answers[asked.key]
            return Reply(False, tuple(one for one in new if one.severity is Severity.ERROR))
        self.__dict__.pop("findings", None)
        return Reply(True, new)

    def back(self) -> bool:
        """Return to the question before; its answer is proposed again. False when there is none."""
        done = [one for one in self.asked() if one.key in self.view.answers]
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
        """What the rules say of the answers so far; what is only missing apart."""
        return self._check()

    def _check(self) -> tuple[Diagnostic, ...]:
        found = check(self.values(), self.view.names, self.view.place, _ANSWER)
        return tuple(one for one in found if one.code is not catalogue.TO_COMPLETE)

    def values(self) -> Values:
        """The values the answers give; those of the calendar keep a place, so that no sum is made of a part."""
        values = Values()
        if self.view.pack:
            values.texts["modele",] = self.view.pack
        for prefix in self.view.parties:
            values.texts[*(path_of(prefix) or ()), "role"] = _ROLES[prefix]
        known = set()
        for asked in self.asked():
            known.add(asked.key)
            answer, path = self.view.answers.get(asked.key), path_of(asked.key)
            if asked.key.startswith("@"):
                if answer is not None:
                    self._mean(values, asked, answer)
            elif path is not None and (answer is not None or path[:2] == ("finances", "echeancier")):
                values.texts[path] = answer
        for key, text in self.extras.items():
            if key not in known:
                values.texts.setdefault(path_of(key) or (key,), text)
        for year in self.view.years:
            for credit in ("ae", "cp"):
                self._await(values, year, credit)
        return values

    def _await(self, values: Values, year: int, credit: str) -> None:
        """Hold the place of a figure of the calendar that is still to be asked."""
        left = self.view.left(credit, year)
        if f"finances.echeancier.{year}.{credit}" not in self.view.answers and (left is None or left > 0):
            values.texts.setdefault(("finances", "echeancier", str(year), credit), None)

    def _mean(self, values: Values, asked: Asked, answer: str) -> None:
        """What the answer to a question in « @ » says of the spec."""
        party = path_of(asked.prefix) or ()
        if asked.key == "@annee" and not self.view.years:
            values.texts["finances", "echeancier", answer, "cp"] = None
        if asked.question.key == "@qui" and answer != OTHER:
            values.texts[*party, "reference"] = answer
        if asked.question.key == "@signe" and answer != ALL:
            entry = self.view.entry(asked.prefix)
            people = entry.people if entry is not None else ()
            if answer == OTHER:
                values.texts[*party, "signataires", 0, "par_delegation"] = YES
            elif len(people) > 1 and answer.isdecimal() and int(answer) < len(people):
                person = people[int(answer)]
                for key, text in (("nom", person.nom), ("fonction", person.fonction), ("genre", person.genre)):
                    if text:
                        values.texts[*party, "signataires", 0, key] = text

    def draft(self, place: Surroundings | None = None) -> Draft:
        """The spec these answers make. `place`: what stands around it, when more is to be written with it."""
        return compose(self.values(), self.view.names, place or self.view.place, self.name)

    def explain(self, asked: Asked) -> str:
        """What a question is about, as an editor would explain the key; and what can be answered."""
        words = [asked.question.help or self._described(asked)]
        if asked.question.several or asked.wording.endswith("(Entrée seule s’il n’y en a pas)"):
            words.append("Entrée seule passe à la suite.")
        elif self.default(asked):
            words.append("Entrée garde la valeur entre crochets.")
        elif not asked.question.needed:
            words.append("Entrée laisse la question pour plus tard.")
        return " ".join(word for word in words if word)

    def _described(self, asked: Asked) -> str:
        path = path_of(asked.key) or ()
        pattern = pattern_of(path)
        axis = next((one for one in AXES if path[:2] == ("chorus", one.key)), None)
        if axis is not None:
            return f"{axis.label} : un code de CHORUS, donné par le service financier. Exemple : « {axis.example} »."
        above = pattern.removesuffix(".*")
        said = (
            DESCRIPTIONS.get(pattern) or DESCRIPTIONS.get(above) or f"{label_of(path)[:1].upper()}{label_of(path)[1:]}."
        )
        example = LABELS.get(pattern) or LABELS.get(above)
        if self.choices(asked):
            return str(said)  # the choices are the examples
        shown = example[1].partition(": ")[2] or example[1].removeprefix("- ") if example else ""
        return f"{said} Exemple : « {shown} »." if shown else said

    def _chosen(self, asked: Asked, text: str) -> tuple[str, Diagnostic | None]:
        """The value of a number, of « oui », of the name of a choice; or why there is none."""
        offered = asked.question.choices(self.view, asked.prefix)
        if not offered:
            return text, None
        if asked.question.is_yes_no:
            meant = next((one.value for one in offered if one.value[:1] == fold(text) or one.value == fold(text)), None)
            if meant is None:
                return "", _fault(catalogue.BOOLEAN, f"« {text} » n’est ni oui ni non.", "Taper « oui » ou « non ».")
            return meant, None
        if text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= len(offered):
            return offered[int(text[:6]) - 1].value, None
        meant = next((one.value for one in offered if _folded(text) in self._words(one)), None)
        if meant is not None or asked.question.free:
            return meant or text, None
        near = nearest(text, [one.value for one in offered if not one.value.isdecimal()])
        hint = f"Taper un numéro de 1 à {len(offered)}."
        if near:
            hint = f"Vouliez-vous dire « {near} » ? {hint}"
        at, other = len(offered), offered[-1]
        if other.value == OTHER:
            hint += f" Pour {other.shown.partition(',')[0]}, taper {at} ; son nom est demandé ensuite."
        return "", _fault(catalogue.CHOICE, f"« {text} » n’est pas dans la liste.", hint)

    def _words(self, choice: Choice) -> set[str]:
        """The words by which a choice can be called: its value; for a party, its acronym and its name too."""
        entry = next((one for one in self.view.entries if one.identifier == choice.value), None)
        names = (entry.sigle, entry.nom) if entry is not None else ()
        bare = choice.shown.removeprefix("une ").removeprefix("un ")
        return {_folded(word) for word in (choice.value, choice.shown, bare, *names) if word}

    def _bad_name(self, name: str) -> Diagnostic | None:
        """Why a file cannot bear a name."""
        path = self.view.place.folder / name
        if path.suffix not in {".yaml", ".yml"} or path.name.startswith("."):
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


def _as_written(key: str, text: str) -> str:
    """An amount that is understood as a spec writes it, « 200 000 € »; any other answer as it was typed."""
    if not key.startswith("finances.") or key.rpartition(".")[2] not in _AMOUNTS:
        return text
    try:
        return plain_amount(parse_amount(text))
    except AmountError:
        return text


def _folded(word: str) -> str:
    """How a choice is compared with what was typed; the keyboard has one apostrophe."""
    return fold(word.replace("'", "’"))


def _prefixes(section: Section, view: View) -> Iterator[str]:
    if not section.open_ended:
        yield from section.prefixes(view)
        return
    first = section.questions[0].key
    for number in range(_MOST_ITEMS):
        prefix = f"{section.open_ended}.{number}"
        yield prefix
        if view.answers.get(f"{prefix}.{first}") is None:
            return


def _identity(found: Diagnostic) -> tuple[str, str]:
    return found.code.number, found.message


def _fault(code: Code, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, message, Span.whole(SourceText("", "")), hint)


def _refusal(message: str, hint: str) -> Reply:
    return Reply(False, (_fault(catalogue.VALUE, message, hint),))
