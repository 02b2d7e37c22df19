"""The deadlines that the pack of an imported act declares, found in what each clause prints or says."""

import re
from collections.abc import Iterator

from conventions_cli.facts import said_roles
from conventions_cli.model import Convention, Mention

_AT_END = re.compile(r"\bau terme d|à l[’']issue d|à la fin d", re.IGNORECASE)
_TWO = "si: duree.deux_termes"
_ONE = "si: not duree.deux_termes"


class Deadlines:
    """The deadlines of one pack; only the first article that states a deadline declares it."""

    def __init__(self, convention: Convention) -> None:
        self.convention = convention
        self.declared: set[str] = set()

    def lines(self, clause: str, mentions: list[str]) -> list[str]:
        """The `echeances:` lines of an article in the plan. `mentions`: what the article states."""
        deadlines = [(name, line) for name, line in self._stated(clause, mentions) if name not in self.declared]
        self.declared.update(name for name, _ in deadlines)
        return (
            ["    echeances:", *(f"      - {{nom: {name}, {line}}}" for name, line in deadlines)] if deadlines else []
        )

    def _stated(self, clause: str, mentions: list[str]) -> Iterator[tuple[str, str]]:
        finances = self.convention.finances
        if Mention.DUREE.value in mentions:
            yield "prise_d_effet", "quoi: prise d’effet, le: prise_d_effet"
        ends = re.search(r"\bduree\.fin\b", clause) is not None
        if ends and self.convention.duree.deux_termes:
            yield "fin", f"quoi: fin de la convention, le: duree.fin, {_ONE}"
            yield "fin", f'quoi: "fin technique : dernier jour pour engager et réaliser", le: duree.fin, {_TWO}'
            yield "fin_comptable", f'quoi: "fin comptable : dernier paiement", le: duree.fin_comptable, {_TWO}'
        elif ends:
            yield "fin", "quoi: fin de la convention, le: duree.fin"
        if Mention.EXECUTION.value in mentions and finances.tranches:
            yield "tranche", 'quoi: "tranche d’AE {rang} ({declencheur})", le: finances.tranches'
        if Mention.EXECUTION.value in mentions and finances.calendrier_cp:
            yield "versement_cp", 'quoi: "mise à disposition des CP de {annee}", le: finances.calendrier_cp'
        if "finances.cofinancement.delai_mois" in clause:
            subject = "quoi: cofinancement à engager, si: finances.cofinancement, de: date_signature"
            amount = "montant: finances.cofinancement.montant, qui: responsable"
            yield "cofinancement", f"{subject}, apres: finances.cofinancement.delai_mois, {amount}"
        if Mention.COMPTE_RENDU.value in mentions and _AT_END.search(clause):
            subject = "quoi: compte rendu des dépenses et de l’avancement"
            who = f"qui: {said_roles().receiver}"
            yield "compte_rendu", f"{subject}, le: duree.fin, texte: au terme de la convention, {who}"
        if "duree.preavis_mois" in clause:
            subject = 'quoi: "dernier jour pour résilier avant le terme (préavis de {delai})"'
            yield "preavis", f'{subject}, texte: "préavis de {{delai}}", de: duree.fin, avant: duree.preavis_mois'
