"""Writes the page: the act on the left, its diagnostics and figures on the right; usable without script."""

import hashlib
from pathlib import Path

from conventions_cli.foundation import Record, Severity
from conventions_cli.preview.panels import findings, money, sources, to_complete
from conventions_cli.preview.state import PreviewState
from conventions_cli.preview.wording import announcement, letters, verdict
from conventions_cli.writers import ACT_STYLE, FORMATS, PALETTE

_STATIC = Path(__file__).parent / "static"
DOWNLOADS = {name: FORMATS[name].label for name in ("docx", "odt", "pdf", "md")}


class Page(Record, frozen=True):
    """A page and its version: the same content has the same version."""

    text: str
    version: str


class Beside(Record, frozen=True):
    """The additions to a page: HTML at the top of the panel, buttons, skip links.

    `name`: the name of the page; `files`: the names of its own styles and scripts; `back`: a link before its name.
    """

    name: str = "Aperçu"
    panel: str = ""
    buttons: str = ""
    skips: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    back: str = ""


def assets() -> dict[str, tuple[bytes, str]]:
    """The other files of the page, by name: content and type."""
    act = f"{PALETTE}\n.acte {{\n{ACT_STYLE}\n}}\n"
    return {
        "acte.css": (act.encode(), "text/css; charset=utf-8"),
        "apercu.css": ((_STATIC / "apercu.css").read_bytes(), "text/css; charset=utf-8"),
        "apercu.js": ((_STATIC / "apercu.js").read_bytes(), "text/javascript; charset=utf-8"),
    }


def write_page(state: PreviewState, beside: Beside | None = None) -> Page:
    """Write the page of a state, with its additions."""
    beside = beside or Beside()
    panels = (findings(state), beside.panel or to_complete(state), money(state))
    right = "\n".join(part for part in panels if part)
    name = Path(state.name).name
    head = (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{letters(verdict(state))} – {letters(name)} – {beside.name}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'
        '<link rel="stylesheet" href="acte.css">\n<link rel="stylesheet" href="apercu.css">\n'
        '<script src="apercu.js" defer></script>\n'
        f"{_own_files(beside)}</head>\n"
    )
    body = (
        f' data-annonce="{letters(announcement(state))}">\n'
        f"{_skips(state, beside)}\n{_header(state, name, beside)}\n"
        f'<div id="p_corps">\n{_main(state)}\n'
        '<aside id="p_cote" aria-label="Contrôle de la spécification">\n'
        f'<div id="p_haut" role="region" aria-label="Constats et montants" tabindex="0">\n{right}\n</div>\n'
        f"{sources(state)}\n</aside>\n</div>\n</body>\n</html>\n"
    )
    version = hashlib.sha256(f"{head}{body}".encode()).hexdigest()[:16]
    return Page(f'{head}<body data-version="{version}"{body}', version)


def _own_files(beside: Beside) -> str:
    return "".join(
        f'<link rel="stylesheet" href="{name}">\n'
        if name.endswith(".css")
        else f'<script src="{name}" defer></script>\n'
        for name in beside.files
    )


def _skips(state: PreviewState, beside: Beside) -> str:
    targets = [("p_acte", "Aller à l’acte"), *beside.skips, ("p_constats", "Aller aux constats")]
    if state.act is not None:
        targets.append(("p_montants", "Aller aux montants"))
    targets.append(("p_source", "Aller au fichier"))
    links = "".join(f'<li><a href="#{target}">{label}</a></li>' for target, label in targets)
    return f'<nav class="evitement" aria-label="Accès rapide"><ul role="list">{links}</ul></nav>'


def _header(state: PreviewState, name: str, beside: Beside) -> str:
    file = f'<span class="fichier" title="{letters(state.name)}">{letters(name)}</span>'
    return (
        '<header id="p_tete">\n'
        f'<p class="marque">{beside.back}<span>{beside.name}</span> {file}</p>\n'
        f'<p class="etat {_weight(state)}"><a href="#p_constats">{letters(verdict(state))}</a></p>\n'
        f"{beside.buttons}"
        '<div class="actions" role="group" aria-label="Imprimer ou télécharger l’acte">\n'
        f"{_actions(state)}\n</div>\n"
        '<p id="p_annonce" class="invisible" role="status"></p>\n'
        '<p id="p_liaison" role="alert" hidden></p>\n</header>'
    )


def _weight(state: PreviewState) -> str:
    if state.failure or state.count(Severity.ERROR):
        return "erreur"
    if state.count(Severity.WARNING):
        return "avertissement"
    return "projet" if state.act is not None and state.act.draft else "bon"


def _actions(state: PreviewState) -> str:
    """The links to the files, only when the act is that of the current spec: an older act could be taken for it."""
    if not state.current:
        why = "Ni impression ni téléchargement tant que la spécification est à corriger."
        return f'<p class="indisponible">{why}</p>'
    links = "".join(
        f'<a class="bouton" id="p_{kind}" href="telecharger/{kind}" download aria-label="Télécharger en {label}">'
        f"{label}</a>\n"
        for kind, label in DOWNLOADS.items()
    )
    return f'<button type="button" class="bouton" id="p_imprimer" hidden>Imprimer</button>\n{links}'


def _main(state: PreviewState) -> str:
    act = state.act
    if act is None:
        body = (
            '<div class="vide">\n<h1>Pas encore d’acte à afficher</h1>\n'
            '<p>Corriger ce que disent les <a href="#p_constats">constats</a>, puis enregistrer le fichier\u00a0: '
            "l’acte paraîtra ici.</p>\n</div>"
        )
        return f'<main id="p_acte" tabindex="-1">\n{body}\n</main>'
    banner = (
        ""
        if state.current
        else (
            '<p class="perime" id="p_perime"><strong>Dernière version valide.</strong> '
            "La spécification a changé depuis et ne peut plus être rendue\u00a0: "
            '<a href="#p_constats">voir pourquoi</a>.</p>\n'
        )
    )
    kind = "acte" if state.current else "acte ancien"
    return f'<main id="p_acte" tabindex="-1">\n{banner}<article class="{kind}">\n{act.body}</article>\n</main>'
