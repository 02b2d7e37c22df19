"""`index.html`, the page to open first: self-contained, in the style of the acts."""

from conventions_cli.foundation import page_text
from conventions_cli.french import capitalized, format_amount, format_date
from conventions_cli.model import EntreeIndex, Fichier, Index
from conventions_cli.writers import FORMATS, web_page

_STYLE = """
main { max-width: 62rem; }
h1 { text-align: left; }
table { width: 100%; }
th, td { vertical-align: top; }
tbody th { min-width: 18rem; }
td.droite, .nombre { white-space: nowrap; }
.defile { overflow-x: auto; }
.defile:focus-visible { outline: 3px solid #0a76f6; outline-offset: 2px; }
td ul { list-style: none; margin: 0; padding: 0; }
td li { margin: 0 0 .2rem; white-space: nowrap; }
"""

_NAMES = {name: form.label for name, form in FORMATS.items()} | {"json": "Métadonnées"}


def index_page(index: Index, other_files: tuple[tuple[str, str], ...]) -> str:
    """The HTML page. `other_files`: the name and the description of each other file of the bundle."""
    count = len(index.actes)
    title = "Acte publié" if count == 1 else "Actes publiés"
    content = (
        "un acte signé, avec ses métadonnées" if count == 1 else f"{count} actes signés, chacun avec ses métadonnées"
    )
    rows = "\n".join(_row(entry) for entry in index.actes)
    head = "".join(
        f'<th scope="col"{look}>{name}</th>'
        for name, look in (
            ("Acte", ""),
            ("Signé le", ""),
            ("NOR", ""),
            ("Montant", ' class="droite"'),
            ("Fichiers", ""),
        )
    )
    items = "\n".join(f"<li>{_link(name, name)}\u00a0: {page_text(words)}</li>" for name, words in other_files)
    body = (
        f"<h1>{title}</h1>\n"
        f"<p>Ce dossier contient {content}, que des programmes peuvent lire.</p>\n"
        '<div class="defile" role="region" aria-labelledby="actes" tabindex="0">\n<table>\n'
        f'<caption id="actes">Actes, par date de signature</caption>\n<thead>\n<tr>{head}</tr>\n</thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</div>\n"
        f'<h2>Données et contrôle</h2>\n<ul role="list">\n{items}\n</ul>\n'
    )
    return web_page(title, "", body, _STYLE)


def _row(entry: EntreeIndex) -> str:
    files = "\n".join(f"<li>{_file(file, entry.titre)}</li>" for file in (*entry.fichiers, entry.metadonnees))
    amount = "–" if entry.montant_total is None else format_amount(entry.montant_total)
    day = f'<time datetime="{entry.date_signature}">{page_text(format_date(entry.date_signature))}</time>'
    act = page_text(capitalized(entry.acte))
    return (
        f'<tr><th scope="row">{_link(entry.fichiers[0].nom, entry.titre)}<br>\n{act}</th>'
        f'<td class="nombre">{day}</td>'
        f'<td class="nombre">{page_text(entry.nor or "–")}</td>'
        f'<td class="droite">{page_text(amount)}</td>'
        f'<td><ul role="list">\n{files}\n</ul></td></tr>'
    )


def _file(file: Fichier, title: str) -> str:
    label = f"{_NAMES[file.nom.rsplit('.', 1)[1]]} ({_size(file.taille)})"
    return f'<a href="{page_text(file.nom)}" aria-label="{page_text(f"{label} – {title}")}">{page_text(label)}</a>'


def _link(target: str, text: str) -> str:
    return f'<a href="{page_text(target)}">{page_text(text)}</a>'


def _size(octets: int) -> str:
    return f"{max(1, round(octets / 1000))}\u00a0Ko"
