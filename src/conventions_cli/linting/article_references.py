"""References to articles: to one that does not exist, or that is about something else.

A reference is judged by its sentence only when it names a known subject, and only when another article is clearly
about that subject while the one it names is not: an act says many things that no table foresees.
"""

import re
from collections.abc import Iterator

from conventions_cli.document import article_heading, plain_text
from conventions_cli.foundation import Record, catalogue
from conventions_cli.linting.announced_articles import Titles
from conventions_cli.linting.comparable import folded
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.whose import Owners

_FEW = 25  # letters too few to tell it
_REACH = 110  # characters of the sentence, on each side, that tell what a reference is about


class Subject(Record, frozen=True):
    """Something articles are about: how sentences say it, how titles do, what an article about it holds."""

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
    """C601 and C602."""
    aims = _Aims(act)
    if not aims.articles:
        return
    for passage, found in Owners(act).aimed():
        for number in found.numbers:
            if number not in aims.articles:
                yield _absent(passage, number, len(aims.articles))
        if len(found.numbers) == 1 and found.numbers[0] in aims.articles:
            yield from aims.judged(found.numbers[0], passage, found.before, found.after)


def _absent(passage: Passage, number: int, total: int) -> Remark:
    count = f"{total} articles" if total > 1 else "un seul article"
    message = f"renvoi à un article {number} qui n’existe pas\u00a0: l’acte compte {count}."
    return Remark(catalogue.ACT_REFERENCE, passage.place, message, "Corriger le numéro, ou nommer le texte visé.")


class _Aims:
    """The articles a reference can aim at, and what each is about."""

    def __init__(self, act: Act) -> None:
        self.articles = {article.number: article for _, article in act.articles}
        self.parts = {article.number: index for index, article in act.articles}
        self.act = act
        self.titles = Titles(act)
        self.known: dict[tuple[int, str], bool] = {}
        self.said: dict[tuple[int, str], list[Passage]] = {}
        self.first_about: dict[str, int | None] = {}

    def judged(self, number: int, passage: Passage, before: str, after: str) -> Iterator[Remark]:
        """A remark when the sentence is about what another article, and not the one it names, is about."""
        meant = self.titles.meant(number, before)
        if meant is not None and self.parts[meant] != passage.part:
            yield self._question(number, meant, "ce", passage)
            return
        subject = _last_said(_clause(before)) or _last_said(folded(after.partition(",")[0])[:_REACH], first=True)
        if subject is None or self.about(number, subject) or self.says(number, subject, passage):
            return
        if subject.name not in self.first_about:
            self.first_about[subject.name] = next((one for one in self.articles if self.about(one, subject)), None)
        other = self.first_about[subject.name]  # never the one that is aimed at, which is not about it
        if other is None or self.parts[other] == passage.part:  # it is about it itself, and refers to something else
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
        """Whether an article is about a subject: by its title, or by what it holds."""
        key = (number, subject.name)
        if key not in self.known:
            title = folded(article_heading(self.articles[number]))
            self.known[key] = bool(re.search(subject.title, title)) or self.holds(number, subject)
        return self.known[key]

    def says(self, number: int, subject: Subject, but: Passage) -> bool:
        """Whether an article names the subject, in another passage than the one that refers to it."""
        key = (number, subject.name)
        if key not in self.said:
            passages = self.act.of_part(self.parts[number])
            self.said[key] = [one for one in passages if re.search(subject.said, folded(one.text))]
        return any(one is not but for one in self.said[key])

    def holds(self, number: int, subject: Subject) -> bool:
        """Whether one of its passages is about the subject."""
        passages = self.act.of_part(self.parts[number])
        return bool(subject.holds) and any(re.search(subject.holds, folded(one.text)) for one in passages)


def _clause(before: str) -> str:
    """The end of the sentence that a reference belongs to: « L’unité opérationnelle, définie à l’ », not more."""
    pieces = before.rsplit(",", 2)
    near = pieces[-1] if len(pieces[-1]) > _FEW or len(pieces) == 1 else ",".join(pieces[-2:])
    return folded(near)[-_REACH:]


def _last_said(text: str, *, first: bool = False) -> Subject | None:
    """The subject named nearest to the reference."""
    found = [(match.start(), one) for one in _SUBJECTS for match in re.finditer(one.said, text)]
    if not found:
        return None
    chosen = min(found, key=lambda pair: pair[0]) if first else max(found, key=lambda pair: pair[0])
    return chosen[1]
