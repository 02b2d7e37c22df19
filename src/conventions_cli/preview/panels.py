"""The right side of the page: diagnostics, missing values, money, and the text of the files they point into."""

import hashlib
from collections.abc import Iterable, Sequence

from conventions_cli.foundation import Diagnostic, Severity, SourceText, Span
from conventions_cli.preview.money_panel import TO_COMPLETE, Figure, Money, money_of
from conventions_cli.preview.state import PreviewState
from conventions_cli.preview.wording import counted, letters, line_id, sentence

_KINDS = {Severity.ERROR: "Erreur", Severity.WARNING: "Avertissement", Severity.INFO: "Information"}
_MAX_FINDINGS = 200  # shown; the rest is counted
_MAX_LINES = 3000  # of a file
_MAX_BACK = 3  # links back to diagnostics from one line


def panel(identifier: str, title: str, body: str) -> str:
    """A part of the panel, under its title."""
    return (
        f'<section class="volet" id="{identifier}" aria-labelledby="{identifier}_t" tabindex="-1">\n'
        f'<h2 id="{identifier}_t">{title}</h2>\n{body}\n</section>'
    )


def findings(state: PreviewState) -> str:
    """The diagnostics, the most severe first, each with a link to its line."""
    if state.failure:
        return panel("p_constats", "Constats", f'<p class="constat erreur">{sentence(state.failure)}</p>')
    remarks = state.remarks
    if not remarks:
        calm = "Rien à corriger." if state.lacking else "Rien à corriger\u00a0: la spécification est conforme."
        return panel("p_constats", "Constats", f'<p class="calme">{calm}</p>')
    names = _identifiers(remarks)
    items = "\n".join(_finding(state, remark, names[index]) for index, remark in enumerate(remarks[:_MAX_FINDINGS]))
    body = f'<ol role="list" class="constats">\n{items}\n</ol>'
    if len(remarks) > _MAX_FINDINGS:
        body += f"\n<p>Et {counted(len(remarks) - _MAX_FINDINGS, 'autre')}, à voir ensuite.</p>"
    return panel("p_constats", f"Constats {_badge(len(remarks))}", body)


def _badge(number: int) -> str:
    return f'<span class="nombre">{number}</span>'


def _identifiers(remarks: Sequence[Diagnostic]) -> list[str]:
    """An identifier for each diagnostic, independent of its line number, so that focus stays when lines move."""
    counts: dict[str, int] = {}
    names = []
    for remark in remarks:
        name = hashlib.sha256(f"{remark.code.number}\n{remark.message}".encode()).hexdigest()[:12]
        counts[name] = counts.get(name, 0) + 1
        names.append(f"d_{name}_{counts[name]}")
    return names


def _finding(state: PreviewState, diagnostic: Diagnostic, identifier: str) -> str:
    kind = _KINDS[diagnostic.severity]
    place = _place(state, diagnostic.span)
    message = sentence(diagnostic.message)
    target = _target(state, diagnostic.span)
    message_html = (
        f'<a class="quoi" href="#{target}">{message}</a>' if target else f'<span class="quoi">{message}</span>'
    )
    hint = f'\n<p class="aide">{sentence(diagnostic.hint)}</p>' if diagnostic.hint else ""
    related = "".join(
        f'\n<p class="voir">Voir aussi {_link(state, mention.span)} ({sentence(mention.message)})</p>'
        for mention in diagnostic.related
    )
    return (
        f'<li class="constat {kind.lower()}" id="{identifier}" tabindex="-1">\n'
        f'<p class="titre"><strong>{kind}</strong> {letters(diagnostic.code.number)}{place}</p>\n'
        f"<p>{message_html}</p>{hint}{related}\n</li>"
    )


def _target(state: PreviewState, span: Span | None) -> str:
    if span is None:
        return ""
    target = line_id(state.sources, span.source.name, span.start.line)
    return target if target and span.start.line in _shown_lines(state, span.source) else ""


def _place(state: PreviewState, span: Span | None) -> str:
    if span is None or not span.source.name:
        return ""
    line = f"ligne\u00a0{span.start.line}" if span.source.text else ""
    name = letters(span.source.name) if span.source.name != state.name or not line else ""
    return f' <span class="lieu">{", ".join(text for text in (name, line) if text)}</span>'


def _link(state: PreviewState, span: Span) -> str:
    place, target = _place(state, span), _target(state, span)
    return f'<a href="#{target}">{place}</a>' if target else place


def to_complete(state: PreviewState) -> str:
    """The missing values, empty without any: by person who can give them if the act was made, else in order."""
    if state.current and state.act is not None:
        missing = state.act.missing
        groups = [
            (
                who,
                [
                    _missing(state, lacking.libelle, lacking.ligne, lacking.span, lacking.cle)
                    for lacking in missing
                    if lacking.fournisseur == who
                ],
            )
            for who in dict.fromkeys(lacking.fournisseur for lacking in missing)
        ]
    else:
        groups = [
            (
                "",
                [
                    _missing(state, diagnostic.message, diagnostic.hint, diagnostic.span, "")
                    for diagnostic in state.lacking
                ],
            )
        ]
    number = sum(len(items) for _, items in groups)
    if not number:
        return ""
    body = "\n".join(
        (f"<h3>{letters(who[:1].upper() + who[1:])}</h3>\n" if who else "")
        + '<ul role="list" class="manques">\n'
        + "\n".join(items)
        + "\n</ul>"
        for who, items in groups
    )
    return panel("p_completer", f"À compléter {_badge(number)}", body)


def _missing(state: PreviewState, label: str, line: str, span: Span | None, key: str) -> str:
    target = _target(state, span)
    name = f'<a href="#{target}">{letters(label)}</a>' if target else letters(label)
    see = (
        f' <a class="surligne" href="#p_acte" data-cle="{letters(key)}" '
        f'aria-label="Voir dans l’acte\u00a0: {letters(label)}" hidden>voir dans l’acte</a>'
        if key
        else ""
    )
    how = f"<code>{letters(line)}</code>" if key else sentence(line)
    return f'<li id="m_{_slug(key or label)}" tabindex="-1">{name}{see}<br>{how}</li>'


def _slug(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def money(state: PreviewState) -> str:
    """Amounts and credits of the act shown; empty when there is none."""
    if state.act is None:
        return ""
    summary = money_of(state.act.convention, state.act.words)
    stale = "" if state.current else '\n<p class="perime">Ceux de la dernière version valide.</p>'
    parts = [_amounts(summary.figures), _years(summary), _amounts(summary.instalments), _amounts(summary.payments)]
    if summary.done:
        parts.append(_table("Exécution, par année", ("Engagé", "Payé"), summary.done, total=False))
    return panel("p_montants", "Montants", stale + "\n".join(part for part in parts if part))


def _amounts(figures: Iterable[Figure]) -> str:
    rows = "\n".join(
        f"<div><dt>{letters(figure.label)}"
        + (f" <small>{letters(figure.note)}</small>" if figure.note else "")
        + f"</dt><dd>{_value(figure.value)}</dd></div>"
        for figure in figures
    )
    return f'<dl class="sommes">\n{rows}\n</dl>' if rows else ""


def _years(summary: Money) -> str:
    tables = [("Crédits délégués, par année", summary.years)]
    tables += [(f"Crédits de « {name} », par année", rows) for name, rows in summary.shares]
    return "\n".join(_table(letters(caption), ("AE", "CP"), rows, total=True) for caption, rows in tables if rows)


def _table(caption: str, columns: tuple[str, str], rows: Sequence[tuple[str, str, str]], *, total: bool) -> str:
    head = "".join(f'<th scope="col" class="droite">{column}</th>' for column in columns)
    body = "\n".join(
        f'<tr{_total(total and index == len(rows) - 1)}><th scope="row">{letters(year)}</th>'
        f'<td class="droite">{_value(first)}</td><td class="droite">{_value(second)}</td></tr>'
        for index, (year, first, second) in enumerate(rows)
    )
    return (
        f'<table class="credits">\n<caption>{caption}</caption>\n'
        f'<thead><tr><th scope="col">Année</th>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'
    )


def _total(last: bool) -> str:
    return ' class="total"' if last else ""


def _value(text: str) -> str:
    return f"<mark>{letters(text)}</mark>" if text == TO_COMPLETE else letters(text)


def sources(state: PreviewState) -> str:
    """The text of the spec and of the other files that diagnostics point into, line by line."""
    names = _identifiers(state.remarks)
    pointed: dict[tuple[str, int], list[tuple[str, Diagnostic]]] = {}
    for name, remark in zip(names, state.remarks, strict=True):
        if remark.span is not None:
            pointed.setdefault((remark.span.source.name, remark.span.start.line), []).append((name, remark))
    if not state.current:
        for remark in state.lacking:
            if remark.span is not None:
                pointed.setdefault((remark.span.source.name, remark.span.start.line), []).append(("", remark))
    blocks = []
    for index, source in enumerate(state.sources):
        lines = []
        previous = 0
        for number in _shown_lines(state, source):
            lines.append(_line(source, index, number, pointed.get((source.name, number), ()), number != previous + 1))
            previous = number
        remaining = len(source.lines) - len(lines)
        more = f"\n<p>{counted(remaining, 'ligne')} de ce fichier ne sont pas affichées.</p>" if remaining else ""
        blocks.append(f'<h3>{letters(source.name)}</h3>\n<ol class="lignes">\n' + "\n".join(lines) + f"\n</ol>{more}")
    body = "\n".join(blocks) or '<p class="calme">Le fichier ne peut pas être affiché.</p>'
    scrolled = f'<div class="textes" role="region" aria-label="Texte des fichiers" tabindex="0">\n{body}\n</div>'
    return panel("p_source", "Fichier", scrolled)


def _shown_lines(state: PreviewState, source: SourceText) -> Sequence[int]:
    """The lines to show: all of them, or for a huge file its first lines and those of diagnostics."""
    total = len(source.lines)
    if total <= _MAX_LINES:
        return range(1, total + 1)
    spans = (
        diagnostic.span
        for diagnostic in state.diagnostics
        if diagnostic.span is not None and diagnostic.span.source.name == source.name
    )
    return sorted({*range(1, _MAX_LINES), *(span.start.line for span in spans if span.start.line <= total)})


def _line(source: SourceText, index: int, number: int, pointed: Sequence[tuple[str, Diagnostic]], jumps: bool) -> str:
    text = source.line(number)
    worst = min((remark.severity for _, remark in pointed), key=lambda severity: severity.rank, default=None)
    kind = f' class="{_KINDS[worst].lower()}"' if worst is not None else ""
    value = f' value="{number}"' if jumps else ""
    back = "".join(
        f' <a class="retour" href="#{name}" aria-label="Revenir au constat {letters(remark.code.number)}">'
        f"{letters(remark.code.number)}</a>"
        for name, remark in [pair for pair in pointed if pair[0]][:_MAX_BACK]
    )
    written = _marked(text, number, [remark.span for _, remark in pointed if remark.span is not None])
    return f'<li id="L{index}_{number}"{value}{kind} tabindex="-1"><code>{written}</code>{back}</li>'


def _marked(text: str, line: int, spans: Sequence[Span]) -> str:
    """A line with the faulty words marked; words with two diagnostics are marked once."""
    written, at = [], 0
    for span in sorted(spans, key=lambda span: span.start.column):
        start = span.start.column - 1
        end = span.end.column - 1 if span.end.line == line else len(text.rstrip())
        end = max(end, start + 1)
        if start < at or start >= len(text):
            continue
        written.append(f"{letters(text[at:start])}<mark>{letters(text[start:end])}</mark>")
        at = end
    return "".join(written) + letters(text[at:])
