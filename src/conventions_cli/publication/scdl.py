"""The essential data of grants, one line per beneficiary, in the SCDL schema « subventions » 2.1.

Source: schema.data.gouv.fr, scdl/subventions 2.1.0 (columns, order, types, patterns; a SIRET or an RNA number for each
beneficiary). UTF-8, commas, dots in numbers.

A spreadsheet runs a cell that begins with =, +, - or @. An apostrophe before this sign would be data for every other
reader, so nothing is added to the data: a diagnostic refuses the text, and tells how to correct it.
"""

import csv
import io
from collections.abc import Iterator

from conventions_cli.document import plain_text, stretches
from conventions_cli.foundation import Diagnostic, Record, Span, catalogue
from conventions_cli.model import Nature, Partie, Pourcentage, Prose, Subvention
from conventions_cli.publication.published import Act, not_missing

COLUMNS = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
)
_MAX_TEXT = 256
_FORMULA = "=+-@＝＋－＠"
_WHOLE = Pourcentage(10_000)


class _Grant(Record, frozen=True):
    act: Act

    @property
    def data(self) -> Subvention:
        return self.act.convention.subvention or Subvention()

    @property
    def granting(self) -> tuple[Partie, ...]:
        return self.act.convention.donneurs

    @property
    def beneficiaries(self) -> tuple[Partie, ...]:
        return self.act.convention.receveurs

    @property
    def subject(self) -> str:
        """The stated purpose of the grant, else the purpose of the act, else its services and its round."""
        if self.data.objet is not None:
            return self.data.objet
        prose = self.act.convention.objet
        if isinstance(prose, Prose):
            return " ".join(" ".join(map(plain_text, stretches(prose.blocks))).split())
        names = ", ".join(f"« {not_missing(service.nom)} »" for service in self.act.convention.services_connus)
        plural = "aux services numériques" if len(self.act.convention.services_connus) > 1 else "au service numérique"
        scheme = not_missing(self.act.convention.dispositif.nom)
        return f"Soutien {plural} {names}{f' ({scheme})' if scheme else ''}".replace("\u00a0", " ")

    @property
    def payment(self) -> str:
        """The stated conditions of payment, else « échelonné » or « unique », by the calendar and the instalments."""
        if self.data.conditions_versement is not None:
            return self.data.conditions_versement
        finances = self.act.convention.finances
        paid = [year for year, row in finances.lignes if row.montant_cp]
        several = max(len(paid), len(finances.tranches), len(finances.versements)) > 1
        return "échelonné" if several else "unique"

    @property
    def period(self) -> str:
        convention = self.act.convention
        return f"{convention.duree.debut or convention.date_signature}/{not_missing(convention.duree.fin)}"

    def share(self, party: Partie) -> Pourcentage | None:
        """The stated share of a beneficiary, else 100 % when it is alone, else None."""
        stated = next((part for name, part in self.data.repartition.items() if name == party.identifiant), None)
        return stated or (_WHOLE if len(self.beneficiaries) == 1 and not self.data.repartition else None)

    def index(self, party: Partie) -> int:
        return self.act.convention.parties.index(party)

    def place(self, party: Partie, *path: str) -> Span:
        return self.act.spec.span("parties", self.index(party), *path)


def refusals(act: Act) -> tuple[Diagnostic, ...]:
    """The diagnostics of a grant whose lines cannot be written; none for an act that is no grant."""
    if not act.is_grant:
        return ()
    grant = _Grant(act)
    return tuple(
        Diagnostic(catalogue.NOT_PUBLISHABLE, message, span, hint)
        for message, span, hint in (*_parties(grant), *_shares(grant), *_texts(grant))
    )


_Fault = tuple[str, Span, str]


def _parties(grant: _Grant) -> Iterator[_Fault]:
    spec = grant.act.spec
    if len(grant.granting) > 1:
        message = "Les données d’une subvention nomment un seul attribuant ; cet acte en a plusieurs."
        role = not_missing(grant.granting[0].role).cle
        yield message, spec.key("parties"), f"Garder un seul « role: {role} » ; faire un acte par attribuant."
    for party in grant.granting:
        if party.siret is None:
            message = f"Il manque le SIRET de « {party.nom_court} », que les données d’une subvention doivent donner."
            yield message, grant.place(party), "Ajouter à cette partie la ligne « siret: 13002526500013 » (le sien)."
    for party in grant.beneficiaries:
        if party.nature is Nature.SERVICE_ETAT:
            message = f"« {party.nom_court} » est un service de l’État : il ne reçoit pas de subvention de l’État."
            yield message, grant.place(party, "nature"), "Prévoir une délégation de gestion, ou corriger la nature."
        elif party.siret is None and party.rna is None:
            message = f"Il manque le SIRET de « {party.nom_court} », que les données d’une subvention doivent donner."
            hint = "Ajouter à cette partie la ligne « siret: … », ou pour une association « rna: W380475558 »."
            yield message, grant.place(party), hint
    if grant.data.notification_ue is None:
        message = "L’acte ne dit pas si l’aide a été notifiée à la Commission européenne."
        hint = "Ajouter « subvention: {notification_ue: non} », ou oui pour une aide de minimis notifiée."
        yield message, spec.key("subvention"), hint


def _shares(grant: _Grant) -> Iterator[_Fault]:
    spec, stated = grant.act.spec, grant.data.repartition
    names = [party.identifiant for party in grant.beneficiaries]
    unknown = [name for name in stated if name not in names]
    for name in unknown:
        message = f"« {name} » n’est pas un bénéficiaire de l’acte."
        yield message, spec.key("subvention", "repartition", name), f"Bénéficiaires : {', '.join(names)}."
    lacking = [name for party, name in zip(grant.beneficiaries, names, strict=True) if grant.share(party) is None]
    example = ", ".join(f"{name}: … %" for name in names)
    if lacking:
        message = f"L’acte ne dit pas la part de chaque bénéficiaire : {', '.join(lacking)}."
        yield message, spec.key("subvention"), f"Ajouter « subvention: {{repartition: {{{example}}}}} »."
    elif stated and not unknown and sum(part.centiemes for part in stated.values()) != _WHOLE.centiemes:
        message = "Les parts des bénéficiaires ne font pas 100 %."
        yield message, spec.key("subvention", "repartition"), "Corriger les parts."
    for name, part in stated.items():
        if part.centiemes < 100:
            message = f"La part de « {name} » est inférieure à 1 %, le minimum du schéma des subventions."
            yield message, spec.key("subvention", "repartition", name), "Corriger la part, ou retirer ce bénéficiaire."


def _texts(grant: _Grant) -> Iterator[_Fault]:
    spec, convention = grant.act.spec, grant.act.convention
    for text, name, key in (
        (grant.subject, "L’objet de la subvention", "objet"),
        (grant.payment, "Le texte des conditions de versement", "conditions_versement"),
    ):
        if len(text) > _MAX_TEXT:
            message = f"{name} compte {len(text)} caractères ; le schéma des subventions en admet {_MAX_TEXT}."
            yield message, spec.key("subvention", key), f"Écrire, sous « subvention: », un « {key}: … » plus court."
        yield from _formula(text, spec.key("subvention", key))
    for party in (*grant.granting, *grant.beneficiaries):
        yield from _formula(str(party.nom), grant.place(party, "nom"))
    yield from _formula(str(convention.reference or ""), spec.key("reference"))


def _formula(text: str, span: Span) -> Iterator[_Fault]:
    if text[:1] and text[0] in _FORMULA:
        message = f"« {text} » commence par « {text[0]} » : un tableur y lirait une formule."
        yield message, span, f"Écrire ce texte sans « {text[0]} » au début."


def scdl_csv(acts: list[Act]) -> bytes | None:
    """The lines of the grants among acts without refusals; None when there is no grant."""
    lines = [line for act in acts if act.is_grant for line in _lines(_Grant(act))]
    if not lines:
        return None
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue().encode("utf-8")


def _lines(grant: _Grant) -> Iterator[dict[str, str]]:
    convention = grant.act.convention
    giver = grant.granting[0]
    for party in grant.beneficiaries:
        share, amount = grant.share(party), not_missing(convention.finances.montant_delegue)
        assert share is not None and amount is not None  # noqa: S101 - `refusals` has no diagnostic
        yield {
            "nomAttribuant": str(giver.nom),
            "idAttribuant": str(giver.siret),
            "dateConvention": str(convention.date_signature),
            "referenceDecision": str(convention.reference or convention.nor or ""),
            "nomBeneficiaire": str(party.nom),
            "idBeneficiaire": str(party.siret or ""),
            "rnaBeneficiaire": str(party.rna or ""),
            "objet": grant.subject,
            "montant": f"{amount.euros}.00",
            "nature": "aide en numéraire",
            "conditionsVersement": grant.payment,
            "datesPeriodeVersement": grant.period,
            "idRAE": "",
            "notificationUE": "oui" if grant.data.notification_ue else "non",
            "pourcentageSubvention": f"{share.centiemes // 10_000}.{share.centiemes % 10_000:04d}".removesuffix("00"),
            "dispositifAide": "",
        }
