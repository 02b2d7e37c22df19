"""Make a docxtpl template of the act from the DOCX that `convention` renders. Run with the peers' Python.

Values become Jinja expressions; the parties, the objectives and the calendar become docxtpl loops.
"""

import sys
from copy import deepcopy

from docx import Document
from docx.oxml.ns import qn

_PARTY = (
    "La {{ partie.nom }} ({{ partie.sigle }}), représentée par {{ partie.representants[0].nom }}, "
    "{{ partie.representants[0].fonction }}, ci-après dénommée « la {{ partie.sigle }} »,"
)
# What the act of specs/domifa.yaml says, and where a template takes it from. Longer texts first.
_VALUES = {
    "Direction du numérique du Ministère du travail, de la santé, des solidarités et des familles": "parties[1].nom",
    "Direction générale de la cohésion sociale": "parties[2].nom",
    "Ministère du travail, de la santé, des solidarités et des familles": "entete",
    "Chef de service, adjoint à la directrice du numérique": "parties[1].representants[0].fonction | capitalize",
    "Directeur général de la cohésion sociale": "parties[2].representants[0].fonction | capitalize",
    "Marc DAUNIS": "parties[1].representants[0].nom",
    "Jean-Benoît DUJOL": "parties[2].representants[0].nom",
    "TSSZ2530440X": "nor",
    "12-129-FA17-MS0-0001": "chorus.projet_analytique",
    "012900121401": "chorus.activites[0]",
    "SGSIFAB075": "chorus.centre_de_cout",
    "SOCBEXD075": "chorus.service_executant",
    "2MAINS, lot 4 « Développement de produits numériques »": "marches.delegataire",
    "20 août 2025": "date_signature",
    "31 décembre 2026": "duree.fin",
    "deux cent mille euros": "finances.montant",
    "cent quatre-vingt-cinq mille euros": "finances.echeancier[2025].ae",
    "200 000 €": "finances.montant",
    "185 000 €": "finances.echeancier[2025].ae",
    "15 000 €": "finances.accompagnement",
    "Domifa": "services[0].nom",
    "DNUM": "parties[1].sigle",
    "DGCS": "parties[2].sigle",
}


def _is_objective(text):
    return "sur la nouvelle cible" in text or "des personnes domiciliées" in text


def _texts(element):
    return list(element.iter(qn("w:t")))


def _say(paragraph, text):
    """Leave one text in a paragraph."""
    texts = _texts(paragraph)
    for other in texts[1:]:
        other.text = ""
    texts[0].text = text


def _loop(elements, sentence, opening, closing):
    """One paragraph repeated in place of several."""
    kept, *others = elements
    for other in others:
        other.getparent().remove(other)
    for tag, place in ((opening, kept.addprevious), (closing, kept.addnext)):
        paragraph = deepcopy(kept)
        _say(paragraph, tag)
        place(paragraph)
    _say(kept, sentence)


def _loop_rows(table):
    """The first table, the calendar: one row repeated."""
    first, *others = list(table.iter(qn("w:tr")))[1:-1]
    for other in others:
        table.remove(other)
    cells = list(first.iter(qn("w:tc")))
    rows = deepcopy(first), deepcopy(first)
    for cell, text in zip(cells, ("{{ annee }}", "{{ ligne.ae }}", "{{ ligne.cp }}"), strict=True):
        _say(cell, text)
    for row, tag in zip(
        rows, ("{%tr for annee, ligne in finances.echeancier.items() %}", "{%tr endfor %}"), strict=True
    ):
        for cell in list(row.iter(qn("w:tc"))):
            _say(cell, "")
        _say(next(row.iter(qn("w:tc"))), tag)
    first.addprevious(rows[0])
    first.addnext(rows[1])


def make(source, target):
    document = Document(source)
    body = document.element.body
    style = qn("w:pStyle")
    paragraphs = list(body.iter(qn("w:p")))
    parties = [one for one in paragraphs if any(node.get(qn("w:val")) == "Partie" for node in one.iter(style))]
    sides = [[parties[0], parties[1]], [parties[2]]]
    objectives = [one for one in paragraphs if any(_is_objective(text.text or "") for text in _texts(one))]
    assert len(parties) == 3 and len(objectives) == 2, "the act of specs/domifa.yaml has changed"
    for text in _texts(body):
        plain = (text.text or "").replace("\u00a0", " ").replace("\u202f", " ")
        said = plain
        for value, expression in _VALUES.items():
            said = said.replace(value, "{{ " + expression + " }}")
        if said != plain:
            text.text = said
    for number, side in enumerate(sides, start=1):
        opening = "{%p for partie in parties if partie.groupe == " + str(number) + " %}"
        _loop(side, _PARTY, opening, "{%p endfor %}")
    _loop(objectives, "{{ objectif }} ;", "{%p for objectif in services[0].objectifs %}", "{%p endfor %}")
    _loop_rows(next(body.iter(qn("w:tbl"))))
    # docxtpl renders the properties too; python-docx refuses a title over 255 characters.
    document.core_properties.title = "Convention pour {{ services[0].nom }}"
    document.core_properties.subject = ""
    for relations in (document.part.rels, document.part.package.rels):
        for identifier, relation in list(relations.items()):
            if relation.reltype.endswith(("/customXml", "/custom-properties")):  # the provenance: ours only
                relations.pop(identifier)
    document.save(target)


if __name__ == "__main__":
    make(*sys.argv[1:])
