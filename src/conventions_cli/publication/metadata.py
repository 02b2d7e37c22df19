"""The metadata of an act: the facts that it states, as values of the published schema."""

from typing import Literal

from conventions_cli.model import (
    AXES,
    SCHEMA_VERSION,
    Acte,
    ActeModifie,
    AnneePubliee,
    AxePublie,
    Calendrier,
    CodeBudgetaire,
    Dispositif,
    DispositifPublie,
    DureePubliee,
    Fichier,
    ImputationPubliee,
    MontantsPublies,
    Origine,
    Partie,
    PartiePubliee,
    PartPubliee,
    Personne,
    SignatairePublie,
)
from conventions_cli.publication.published import Act, not_missing


def metadata(act: Act, files: tuple[Fichier, ...]) -> Acte:
    """The metadata of an act, published beside its `files`."""
    convention = act.convention
    assert convention.date_signature is not None  # noqa: S101 - drafts were refused
    return Acte(
        version_schema=SCHEMA_VERSION,
        nature=act.nature,
        acte=act.words,
        titre=act.document.metadata.title,
        date_signature=convention.date_signature,
        nor=_text(convention.nor),
        reference=_text(convention.reference),
        dispositif=_scheme(convention.dispositif),
        services=tuple(str(not_missing(service.nom)) for service in convention.services_connus),
        parties=tuple(_party(party) for party in convention.parties_connues),
        montants=_amounts(act),
        imputation=_imputation(act),
        duree=_duration(act),
        amende=_amended(act),
        fichiers=files,
        origine=_origin(act),
    )


def _text(value: str | None) -> str | None:
    return None if value is None else str(value)


def _scheme(scheme: Dispositif) -> DispositifPublie | None:
    name = not_missing(scheme.sigle)
    if name is None:
        return None
    return DispositifPublie(sigle=str(name), libelle=_text(scheme.libelle), promotion=scheme.promotion)


def _party(party: Partie) -> PartiePubliee:
    return PartiePubliee(
        role=not_missing(party.role).cle,
        nom=str(not_missing(party.nom)),
        sigle=_text(party.sigle),
        nature=not_missing(party.nature).value,
        siret=_text(party.siret),
        rna=_text(party.rna),
        signataires=tuple(_signatory(not_missing(person)) for person in party.personnes_signataires),
    )


def _signatory(person: Personne) -> SignatairePublie:
    return SignatairePublie(
        nom=_text(person.nom), fonction=str(not_missing(person.fonction)), par_delegation=person.signe_par_delegation
    )


def _amounts(act: Act) -> MontantsPublies | None:
    finances = act.convention.finances
    cofinancing = finances.cofinancement
    total, paid, granted = map(not_missing, (finances.montant, finances.montant_delegue, finances.montant_obtenu))
    if total is None or paid is None or granted is None:
        return None
    return MontantsPublies(
        total=total.euros,
        accompagnement=not_missing(finances.accompagnement).euros,
        delegue=paid.euros,
        attribue=granted.euros,
        annees=_years(finances.annuel),
        repartition=tuple(
            PartPubliee(nom=str(not_missing(party.nom)), annees=_years(calendar))
            for party, calendar in act.convention.calendriers_des_receveurs
        )
        or None,
        cofinancement=None if cofinancing is None else not_missing(cofinancing.montant).euros,
    )


def _years(calendar: Calendrier) -> tuple[AnneePubliee, ...]:
    return tuple(
        AnneePubliee(annee=year, autorisations_engagement=row.montant_ae.euros, credits_paiement=row.montant_cp.euros)
        for year, row in calendar.lignes
    )


def _imputation(act: Act) -> ImputationPubliee | None:
    """The rows that the act prints, by key of their axis; None for an act that names no programme."""
    chorus = act.convention.chorus
    if chorus.programme is None:
        return None
    rows: list[AxePublie] = []
    for axis in AXES:
        value = getattr(chorus, axis.key)
        codes = value if isinstance(value, tuple) else (value,)
        written_codes = tuple(str(code) for code in codes if isinstance(code, CodeBudgetaire))
        if axis.printed and written_codes:
            rows.append(AxePublie(axe=axis.key, libelle=axis.label, codes=written_codes))
    rows.extend(
        AxePublie(axe="autres", libelle=str(label), codes=(str(not_missing(code)),))
        for label, code in chorus.autres.items()
    )
    label = chorus.libelle(act.convention.annee_de_reference)
    return ImputationPubliee(
        programme=str(not_missing(chorus.programme)), libelle_programme=str(not_missing(label)), axes=tuple(rows)
    )


def _duration(act: Act) -> DureePubliee:
    duration = act.convention.duree
    last: Literal["derniere_facture"] = "derniere_facture"
    accounting = last if isinstance(duration.fin_comptable, str) else duration.fin_comptable
    return DureePubliee(debut=duration.debut, fin=not_missing(duration.fin), fin_comptable=accounting)


def _amended(act: Act) -> ActeModifie | None:
    parent = act.convention.amende
    if parent is None:
        return None
    return ActeModifie(
        titre=str(not_missing(parent.titre)),
        date_signature=not_missing(parent.date_signature),
        nor=_text(parent.nor),
        numero=parent.numero,
    )


def _origin(act: Act) -> Origine:
    origin = act.document.metadata.provenance
    assert origin is not None  # noqa: S101 - every assembled act has its provenance
    return Origine(
        specification_sha256=origin.sha256,
        version_convention=origin.version,
        modele=origin.pack,
        version_modele=origin.pack_version,
    )
