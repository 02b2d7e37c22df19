"""The form as HTML. Its script (`static/edition.js`) sends each change, shows what is said of it, adds up years."""

from conventions_cli.edition.controls import AMOUNT, CHOICE, DAY, NUMBER, TEXT
from conventions_cli.edition.form_parts import Field, Form, Group, Lack, Part, Table, fields_of
from conventions_cli.edition.words import capital
from conventions_cli.foundation import page_text
from conventions_cli.preview import letters, panel, sentence

_CALENDAR = "finances.echeancier"  # the years that add up to the amount, less the coaching
_TO_COMPLETE = "à compléter"


def form_html(form: Form, demands: dict[str, str] | None = None) -> str:
    """The form, under its title. `demands`: by person, the text that asks for what they can supply."""
    if form.unreadable:
        body = f'<p class="e_etat">{sentence(form.unreadable)} <a href="#p_constats">Voir les constats</a></p>'
        return panel("p_formulaire", "Formulaire", body)
    sections = "\n".join(_section(one, f"e_{index}") for index, one in enumerate(form.sections))
    body = (
        f"{_lacking(form, demands or {})}\n"
        '<p class="e_mot">Un clic sur un mot de l’acte mène à son champ. Chaque valeur est écrite dans le fichier dès '
        "qu’elle est tapée et que les règles l’admettent.</p>\n"
        f"{_ANSWER}\n"
        '<noscript><p class="e_etat">Ce formulaire a besoin de JavaScript, que ce navigateur n’exécute pas.</p>'
        "</noscript>\n"
        '<p class="e_outils"><label><input type="checkbox" id="e_seulement"> '
        "Ne montrer que ce qui manque</label></p>\n"
        f'<form id="e_formulaire" autocomplete="off">\n{sections}\n</form>'
    )
    return panel("p_formulaire", "Formulaire", body)


def buttons_html(undo: str, redo: str) -> str:
    """The buttons that undo and do again, each with the words of its step."""
    return (
        '<div class="e_pas" role="group" aria-label="Revenir en arrière">\n'
        f"{_step('annuler', 'Annuler', undo)}{_step('refaire', 'Refaire', redo)}</div>\n"
        '<p id="e_dit" role="status"></p>\n'
    )


def _step(name: str, label: str, words: str) -> str:
    off = "" if words else " disabled"
    what = f' title="{label}\u00a0: {letters(words)}"' if words else ""
    return f'<button type="button" class="bouton" id="e_{name}"{what}{off}>{label}</button>\n'


_ANSWER = """\
<details class="e_plus" id="e_reponse">
<summary>Reprendre une réponse reçue</summary>
<label for="e_colle">La réponse\u00a0: le texte du courriel, ou un fragment YAML ou JSON</label>
<textarea id="e_colle" rows="5"></textarea>
<p><label>ou un fichier, ou un classeur rempli
<input type="file" id="e_fichier" accept=".txt,.eml,.yaml,.yml,.json,.xlsx,.ods,.csv"></label></p>
<button type="button" class="bouton" id="e_lire">Lire</button>
<div id="e_lu" role="status"></div>
</details>"""


def _lacking(form: Form, demands: dict[str, str]) -> str:
    """What is missing, by who can supply it, each with a link to its field."""
    if not form.lacks:
        return '<p class="calme">Rien ne manque.</p>'
    parts = []
    for who in dict.fromkeys(one.supplier for one in form.lacks):
        links = "\n".join(_lack(one) for one in form.lacks if one.supplier == who)
        parts.append(f'<h3>{letters(capital(who))}</h3>\n<ul role="list" class="e_manques">\n{links}\n</ul>')
        if demands.get(who):
            parts.append(_demand(who, demands[who]))
    number = f'<span class="nombre">{len(form.lacks)}</span>'
    return f'<div class="e_manquants">\n<p><strong>Il manque</strong> {number}</p>\n{"".join(parts)}\n</div>'


def _demand(who: str, text: str) -> str:
    """The text to send to one person."""
    name = f"Demander par courriel\u00a0: {letters(who)}"
    return (
        f'<details class="e_plus" id="e_demande_{letters(who)}">\n<summary>{name}</summary>\n'
        f'<textarea class="e_texte" rows="8" readonly aria-label="{name}">\n{page_text(text)}</textarea>\n'
        '<button type="button" class="e_lien" data-copier>Copier ce texte</button>\n'
        f'<button type="button" class="e_lien" data-classeur="{letters(who)}">Enregistrer un classeur à remplir'
        "</button>\n</details>"
    )


def _lack(one: Lack) -> str:
    label = letters(capital(one.label))
    return f'<li><a href="#v_{letters(one.target)}" data-vers="{letters(one.target)}">{label}</a></li>'


def _section(group: Group, identifier: str) -> str:
    lacking = _lacks_in(group)
    count = f' <span class="e_nombre">{lacking}\u00a0{_TO_COMPLETE}</span>' if lacking else ""
    opened = " open" if group.stands else ""
    manque = " manque" if lacking else ""
    return (
        f'<details class="e_section{manque}" id="{identifier}"{opened} {_carries(group.key)}>\n'
        f"<summary><h3>{letters(group.label)}</h3>{count}</summary>\n{_inside(group)}\n</details>"
    )


def _lacks_in(part: Part) -> int:
    own = bool(part.supplier) if isinstance(part, Group) else 0
    inner = [one for one in part.parts if isinstance(one, Group)] if isinstance(part, Group) else []
    fields = sum(bool(one.supplier) for one in fields_of(part))
    return int(own) + fields + sum(bool(one.supplier) for one in inner)


def _carries(key: str) -> str:
    return f'data-groupe="{letters(key)}"'


def _inside(group: Group) -> str:
    """What a group holds: its help, the parts that stand, then the optional ones under a fold."""
    help_ = f'<p class="aide">{sentence(group.help)}</p>\n' if group.help else ""
    origin = f'<p class="origine">{sentence(f"Vient de « {group.origin} ».")}</p>\n' if group.origin else ""
    if group.listed:
        return help_ + origin + "\n".join(_part(one) for one in group.parts)
    standing = [one for one in group.parts if one.stands]
    taken = [one for one in standing if _taken(one)]
    if len(taken) < len(standing):
        standing = [one for one in standing if one not in taken]
    else:
        taken = []
    others = [one for one in group.parts if not one.stands]
    if not standing and (group.fresh or len(others) < 4):
        standing, others = others, []
    body = "\n".join(_part(one) for one in standing)
    body += _fold("Repris d’un autre fichier", "repris", group, taken) + _fold("Facultatif", "plus", group, others)
    return help_ + origin + body


def _fold(title: str, name: str, group: Group, parts: list[Part]) -> str:
    """Parts under a fold, whose title lists them."""
    if not parts:
        return ""
    names = ", ".join(_plain_label(one) for one in parts)
    return (
        f'\n<details class="e_plus" id="e_{name}_{letters(group.key)}">\n'
        f"<summary>{title} <span>{letters(names)}</span></summary>\n" + "\n".join(map(_part, parts)) + "\n</details>"
    )


def _taken(part: Part) -> bool:
    """Whether all that a part says is written in another file, and nothing is said of it."""
    fields = [one for one in fields_of(part) if one.stands]
    return bool(fields) and all(one.origin and not one.faults and not one.supplier for one in fields)


def _plain_label(part: Part) -> str:
    return part.label[:1].lower() + part.label[1:] if part.label[1:2].islower() else part.label


def _part(part: Part) -> str:
    if isinstance(part, Field):
        return _field(part)
    if isinstance(part, Table):
        return _table(part)
    if part.fresh:
        return (
            f'<details class="e_neuf" id="e_g_{letters(part.key)}" {_carries(part.key)}>\n'
            f"<summary>{letters(part.label)}</summary>\n{_inside(part)}\n</details>"
        )
    if part.seen:
        return (
            f'<details class="e_item" id="e_g_{letters(part.key)}" open {_carries(part.key)}>\n'
            f"<summary>{letters(part.label)}</summary>\n{_inside(part)}\n{_remove(part.key, part.label, part.seen)}\n"
            "</details>"
        )
    return (
        f'<fieldset class="e_groupe" id="e_g_{letters(part.key)}" {_carries(part.key)}>\n'
        f"<legend>{letters(part.label)}</legend>\n{_inside(part)}\n</fieldset>"
    )


def _remove(key: str, label: str, seen: str) -> str:
    return (
        f'<button type="button" class="e_retirer" data-retirer="{letters(key)}" data-vu="{letters(seen)}" '
        f'aria-label="Retirer {letters(label)}">Retirer</button>'
    )


def _field(one: Field) -> str:
    key = letters(one.key)
    lacking = f' <span class="e_qui">{_TO_COMPLETE}\u00a0: {letters(one.supplier)}</span>' if one.supplier else ""
    told = [f'<p class="aide" id="a_{key}">{sentence(one.help)}</p>'] if one.help else []
    if one.origin or one.locked:
        told.append(f'<p class="origine" id="o_{key}">{sentence(one.locked or f"Vient de « {one.origin} ».")}</p>')
    if one.home:
        told.append(_where(one))
    told.append(_faults(one))
    if one.removable:
        told.append(_remove(one.key, one.label, one.value).replace(" data-vu=", ' data-entier="non" data-vu='))
    kind = " manque" if one.supplier else ""
    return (
        f'<div class="champ{kind}" id="c_{key}">\n<label for="v_{key}">{letters(one.label)}</label>{lacking}\n'
        f"{_control(one)}\n" + "\n".join(told) + "\n</div>"
    )


def _where(one: Field) -> str:
    """The files a value of another file may be written in: that one, and unless it is in a list there, this one."""
    here = "" if one.locked else '<option value="">pour cet acte seulement</option>'
    there = f"dans {one.home}, pour tous les actes qui en héritent"
    return (
        f'<p class="e_ou"><label>Écrire <select data-ou="{letters(one.key)}" '
        f'aria-label="Où écrire\u00a0: {letters(one.label)}">{here}'
        f'<option value="{letters(one.home)}">{letters(there)}</option></select></label></p>'
    )


def _faults(one: Field) -> str:
    lines = "".join(f"<span>{sentence(f'{message} {hint}'.strip())}</span>" for message, hint, _ in one.faults)
    kind = "faute" if one.wrong or not one.faults else "faute avis"
    return f'<p class="{kind}" id="f_{letters(one.key)}" role="status">{lines}</p>'


def _control(one: Field, *, label: str = "") -> str:
    """The control of a field. `label`: its name, where no label stands before it."""
    key, value = letters(one.key), page_text(one.shown)
    notes = [f"a_{key}"] * bool(one.help and not label) + [f"o_{key}"] * bool((one.origin or one.locked) and not label)
    common = (
        f'id="v_{key}" data-cle="{key}" data-valeur="{value}" data-vu="{page_text(one.value)}" '
        f'aria-describedby="{" ".join([*notes, f"f_{key}"])}"'
        + (f' aria-label="{letters(label)}"' if label else "")
        + (f' data-forme="{AMOUNT}"' if one.control == AMOUNT else "")
        + (' aria-invalid="true"' if one.wrong else "")
        + (" disabled" if one.locked and not one.home else "")
    )
    hint = f' placeholder="{letters(f"par exemple {one.example}")}"' if one.example else ""
    if one.control == CHOICE:
        options = "".join(
            f'<option value="{letters(choice.value)}"{" selected" if choice.value == one.value else ""}>'
            f"{letters(choice.shown)}</option>"
            for choice in one.choices
        )
        return f'<select {common}><option value=""></option>{options}</select>'
    if one.control == TEXT:
        return f'<textarea rows="2" {common}{hint}>\n{value}</textarea>'
    if one.control == DAY:
        return f'<input type="date" {common} value="{value}" min="1900-01-01" max="2199-12-31">'
    numeric = {AMOUNT: ' inputmode="decimal" class="montant"', NUMBER: ' inputmode="numeric" class="nombre"'}
    return f'<input type="text" {common}{numeric.get(one.control, "")}{hint} value="{value}">'


def _table(table: Table) -> str:
    """The years in rows; their sums, which the script keeps up to date."""
    key = letters(table.key)
    heads = "".join(f'<th scope="col">{letters(label)}</th>' for _, label in table.columns)
    rows = "\n".join(_row(table, year, cells) for year, cells in table.rows)
    sums = "".join(f'<td><output data-somme="{letters(name)}"></output></td>' for name, _ in table.columns)
    goal = ' data-total="finances.montant" data-moins="finances.accompagnement"' if table.key == _CALENDAR else ""
    return (
        f'<div class="e_annees" id="c_{key}" {_carries(table.key)}>\n'
        f'<table id="v_{key}" tabindex="-1"{goal}>\n<caption>{letters(table.label)}</caption>\n'
        f'<thead><tr><th scope="col">Année</th>{heads}<td></td></tr></thead>\n<tbody>\n{rows}\n</tbody>\n'
        f'<tfoot><tr><th scope="row">Total</th>{sums}<td></td></tr></tfoot>\n</table>\n'
        f'<p class="e_reste" role="status"></p>\n</div>'
    )


def _row(table: Table, year: str, cells: tuple[Field, ...]) -> str:
    inputs = "".join(
        f'<td class="{"manque" if one.supplier else ""}">{_control(one, label=f"{name} {year}")}{_faults(one)}</td>'
        for one, (_, name) in zip(cells, table.columns, strict=True)
    )
    removal = _remove(f"{table.key}.{year}", year, table.seen[year]) if year in table.seen else ""
    fresh = ' class="e_neuve"' if year not in table.seen and all(one.fresh for one in cells) else ""
    return f'<tr{fresh}><th scope="row">{letters(year)}</th>{inputs}<td>{removal}</td></tr>'
