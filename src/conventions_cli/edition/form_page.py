"""The form as HTML. Its script (`static/edition.js`) sends each change, shows the answer, and adds up years."""

from conventions_cli.edition.controls import AMOUNT, CHOICE, DAY, NUMBER, TEXT
from conventions_cli.edition.form_parts import Field, Form, Group, Lack, Part, Table, fields_of
from conventions_cli.foundation import page_text
from conventions_cli.french import capitalized
from conventions_cli.preview import letters, panel, sentence

_CALENDAR = "finances.echeancier"  # its years add up to the amount, less the coaching
_TO_COMPLETE = "à compléter"


def form_html(form: Form, demands: dict[str, str] | None = None) -> str:
    """The form, under its title. `demands`: by person, the text that asks them for values."""
    if form.unreadable:
        body = f'<p class="e_etat">{sentence(form.unreadable)} <a href="#p_constats">Voir les constats</a></p>'
        return panel("p_formulaire", "Formulaire", body)
    sections = "\n".join(_section(section, f"e_{index}") for index, section in enumerate(form.sections))
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
    """The buttons to undo and redo, each with the words of its step."""
    return (
        '<div class="e_pas" role="group" aria-label="Revenir en arrière">\n'
        f"{_step('annuler', 'Annuler', undo)}{_step('refaire', 'Refaire', redo)}</div>\n"
        '<p id="e_dit" role="status"></p>\n'
    )


def _step(name: str, label: str, words: str) -> str:
    off = "" if words else " disabled"
    title = f' title="{label}\u00a0: {letters(words)}"' if words else ""
    return f'<button type="button" class="bouton" id="e_{name}"{title}{off}>{label}</button>\n'


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
    """The missing values, by person who can supply them, each with a link to its field."""
    if not form.lacks:
        return '<p class="calme">Rien ne manque.</p>'
    parts = []
    for who in dict.fromkeys(lack.supplier for lack in form.lacks):
        links = "\n".join(_lack(lack) for lack in form.lacks if lack.supplier == who)
        parts.append(f'<h3>{letters(capitalized(who))}</h3>\n<ul role="list" class="e_manques">\n{links}\n</ul>')
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


def _lack(lack: Lack) -> str:
    label = letters(capitalized(lack.label))
    return f'<li><a href="#v_{letters(lack.target)}" data-vers="{letters(lack.target)}">{label}</a></li>'


def _section(group: Group, identifier: str) -> str:
    lacking = _lacks_in(group)
    count = f' <span class="e_nombre">{lacking}\u00a0{_TO_COMPLETE}</span>' if lacking else ""
    opened = " open" if group.stands else ""
    manque = " manque" if lacking else ""
    return (
        f'<details class="e_section{manque}" id="{identifier}"{opened} {_group_attribute(group.key)}>\n'
        f"<summary><h3>{letters(group.label)}</h3>{count}</summary>\n{_inside(group)}\n</details>"
    )


def _lacks_in(part: Part) -> int:
    own = bool(part.supplier) if isinstance(part, Group) else 0
    inner = [child for child in part.parts if isinstance(child, Group)] if isinstance(part, Group) else []
    fields = sum(bool(field.supplier) for field in fields_of(part))
    return int(own) + fields + sum(bool(group.supplier) for group in inner)


def _group_attribute(key: str) -> str:
    return f'data-groupe="{letters(key)}"'


def _inside(group: Group) -> str:
    """The inside of a group: its help, the parts that stand, then the inherited and the optional ones under folds."""
    help_ = f'<p class="aide">{sentence(group.help)}</p>\n' if group.help else ""
    origin = f'<p class="origine">{sentence(f"Vient de « {group.origin} ».")}</p>\n' if group.origin else ""
    if group.listed:
        return help_ + origin + "\n".join(_part(part) for part in group.parts)
    standing = [part for part in group.parts if part.stands]
    inherited = [part for part in standing if _is_inherited(part)]
    if len(inherited) < len(standing):
        standing = [part for part in standing if part not in inherited]
    else:
        inherited = []
    others = [part for part in group.parts if not part.stands]
    if not standing and (group.fresh or len(others) < 4):
        standing, others = others, []
    body = "\n".join(_part(part) for part in standing)
    body += _fold("Repris d’un autre fichier", "repris", group, inherited) + _fold("Facultatif", "plus", group, others)
    return help_ + origin + body


def _fold(title: str, name: str, group: Group, parts: list[Part]) -> str:
    """Parts under a fold, with their names in its title."""
    if not parts:
        return ""
    names = ", ".join(_plain_label(part) for part in parts)
    return (
        f'\n<details class="e_plus" id="e_{name}_{letters(group.key)}">\n'
        f"<summary>{title} <span>{letters(names)}</span></summary>\n" + "\n".join(map(_part, parts)) + "\n</details>"
    )


def _is_inherited(part: Part) -> bool:
    """Whether all the values of a part are written in another file, and none is faulty or missing."""
    fields = [field for field in fields_of(part) if field.stands]
    return bool(fields) and all(field.origin and not field.faults and not field.supplier for field in fields)


def _plain_label(part: Part) -> str:
    return part.label[:1].lower() + part.label[1:] if part.label[1:2].islower() else part.label


def _part(part: Part) -> str:
    if isinstance(part, Field):
        return _field(part)
    if isinstance(part, Table):
        return _table(part)
    if part.fresh:
        return (
            f'<details class="e_neuf" id="e_g_{letters(part.key)}" {_group_attribute(part.key)}>\n'
            f"<summary>{letters(part.label)}</summary>\n{_inside(part)}\n</details>"
        )
    if part.seen:
        return (
            f'<details class="e_item" id="e_g_{letters(part.key)}" open {_group_attribute(part.key)}>\n'
            f"<summary>{letters(part.label)}</summary>\n{_inside(part)}\n{_remove(part.key, part.label, part.seen)}\n"
            "</details>"
        )
    return (
        f'<fieldset class="e_groupe" id="e_g_{letters(part.key)}" {_group_attribute(part.key)}>\n'
        f"<legend>{letters(part.label)}</legend>\n{_inside(part)}\n</fieldset>"
    )


def _remove(key: str, label: str, seal: str) -> str:
    return (
        f'<button type="button" class="e_retirer" data-retirer="{letters(key)}" data-vu="{letters(seal)}" '
        f'aria-label="Retirer {letters(label)}">Retirer</button>'
    )


def _field(field: Field) -> str:
    key = letters(field.key)
    lacking = f' <span class="e_qui">{_TO_COMPLETE}\u00a0: {letters(field.supplier)}</span>' if field.supplier else ""
    notes = [f'<p class="aide" id="a_{key}">{sentence(field.help)}</p>'] if field.help else []
    if field.origin or field.locked:
        notes.append(f'<p class="origine" id="o_{key}">{sentence(field.locked or f"Vient de « {field.origin} ».")}</p>')
    if field.home:
        notes.append(_file_choice(field))
    notes.append(_faults(field))
    if field.removable:
        notes.append(_remove(field.key, field.label, field.value).replace(" data-vu=", ' data-entier="non" data-vu='))
    kind = " manque" if field.supplier else ""
    return (
        f'<div class="champ{kind}" id="c_{key}">\n<label for="v_{key}">{letters(field.label)}</label>{lacking}\n'
        f"{_control(field)}\n" + "\n".join(notes) + "\n</div>"
    )


def _file_choice(field: Field) -> str:
    """The choice of the file to write an inherited value in: the other file, or this one unless the field is locked."""
    here = "" if field.locked else '<option value="">pour cet acte seulement</option>'
    label = f"dans {field.home}, pour tous les actes qui en héritent"
    return (
        f'<p class="e_ou"><label>Écrire <select data-ou="{letters(field.key)}" '
        f'aria-label="Où écrire\u00a0: {letters(field.label)}">{here}'
        f'<option value="{letters(field.home)}">{letters(label)}</option></select></label></p>'
    )


def _faults(field: Field) -> str:
    lines = "".join(f"<span>{sentence(f'{message} {hint}'.strip())}</span>" for message, hint, _ in field.faults)
    kind = "faute" if field.wrong or not field.faults else "faute avis"
    return f'<p class="{kind}" id="f_{letters(field.key)}" role="status">{lines}</p>'


def _control(field: Field, *, label: str = "") -> str:
    """The control of a field. `label`: the name of the field, when no label stands before it."""
    key, value = letters(field.key), page_text(field.shown)
    notes = [f"a_{key}"] * bool(field.help and not label) + [f"o_{key}"] * bool(
        (field.origin or field.locked) and not label
    )
    common = (
        f'id="v_{key}" data-cle="{key}" data-valeur="{value}" data-vu="{page_text(field.value)}" '
        f'aria-describedby="{" ".join([*notes, f"f_{key}"])}"'
        + (f' aria-label="{letters(label)}"' if label else "")
        + (f' data-forme="{AMOUNT}"' if field.control == AMOUNT else "")
        + (' aria-invalid="true"' if field.wrong else "")
        + (" disabled" if field.locked and not field.home else "")
    )
    hint = f' placeholder="{letters(f"par exemple {field.example}")}"' if field.example else ""
    if field.control == CHOICE:
        options = "".join(
            f'<option value="{letters(choice.value)}"{" selected" if choice.value == field.value else ""}>'
            f"{letters(choice.shown)}</option>"
            for choice in field.choices
        )
        return f'<select {common}><option value=""></option>{options}</select>'
    if field.control == TEXT:
        return f'<textarea rows="2" {common}{hint}>\n{value}</textarea>'
    if field.control == DAY:
        return f'<input type="date" {common} value="{value}" min="1900-01-01" max="2199-12-31">'
    numeric = {AMOUNT: ' inputmode="decimal" class="montant"', NUMBER: ' inputmode="numeric" class="nombre"'}
    return f'<input type="text" {common}{numeric.get(field.control, "")}{hint} value="{value}">'


def _table(table: Table) -> str:
    """A table of years, a row each, then their sums, which the script keeps up to date."""
    key = letters(table.key)
    heads = "".join(f'<th scope="col">{letters(label)}</th>' for _, label in table.columns)
    rows = "\n".join(_row(table, year, cells) for year, cells in table.rows)
    sums = "".join(f'<td><output data-somme="{letters(name)}"></output></td>' for name, _ in table.columns)
    goal = ' data-total="finances.montant" data-moins="finances.accompagnement"' if table.key == _CALENDAR else ""
    return (
        f'<div class="e_annees" id="c_{key}" {_group_attribute(table.key)}>\n'
        f'<table id="v_{key}" tabindex="-1"{goal}>\n<caption>{letters(table.label)}</caption>\n'
        f'<thead><tr><th scope="col">Année</th>{heads}<td></td></tr></thead>\n<tbody>\n{rows}\n</tbody>\n'
        f'<tfoot><tr><th scope="row">Total</th>{sums}<td></td></tr></tfoot>\n</table>\n'
        f'<p class="e_reste" role="status"></p>\n</div>'
    )


def _row(table: Table, year: str, cells: tuple[Field, ...]) -> str:
    inputs = "".join(
        f'<td class="{"manque" if cell.supplier else ""}">{_control(cell, label=f"{name} {year}")}{_faults(cell)}</td>'
        for cell, (_, name) in zip(cells, table.columns, strict=True)
    )
    removal = _remove(f"{table.key}.{year}", year, table.seen[year]) if year in table.seen else ""
    fresh = ' class="e_neuve"' if year not in table.seen and all(field.fresh for field in cells) else ""
    return f'<tr{fresh}><th scope="row">{letters(year)}</th>{inputs}<td>{removal}</td></tr>'
