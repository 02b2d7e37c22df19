"""The French wording of modifications, in the forms of drafters of legal texts; new text is quoted as nodes.

Source of the forms: Guide de légistique (Secrétariat général du Gouvernement, Conseil d’État), on texts that modify
others. Positions count the alinéas of the act before the avenant.
"""

from collections.abc import Iterator, Mapping, Sequence

from conventions_cli.amendment.holders import Holder, Key
from conventions_cli.amendment.lines import Line, Lines, alinea_number, blocks_of, raised
from conventions_cli.amendment.modifications import (
    Amended,
    Edit,
    Inserted,
    Modification,
    Repealed,
    Replaced,
    Retitled,
    Rewritten,
    Swap,
    Words,
)
from conventions_cli.comparison import Sort, tokens
from conventions_cli.document import (
    Block,
    Blocks,
    CrossReference,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Picture,
    SectionKind,
    Table,
    Text,
    plain_text,
    rewrite_blocks,
)
from conventions_cli.foundation import Record, replace
from conventions_cli.french import Article, NounPhrase, capitalized, enumerate_words, number_in_words

_OPEN, _CLOSE, _SEMICOLON, _COLON = "«\u00a0", "\u00a0»", "\u202f;", "\u00a0:"
_DASH = " – "


class Worded(Record, frozen=True):
    """An article of the avenant: its title and its blocks."""

    title: str
    blocks: Blocks


class _Wording(Record, frozen=True):
    """One edit: `head` (« Le troisième alinéa »), then its place (« de l’article 4 ») if it stands alone, then `tail`.

    `quoted`: the lines after the sentence, which then ends with a colon. `place`: whether the head needs its place;
    `listed`: the head to use under « L’article 4 est ainsi modifié », instead of a pronoun.
    """

    head: str
    tail: str
    quoted: Lines = ()
    place: bool = True
    listed: str = ""


def worded(modification: Modification, names: Mapping[str, str], first: str | None) -> Worded:
    """The article of the avenant for one modification.

    `names`: the number of each article, by label; `first`: the label of the first article of the act, if it has one.
    """
    match modification:
        case Amended():
            name = name_of(modification.holder, names)
            title = f"Modification {name.du()}{_subject(modification.holder)}"
            return Worded(title, tuple(_amended(modification, name)))
        case Inserted():
            return _inserted(modification, names, first)
        case Repealed():
            name = name_of(modification.holder, names)
            verb = "abrogé" if modification.holder.is_article else "supprimée" if _feminine(name) else "supprimé"
            title = f"{'Abrogation' if modification.holder.is_article else 'Suppression'} {name.du()}"
            return Worded(
                f"{title}{_subject(modification.holder)}", (_sentence(f"{capitalized(name.le())} est {verb}."),)
            )


def name_of(holder: Holder, names: Mapping[str, str]) -> NounPhrase:
    """The name of a holder: « l’article 6 », « le préambule », « l’annexe « Budget » »."""
    kind, name = holder.key
    if holder.is_article:
        return NounPhrase(f"article\u00a0{names[name]}", Article.ELIDED)
    if kind == SectionKind.TITLE.value:
        return NounPhrase("intitulé de la convention", Article.ELIDED)
    if kind == SectionKind.PARTIES.value:
        return NounPhrase("désignation des parties", Article.LA)
    if kind == SectionKind.ANNEX.value:
        return NounPhrase(f"annexe {_quote(name)}" if name else "annexe", Article.ELIDED)
    words = plain_text(holder.title)
    if words == "Préambule":
        return NounPhrase("préambule", Article.LE)
    return NounPhrase(f"partie intitulée {_quote(words)}" if words else "formule d’adoption", Article.LA)


def _feminine(name: NounPhrase) -> bool:
    return name.article is Article.LA or name.noun.startswith("annexe")


def _subject(holder: Holder) -> str:
    return f" ({plain_text(holder.title)})" if holder.is_article and holder.title else ""


def _amended(modification: Amended, name: NounPhrase) -> Iterator[Block]:
    """One sentence with its place, or « L’article 6 est ainsi modifié : » and a numbered sentence for each edit."""
    holder = modification.holder
    sentences = [_wording(edit, holder, name) for edit in modification.edits]
    if len(sentences) == 1:
        sentence = sentences[0]
        place = f" {name.du()}" if sentence.place else ""
        yield from _written(f"{sentence.head}{place}{sentence.tail}", sentence.quoted, ".")
        return
    changed = "modifiée" if _feminine(name) else "modifié"
    yield _sentence(f"{capitalized(name.le())} est ainsi {changed}{_COLON}")
    for number, sentence in enumerate(sentences, start=1):
        end = "." if number == len(sentences) else _SEMICOLON
        head = sentence.head if sentence.place else sentence.listed or ("Elle" if _feminine(name) else "Il")
        yield from _written(f"{number}°\u00a0{head}{sentence.tail}", sentence.quoted, end)


def _written(text: str, quoted: Lines, end: str) -> Iterator[Block]:
    if not quoted:
        yield _sentence(text + end)
        return
    yield _sentence(text + _COLON)
    yield from quotation(quoted, end)


def _wording(edit: Edit, holder: Holder, name: NounPhrase) -> _Wording:
    lines = holder.lines
    match edit:
        case Words():
            return _words(edit, lines)
        case Retitled():
            title = _quote(plain_text(edit.title))
            if holder.key[0] == SectionKind.TITLE.value:
                return _Wording(
                    capitalized(name.le()), f" est remplacé par l’intitulé suivant{_COLON} {title}", place=False
                )
            return _Wording("Le titre", f" est remplacé par le titre suivant{_COLON} {title}")
        case Rewritten():
            tail = f" est {_agreed(name)} par les stipulations suivantes"
            return _Wording(capitalized(name.le()), tail, edit.lines, place=False, listed="Le texte")
        case Replaced():
            return _replaced(edit, lines, name)


def _agreed(name: NounPhrase) -> str:
    return "remplacée" if _feminine(name) else "remplacé"


def _words(edit: Words, lines: Lines) -> _Wording:
    alone = sum(line.is_alinea for line in lines) == 1
    number = alinea_number(lines, edit.line)
    head = "À l’alinéa unique" if alone else f"Au {_ordinal(number)} alinéa"
    return _Wording(head, f", {enumerate_words([_swap(swap) for swap in edit.swaps])}")


def _swap(swap: Swap) -> str:
    """« la date : « … » est remplacée par la date : « … » », or « après le mot : « … », est inséré le mot : « … » »."""
    if swap.anchor:
        noun, ending = _noun(swap.after[len(swap.anchor) :])
        anchor, inserted = _quote(swap.anchor.strip()), _quote(swap.after[len(swap.anchor) :].strip())
        return f"après {_noun(swap.anchor)[0]}{_COLON} {anchor}, {_be(noun)} inséré{ending} {noun}{_COLON} {inserted}"
    noun, ending = _noun(swap.before)
    subject = f"{noun}{_COLON} {_quote(swap.before.strip())} {_be(noun)}"
    if not swap.after.strip():
        return f"{subject} supprimé{ending}"
    return f"{subject} remplacé{ending} par {_noun(swap.after)[0]}{_COLON} {_quote(swap.after.strip())}"


def _be(noun: str) -> str:
    return "sont" if noun.startswith("les") else "est"


def _noun(text: str) -> tuple[str, str]:
    """The noun of a quotation, with its article, and the ending of a participle that agrees with it."""
    sorts = [token.sort for token in tokens((Text(text.strip()),)) if token.sort is not Sort.SPACE]
    if sorts == [Sort.DATE]:
        return "la date", "e"
    if sorts == [Sort.AMOUNT]:
        return "le montant", ""
    if sorts == [Sort.NUMBER] or (len(sorts) == 1 and text.strip().isdecimal()):
        noun = "le taux" if "%" in text else "le nombre"
        return noun, ""
    if set(sorts) == {Sort.SIGN}:
        return "le signe", ""
    return ("le mot", "") if len(sorts) == 1 else ("les mots", "s")


def _replaced(edit: Replaced, lines: Lines, name: NounPhrase) -> _Wording:
    if edit.start == edit.end:
        return _insertion(edit, lines, name)
    subject, verb_plural, feminine = _range(lines, edit.start, edit.end)
    be = "sont" if verb_plural else "est"
    ending = ("e" if feminine else "") + ("s" if verb_plural else "")
    if not edit.lines:
        return _Wording(capitalized(subject), f" {be} supprimé{ending}")
    return _Wording(capitalized(subject), f" {be} remplacé{ending} par {_by(edit.lines)}", edit.lines)


def _insertion(edit: Replaced, lines: Lines, name: NounPhrase) -> _Wording:
    phrase, participle = _counted(edit.lines)
    if edit.start == len(lines):
        completed = "complétée" if _feminine(name) else "complété"
        return _Wording(
            capitalized(name.le()), f" est {completed} par {phrase} ainsi {participle}", edit.lines, place=False
        )
    place = f"Après {_line(lines, edit.start - 1)}" if edit.start else f"Avant {_line(lines, 0)}"
    agreed = "insérés" if len(edit.lines) > 1 else "inséré"
    opening = f", sont {agreed} {phrase}" if len(edit.lines) > 1 else f", il est {agreed} {phrase}"
    return _Wording(place, f"{opening} ainsi {participle}", edit.lines)


def _by(lines: Lines) -> str:
    """The replacement: « l’alinéa suivant », « le tableau suivant », « deux alinéas ainsi rédigés »."""
    if len(lines) == 1:
        return f"{_KINDS[type(lines[0].block)].le} suivant{'e' if isinstance(lines[0].block, Picture) else ''}"
    phrase, participle = _counted(lines)
    return f"{phrase} ainsi {participle}"


class _Kind(Record, frozen=True):
    le: str
    un: str
    plural: str


_KINDS: dict[type[Block], _Kind] = {
    Paragraph: _Kind("l’alinéa", "un alinéa", "alinéas"),
    Heading: _Kind("l’intertitre", "un intertitre", "intertitres"),
    Table: _Kind("le tableau", "un tableau", "tableaux"),
    Picture: _Kind("l’image", "une image", "images"),
}


def _counted(lines: Lines) -> tuple[str, str]:
    """The count of lines, « un intertitre et deux alinéas », and the participle that agrees with it."""
    counts: dict[type[Block], int] = {}
    for line in lines:
        counts[type(line.block)] = counts.get(type(line.block), 0) + 1
    phrases = [
        _KINDS[kind].un if count == 1 else f"{number_in_words(count)} {_KINDS[kind].plural}"
        for kind, count in counts.items()
    ]
    if set(counts) == {Picture}:
        return enumerate_words(phrases), "reproduites" if len(lines) > 1 else "reproduite"
    return enumerate_words(phrases), "rédigés" if len(lines) > 1 else "rédigé"


def _range(lines: Lines, start: int, end: int) -> tuple[str, bool, bool]:
    """The name of lines, « les troisième et quatrième alinéas », whether it is plural, and whether it is feminine."""
    stretch = lines[start:end]
    if all(line.is_alinea for line in stretch):
        first = alinea_number(lines, start)
        last = first + len(stretch) - 1
        if first == last:
            alone = sum(line.is_alinea for line in lines) == 1
            return ("l’alinéa unique" if alone else f"le {_ordinal(first)} alinéa"), False, False
        joint = " et " if last == first + 1 else " à "
        return f"les {_ordinal(first)}{joint}{_ordinal(last)} alinéas", True, False
    if len(stretch) == 1:
        return _line(lines, start), False, isinstance(stretch[0].block, Picture)
    groups: list[tuple[int, int]] = []
    for number in range(start, end):
        if groups and lines[number].is_alinea and lines[number - 1].is_alinea:
            groups[-1] = (groups[-1][0], number + 1)
        else:
            groups.append((number, number + 1))
    return enumerate_words([_range(lines, *group)[0] for group in groups]), True, False


def _line(lines: Lines, index: int) -> str:
    """The name of a line: « le troisième alinéa », « le tableau », « l’intertitre « Suivi » »."""
    block = lines[index].block
    if isinstance(block, Paragraph):
        return f"le {_ordinal(alinea_number(lines, index))} alinéa"
    if isinstance(block, Heading):
        return f"l’intertitre {_quote(plain_text(block.content))}"
    same = [number for number, line in enumerate(lines) if type(line.block) is type(block)]
    rank = same.index(index) + 1
    if isinstance(block, Table):
        return "le tableau" if len(same) == 1 else f"le {_ordinal(rank)} tableau"
    return "l’image" if len(same) == 1 else f"la {_ordinal(rank, feminine=True)} image"


_UNITS = {"cinq": "cinqu", "neuf": "neuv"}


def _ordinal(number: int, *, feminine: bool = False) -> str:
    """The ordinal of a number: « premier », « deuxième », « vingt-et-unième »."""
    if number == 1:
        return "première" if feminine else "premier"
    words = number_in_words(number).replace(" ", "-")
    head, dash, last = words.rpartition("-")
    last = _UNITS.get(last, last.removesuffix("s") if last == "vingts" else last.removesuffix("e"))
    return f"{head}{dash}{last}ième"


def _inserted(modification: Inserted, names: Mapping[str, str], first: str | None) -> Worded:
    holder = modification.holder
    name = name_of(holder, names)
    phrase = f"une {name.noun}" if _feminine(name) else f"un {name.noun}"
    participle = "rédigée" if _feminine(name) else "rédigé"
    place = _where(modification.after, names, first)
    heading = ""
    if holder.is_article:
        heading = f"{capitalized(name.noun)}{_DASH}{plain_text(holder.title)}"
        of = _elided(phrase)
        sentence = f"{place}, il est inséré {phrase} ainsi {participle}"
        title = f"Insertion {of}"
    else:
        heading = plain_text(holder.title)
        sentence = f"Il est ajouté à la convention {phrase} ainsi {participle}"
        title = f"Ajout {_elided(phrase)}"
    opening = (Line(Paragraph((Text(heading, strong=True),))),) if heading else ()
    return Worded(title, tuple(_written(sentence, (*opening, *holder.lines), ".")))


def _elided(phrase: str) -> str:
    return f"d’{phrase}"


def _where(after: Key | None, names: Mapping[str, str], first: str | None) -> str:
    """The place of an insertion: « Après l’article 5 », or, before all articles, « Avant l’article 1er »."""
    if after is not None and after[0] == "article":
        return f"Après l’article\u00a0{names[after[1]]}"
    return f"Avant l’article\u00a0{names[first]}" if first is not None else "Dans la convention"


def quotation(lines: Sequence[Line], end: str) -> Blocks:
    """Lines of the new act between quotation marks: each alinéa has an opening mark, the last one a closing mark.

    `end`: the sign at the end of the sentence, left out after a full stop inside the marks. References become plain
    words, as the articles they name are not those of the avenant.
    """
    texts = [number for number, line in enumerate(lines) if isinstance(line.block, (Paragraph, Heading))]
    quoted = list(raised(lines))
    for number in texts:
        line = quoted[number]
        assert isinstance(line.block, (Paragraph, Heading))  # noqa: S101 - `texts` lists these
        head = (Text(_OPEN, verbatim=True),)
        close = _CLOSE if end == "." and plain_text(line.block.content).endswith((".", "!", "?")) else f"{_CLOSE}{end}"
        tail = (Text(close, verbatim=True),) if number == texts[-1] else ()
        quoted[number] = replace(line, block=replace(line.block, content=(*head, *line.block.content, *tail)))
    if quoted and quoted[0].lists and not quoted[0].opens:
        quoted[0] = replace(quoted[0], lists=())
    return rewrite_blocks(blocks_of(quoted), _as_words)


def _as_words(inlines: Inlines) -> Inlines:
    return tuple(_fixed(inline) for inline in inlines)


def _fixed(inline: Inline) -> Inline:
    if isinstance(inline, CrossReference):
        return Text(inline.text, verbatim=True)
    return replace(inline, verbatim=True) if isinstance(inline, Text) else inline


def _sentence(text: str) -> Paragraph:
    return Paragraph((Text(text, verbatim=True),))


def _quote(text: str) -> str:
    return f"{_OPEN}{text}{_CLOSE}"
