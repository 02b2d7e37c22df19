"""The pack of an imported act: a plan, and a clause file for each part, in the words of the act."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial

from conventions_cli.document import (
    Article,
    ArticleForm,
    Document,
    Footnote,
    Heading,
    LineBreak,
    Part,
    Picture,
    SectionKind,
    document_stretches,
    inlines_within,
    plain_text,
    roman,
    stretches,
)
from conventions_cli.foundation import Record, replace
from conventions_cli.french import typeset
from conventions_cli.importing.candidates import candidates_for
from conventions_cli.importing.clause_blocks import Clauses, renvoi_to
from conventions_cli.importing.declarations import Deadlines
from conventions_cli.importing.emptied import Place, Signs, Wording
from conventions_cli.importing.every_fact import ReadAct
from conventions_cli.importing.facts import shortened
from conventions_cli.importing.moving import Mover, Moves, Stretches
from conventions_cli.importing.needs import needed_by, sections_of
from conventions_cli.importing.readings import Barred, Readings
from conventions_cli.importing.recognised_kind import kind_of_act
from conventions_cli.importing.searched import BLANKS, plain
from conventions_cli.importing.stated import missing_mentions, stated_by
from conventions_cli.model import DELEGATION, Spec
from conventions_cli.source import FORBIDDEN, forbidden_in, scalar_text
from conventions_cli.templating import MANIFEST, Trial, lead_of, number_in, spec_value

_LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_TITLE = 900
_ROUNDS = 3  # the clauses are written at most this many times, each time with fewer values


class HousePack(Record, frozen=True):
    """A pack and what there is to tell of it.

    `files`: the texts of its files by name; `missing`: the mentions the act does not state; `losses`: what no clause
    could keep; `needed`: the paths of the values its clauses print; `moves`: what altering the values showed.
    """

    files: dict[str, str]
    missing: tuple[str, ...]
    losses: tuple[str, ...]
    typography: bool
    needed: tuple[str, ...]
    moves: Moves


class _Clauses(Record, frozen=True):
    """The clauses of a pack by name, the lines of its plan, and the template of the title of each part."""

    files: dict[str, str]
    plan: list[str]
    titles: list[str]


def house_pack(read: ReadAct, spec: Spec, act: str) -> HousePack:
    """Writes the pack of an act. `spec`: the spec read from it; `act`: the name of its file.

    Each value is altered to see which words change with it. Where other words would still say the old value, the
    clause keeps the words of the act instead of an expression.
    """
    document = read.act.document
    typography = keeps_words(document)
    trial = Trial(spec, typography=typography)
    labels = _labels(document)
    pattern = _heading_pattern(document)
    typed = _typed(document, pattern)
    stated = stated_by(read)
    readings = Readings(read)
    candidates = tuple(candidate for candidate in candidates_for(spec, trial) if readings.usable(candidate))
    mover = Mover(read.facts, trial, candidates)
    barred: Barred = frozenset()
    for _ in range(_ROUNDS):
        wording = Wording(candidates, _counted(document, labels, typed), Signs(), Readings(read, barred))
        clauses = Clauses(wording, trial, spec.convention)
        written = _clauses(document, labels, stated, typed, clauses)
        text = "\n".join((*written.files.values(), *written.titles))
        moves = mover.look(read.act, text, partial(_remade, written, wording.labels))
        barred |= moves.wrong
        if not moves.wrong:
            break
    moves = replace(moves, wrong=barred)
    files, plan = written.files, written.plan
    needed = tuple(dict.fromkeys((*needed_by(files.values(), spec.kind), *clauses.demanded)))
    asks = [f"demande: [{', '.join(needed)}]", f"accepte: [{', '.join(_taken(read, spec, needed))}]"]
    asks.extend(_unlinked(moves, spec))
    manifest = _manifest(
        document, act, [*asks, "plan:" if plan else "plan: []", *plan], read, pattern, typography=typography
    )
    kind = kind_of_act(read)
    missing = tuple(missing_mentions(read, stated)) if kind.nature == DELEGATION and not kind.amends else ()
    losses = tuple(_losses(document))
    return HousePack({MANIFEST: manifest, **files}, missing, losses, typography, needed, moves)


def _counted(document: Document, labels: list[str], typed: dict[int, str]) -> dict[int, str]:
    """The labels of the articles numbered in order, by number. `typed`: the other articles, by index of part."""
    numbers = (
        part.number if isinstance(part, Article) and at not in typed else 0 for at, part in enumerate(document.parts)
    )
    return {number: label for number, label in zip(numbers, labels, strict=True) if number}


def _typed(document: Document, pattern: str) -> dict[int, str]:
    """The openings of the headings that are not numbered in order, « Article 2 bis – », by the index of their part."""
    openings: dict[int, str] = {}
    number = 1
    for index, part in enumerate(document.parts):
        if not isinstance(part, Article):
            continue
        lead = lead_of(pattern or None, number, titled=bool(part.title))
        ours = Article("", number, (), (), _form(document), lead).opening
        if part.number == number and BLANKS.sub("", part.opening) == BLANKS.sub("", ours):
            number += 1
        else:
            openings[index] = part.opening
            number = max(number, number_in(part.opening) + 1)
    return openings


def _clauses(
    document: Document, labels: list[str], stated: dict[int, list[str]], typed: dict[int, str], clauses: Clauses
) -> _Clauses:
    """The clauses of every part, and the plan."""
    deadlines = Deadlines(clauses.convention)
    files: dict[str, str] = {}
    names: dict[str, int] = {}
    plan: list[str] = []
    titles: list[str] = []
    for index, part in enumerate(document.parts):
        mentions = stated.get(index, [])
        name = f"{free(labels[index] if isinstance(part, Article) else part.kind.value, names)}.md"
        files[name] = clauses.clause(part, index)
        title, needs = _title(part, index, clauses) if isinstance(part, Article) else ("", ())
        titles.append(title)
        plan.extend(_element(part, labels[index], name, mentions, title, needs, typed.get(index, "")))
        if isinstance(part, Article):
            plan.extend(deadlines.lines(files[name], mentions))
    return _Clauses(files, plan, titles)


def _remade(written: _Clauses, labels: dict[int, str], trial: Trial) -> Stretches:
    """The stretches of each part, title first, printed by the clauses with the values of a trial."""
    remade: Stretches = []
    for title, text in zip(written.titles, written.files.values(), strict=True):
        blocks = trial.blocks(text, renvoi=renvoi_to(labels)) or ()
        texts = [plain(plain_text(stretch, notes=True)) for stretch in stretches(blocks)]
        remade.append([plain(trial.title(title) or ""), *texts] if title else texts)
    return remade


def _unlinked(moves: Moves, spec: Spec) -> Iterator[str]:
    """The `non_lie:` lines of the manifest: the values of the spec that some words repeat without following them."""
    declared = {key: value for key, value in moves.declared.items() if spec_value(spec.tree, key) is not None}
    if declared:
        yield "# Lu dans l’acte, mais des mots qui le disent restent tels quels : une autre valeur sera signalée."
        yield "non_lie:"
        yield from (f"  {scalar_text(key)}: {scalar_text(value)}" for key, value in declared.items())


def keeps_words(document: Document) -> bool:
    """Whether French typography changes only the blanks of an act."""
    for stretch in document_stretches(document):
        text = plain_text(stretch, notes=True)
        if BLANKS.sub("", typeset(text)) != BLANKS.sub("", text):
            return False
    return True


def _labels(document: Document) -> list[str]:
    """A valid label for each article; an empty text for each section."""
    turns: dict[str, int] = {}
    labels: list[str] = []
    for part in document.parts:
        label = ""
        if isinstance(part, Article):
            label = part.label if _LABEL.fullmatch(part.label) else f"article-{part.number}"
            label = free(label, turns)
        labels.append(label)
    return labels


def free(name: str, turns: dict[str, int]) -> str:
    """The name, or « name-2 », « name-3 » … when it is taken. `turns`: the taken names, and the last number of each."""
    turn, free_name = turns.get(name, 0), name
    while free_name in turns:
        turn = max(turn, 1) + 1
        free_name = f"{name}-{turn}"
    turns[name] = turn
    turns.setdefault(free_name, 0)
    return free_name


def _element(
    part: Part, label: str, name: str, mentions: list[str], title: str, needs: tuple[str, ...], typed: str
) -> Iterator[str]:
    """The lines of a part in the plan. `typed`: the opening of its heading, when it was not numbered in order."""
    if not isinstance(part, Article):
        enonce = f", enonce: [{', '.join(mentions)}]" if mentions else ""
        yield f"  - {{section: {part.kind.value}, clause: {name}{enonce}}}"
        return
    yield from (f"  - article: {label}", f"    titre: {scalar_text(title)}", f"    clause: {name}")
    if typed:
        yield f"    titre_article: {scalar_text(f'{typed}{{titre}}')}"
    if needs:
        yield f"    si: {scalar_text(' and '.join(needs))}"
    if mentions:
        yield f"    enonce: [{', '.join(mentions)}]"


def _title(part: Article, index: int, clauses: Clauses) -> tuple[str, tuple[str, ...]]:
    """The title of an article in the manifest, and the conditions under which the act has that article."""
    wording, trial = clauses.wording, clauses.trial
    words = _title_text(plain_text(part.title))
    signed = _title_text(plain_text(wording.stretch(part.title, Place(part, index, needless=True))))
    needs = wording.signs.conditions(signed)
    for text in (wording.signs.sealed(signed), Signs().sealed(words)):
        if len(text) <= _MAX_TITLE and text and _prints(trial, text, words):
            return text, needs if text != Signs().sealed(words) else ()
    return (Signs().sealed(words)[:_MAX_TITLE], ()) if words else ('{{ "" }}', ())


def _prints(trial: Trial, text: str, plain: str) -> bool:
    printed = trial.title(text)
    return printed is not None and BLANKS.sub("", printed) == BLANKS.sub("", plain)


def _title_text(text: str) -> str:
    return " ".join(re.sub(r"[ \t\n\r\f\v]+", " ", _WITHOUT.sub("", text)).split(" ")).strip()


_WITHOUT = re.compile(FORBIDDEN.replace("\U000f0000-\U0010ffff", "\U00100000-\U0010ffff"))


def _manifest(document: Document, act: str, rest: list[str], read: ReadAct, pattern: str, *, typography: bool) -> str:
    form = _form(document).value
    title = read.facts.value("titre") or act
    lines = [
        f"# Modèle repris de « {' '.join(act.split())} » par « convention import » : les mots de l’acte, ses "
        f"valeurs en moins.",
        f"titre: {scalar_text(shortened(title, 200))}",
        "version: 1.0.0",
        f"forme_article: {form}",
    ]
    if pattern:
        lines.append(f"titre_article: {scalar_text(pattern)}")
    if not typography:
        lines.append("# Les lettres de l’acte sont gardées ; « oui » mettrait ’ pour ', État pour Etat, œ, etc.")
        lines.append("typographie: non")
    kind = kind_of_act(read)
    if kind.nature != DELEGATION or kind.amends:
        lines.extend((f"nature: {kind.nature}", f"acte: {scalar_text(kind.act)}"))
    return "\n".join([*lines, *rest]) + "\n"


def _taken(read: ReadAct, spec: Spec, needed: tuple[str, ...]) -> Iterator[str]:
    """The sections of the spec that every act may have without needing them."""
    yield from ("amende",) if any(read.facts.under("amende")) else ()
    yield from (section for section in sections_of(spec, needed) if section != "amende")


def _form(document: Document) -> ArticleForm:
    """The form of the heading of the first article."""
    return next((part.form for part in document.parts if isinstance(part, Article)), ArticleForm.DASH)


def _heading_pattern(document: Document) -> str:
    """The pattern of most headings, « ARTICLE {chiffre} - {titre} »; empty when they open as their form does."""
    articles = [part for part in document.parts if isinstance(part, Article)]
    if not any(part.lead for part in articles):
        return ""
    titled = [part for part in articles if part.title] or articles
    counts = Counter(pattern for part in titled if (pattern := _without_number(part)))
    if not counts:
        return ""
    first = next((part.opening for part in articles if part.number == 1), "")
    number = "{numero}" if "1er" in first else "{chiffre}"
    return counts.most_common(1)[0][0].replace("{}", number) + "{titre}"


def _without_number(part: Article) -> str:
    """The opening of a heading with « {} » or « {romain} » for its number; empty when it does not have that number."""
    for written, sign in ((rf"{part.number}(?:er)?", "{}"), (roman(part.number), "{romain}")):
        pattern, count = re.subn(rf"(?<!\w){written}(?!\w)", sign, part.opening, count=1)
        if count:
            return pattern
    return ""


def _losses(document: Document) -> list[str]:
    """What the clauses cannot keep, without repetition."""
    losses: list[str] = []
    for part in document.parts:
        pictures = sum(isinstance(block, Picture) for block in part.blocks)
        if pictures:
            losses.append(f"{pictures} image(s) : les remettre par « image_entete » ou dans Word")
        if isinstance(part, Article) and any(
            isinstance(inline, (Footnote, LineBreak)) for inline in inlines_within(part.title)
        ):
            losses.append(f"une note ou une coupe de ligne dans le titre de l’article {part.ordinal}")
        if any(isinstance(block, Heading) and block.level == 1 for block in part.blocks) and (
            isinstance(part, Article) or part.kind is not SectionKind.TITLE
        ):
            losses.append("un titre de niveau 1 hors du titre de l’acte")
    text = "".join(plain_text(stretch, notes=True) for stretch in document_stretches(document))
    if forbidden_in(text):
        losses.append("des caractères spéciaux (symboles d’une police, marques invisibles)")
    return list(dict.fromkeys(losses))
