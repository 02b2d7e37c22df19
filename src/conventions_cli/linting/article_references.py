"""The check of references to articles that do not exist, or that are about something else.

There is a remark on the subject of a reference only when its sentence names a known subject, and another article is
clearly about this subject while the named article is not: acts say many things that no table foresees.
"""

import re
from collections.abc import Iterator

from conventions_cli.document import article_heading, plain_text
from conventions_cli.foundation import Record, catalogue
from conventions_cli.french import folded
from conventions_cli.linting.announced_articles import Titles
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.whose import Owners

_FEW = 25  # letters: a shorter piece of sentence does not tell its subject
_REACH = 110  # characters on each side of a reference that may tell its subject


class Subject(Record, frozen=True):
    """A subject of articles, and patterns: its names in sentences, in titles; `holds`: what only its article holds."""

    name: str
    said: str
    title: str
    holds: str = ""


_SUBJECTS = (
    Subject(
        "l’unité opérationnelle",
        r"unites? operationnelles?|\buo\b",
        r"unite operationnelle",
        r"(?:unite operationnelle|\buo\b)[^.;]{0,20} 0\d{3}-|centre financier",
    ),
    Subject("les imputations budgétaires", r"imputations?\b|references chorus", r"imputation", r"domaine fonctionnel"),
    Subject(
        "l’exécution financière",
        r"execution financiere|(?:modalites|dispositions|conditions) financieres|montants? (?:maximum|maximal|delegue)"
        r"|credits? delegues?|echeancier|autorisations? d'engagement",
        r"financi|credits|montant|budget",
    ),
    Subject("la durée", r"\bduree\b|entree en vigueur|prise d'effet", r"duree|entree en vigueur|prise d'effet"),
    Subject("la résiliation", r"resili|denonciation|\bpreavis\b", r"resili|denonciation"),
    Subject("la modification", r"avenants?\b|modifi(?:ee?s?|cations?)\b", r"modifi|avenant"),
    Subject("la publication", r"\bpublication\b|\bpublicite\b", r"publi"),
    Subject(
        "le compte rendu",
        r"compte[- ]rendus?\b|rendre compte",
        r"compte[- ]rendu|suivi|bilan",
        r"compte[- ]rendu|rend(?:ra)? compte",
    ),
)


def references(act: Act) -> Iterator[Remark]:
    """C601 and C602: a reference to no article, or to an article about something else."""
    aims = _Aims(act)
    if not aims.articles:
        return
    for passage, reference in Owners(act).own_references():
        for number in reference.numbers:
            if number not in aims.articles:
                yield _no_article(passage, number, len(aims.articles))
        if len(reference.numbers) == 1 and reference.numbers[0] in aims.articles:
            yield from aims.judged(reference.numbers[0], passage, reference.before, reference.after)


def _no_article(passage: Passage, number: int, total: int) -> Remark:
    count = f"{total} articles" if total > 1 else "un seul article"
    message = f"renvoi à un article {number} qui n’existe pas\u00a0: l’acte compte {count}."
    return Remark(catalogue.ACT_REFERENCE, passage.place, message, "Corriger le numéro, ou nommer le texte visé.")


class _Aims:
    """The articles that a reference can name, and their subjects."""

    def __init__(self, act: Act) -> None:
        self.articles = {article.number: article for _, article in act.articles}
        self.parts = {article.number: index for index, article in act.articles}
        self.act = act
        self.titles = Titles(act)
        self._about: dict[tuple[int, str], bool] = {}
        self._passages_on: dict[tuple[int, str], list[Passage]] = {}
        self.first_about: dict[str, int | None] = {}

    def judged(self, number: int, passage: Passage, before: str, after: str) -> Iterator[Remark]:
        """A remark when the subject of the sentence is that of another article, and not of the article it names."""
        meant = self.titles.meant(number, before)
        if meant is not None and self.parts[meant] != passage.part:
            yield self._question(number, meant, "ce", passage)
            return
        subject = _subject_in(_clause(before)) or _subject_in(folded(after.partition(",")[0])[:_REACH], first=True)
        if subject is None or self.about(number, subject) or self.says(number, subject, passage):
            return
        if subject.name not in self.first_about:
            self.first_about[subject.name] = next((aim for aim in self.articles if self.about(aim, subject)), None)
        # Never the named article, which is not about this subject; the article of the passage may refer to another.
        other = self.first_about[subject.name]
        if other is None or self.parts[other] == passage.part:
            return
        yield self._question(number, other, f"{subject.name},", passage)

    def _question(self, number: int, other: int, subject: str, passage: Passage) -> Remark:
        aimed, better = self.articles[number], self.articles[other]
        message = (
            f"la phrase renvoie à l’article {aimed.ordinal} («\u00a0{plain_text(aimed.title)}\u00a0») pour "
            f"{subject} que traite l’article {better.ordinal} («\u00a0{plain_text(better.title)}\u00a0»)."
        )
        hint = f"Faut-il lire «\u00a0article {better.ordinal}\u00a0»\u202f?"
        return Remark(catalogue.ACT_REFERENCE_SUBJECT, passage.place, message, hint)

    def about(self, number: int, subject: Subject) -> bool:
        """Whether an article is about a subject, by its title or by a passage of it."""
        key = (number, subject.name)
        if key not in self._about:
            title = folded(article_heading(self.articles[number]))
            self._about[key] = bool(re.search(subject.title, title)) or self.holds(number, subject)
        return self._about[key]

    def says(self, number: int, subject: Subject, but: Passage) -> bool:
        """Whether an article names the subject in another passage than `but`."""
        key = (number, subject.name)
        if key not in self._passages_on:
            passages = self.act.of_part(self.parts[number])
            self._passages_on[key] = [passage for passage in passages if re.search(subject.said, folded(passage.text))]
        return any(passage is not but for passage in self._passages_on[key])

    def holds(self, number: int, subject: Subject) -> bool:
        """Whether a passage of an article has what only the article on the subject holds."""
        passages = self.act.of_part(self.parts[number])
        return bool(subject.holds) and any(re.search(subject.holds, folded(passage.text)) for passage in passages)


def _clause(before: str) -> str:
    """The last words before a reference, folded: « L’unité opérationnelle, définie à l’ », and no more."""
    pieces = before.rsplit(",", 2)
    near = pieces[-1] if len(pieces[-1]) > _FEW or len(pieces) == 1 else ",".join(pieces[-2:])
    return folded(near)[-_REACH:]


def _subject_in(text: str, *, first: bool = False) -> Subject | None:
    """The last subject that a text names, or the first; None when it names none."""
    occurrences = [(match.start(), subject) for subject in _SUBJECTS for match in re.finditer(subject.said, text)]
    if not occurrences:
        return None
    chosen = min(occurrences, key=lambda pair: pair[0]) if first else max(occurrences, key=lambda pair: pair[0])
    return chosen[1]
