"""The metadata published with a signed act, and the index of a bundle: what docs/schemas/ describes.

Keys are French, amounts whole euros, dates ISO 8601; every key is always there, `null` where the act says nothing.
Titles and descriptions are French: they are the documentation of the JSON Schema.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.2.0"

Version = Literal["1.2.0"]
NatureDActe = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
NatureDePartie = Literal["service_etat", "operateur", "gip", "collectivite", "association", "prive"]
RoleDePartie = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]

_SHA256 = r"^[0-9a-f]{64}$"
_NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"


def _config(title: str, description: str) -> ConfigDict:
    return ConfigDict(title=title, json_schema_extra={"description": description}, frozen=True, extra="forbid")


def _field(title: str, description: str, **more: Any) -> Any:
    return Field(title=title, description=description, **more)


Euros = Annotated[int, Field(ge=0, strict=True)]
Texte = Annotated[str, Field(min_length=1)]
Empreinte = Annotated[str, Field(pattern=_SHA256)]


class Fichier(BaseModel):
    """A file of the bundle."""

    model_config = _config("Fichier", "Un fichier du dossier de publication.")

    nom: str = _field("Nom", "Nom du fichier, dans le même dossier.", pattern=_NAME)
    type_media: Texte = _field("Type de média", "Type de média (IANA), par exemple « application/pdf ».")
    taille: int = _field("Taille", "Taille du fichier, en octets.", ge=1)
    sha256: Empreinte = _field("Empreinte", "Empreinte SHA-256 du fichier, en hexadécimal.")


class DispositifPublie(BaseModel):
    """The funding scheme."""

    model_config = _config("Dispositif", "Le dispositif de financement au titre duquel l’acte est passé.")

    sigle: Texte = _field("Sigle", "Sigle du dispositif, par exemple « FIR ».")
    libelle: Texte | None = _field("Libellé", "Nom entier du dispositif.")
    promotion: int | None = _field("Promotion", "Numéro de la promotion.", ge=1)


class SignatairePublie(BaseModel):
    """Who signed for a party."""

    model_config = _config("Signataire", "Une personne qui a signé l’acte, telle qu’il la nomme.")

    nom: Texte | None = _field("Nom", "Prénom et nom, quand l’acte les donne.")
    fonction: Texte = _field("Fonction", "Fonction au titre de laquelle la personne signe.")
    par_delegation: bool = _field("Par délégation", "Vrai quand la personne signe au nom du représentant de la partie.")


class PartiePubliee(BaseModel):
    """A party."""

    model_config = _config("Partie", "Une partie à l’acte.")

    role: RoleDePartie = _field(
        "Rôle",
        "Rôle de la partie, par son nom machine : « attribuant », « beneficiaire » ou un autre.",
    )
    nom: Texte = _field("Nom", "Nom entier de la partie.")
    sigle: Texte | None = _field("Sigle", "Sigle de la partie.")
    nature: NatureDePartie = _field("Nature", "Nature juridique de la partie.")
    siret: str | None = _field("SIRET", "Numéro SIRET de la partie, 14 chiffres.", pattern=r"^[0-9]{14}$")
    rna: str | None = _field(
        "RNA", "Numéro de la partie au répertoire national des associations.", pattern=r"^W[0-9]{9}$"
    )
    signataires: tuple[SignatairePublie, ...] = _field("Signataires", "Qui a signé pour la partie.", min_length=1)


class AnneePubliee(BaseModel):
    """The AE and CP of one year."""

    model_config = _config("Année", "Les crédits d’une année, en euros.")

    annee: int = _field("Année", "Année budgétaire.", ge=1900, le=2199)
    autorisations_engagement: Euros = _field(
        "Autorisations d’engagement (AE)", "Plafond, en euros, de ce qui peut être engagé."
    )
    credits_paiement: Euros = _field("Crédits de paiement (CP)", "Plafond, en euros, de ce qui peut être payé.")


class PartPubliee(BaseModel):
    """The AE and CP of one party."""

    model_config = _config("Part d’une partie", "Les crédits que reçoit une partie, quand l’acte les répartit.")

    nom: Texte = _field("Nom", "Nom entier de la partie, tel qu’il est dans « parties ».")
    annees: tuple[AnneePubliee, ...] = _field("Années", "Ses AE et ses CP, année par année.", min_length=1)


class MontantsPublies(BaseModel):
    """The money."""

    model_config = _config("Montants", "Les montants de l’acte, en euros entiers.")

    total: Euros = _field("Montant total", "Montant de l’acte au titre du dispositif, accompagnement compris.")
    attribue: Euros = _field(
        "Montant attribué", "Ce que la décision a donné : le total, tant qu’aucun avenant ne l’a changé."
    )
    accompagnement: Euros = _field("Accompagnement", "Part que la partie qui donne les crédits dépense elle-même.")
    delegue: Euros = _field(
        "Montant délégué", "Montant dont dispose la partie qui les reçoit : le total, moins l’accompagnement."
    )
    annees: tuple[AnneePubliee, ...] = _field("Années", "AE et CP, année par année, quand l’acte les donne.")
    repartition: tuple[PartPubliee, ...] | None = _field(
        "Répartition",
        "Les crédits de chaque partie qui en reçoit, quand l’acte les répartit ; leur somme est dans « annees ».",
    )
    cofinancement: Euros | None = _field(
        "Cofinancement", "Ce que les partenaires apportent de leur côté, quand l’acte le dit."
    )


class AxePublie(BaseModel):
    """A row of the Chorus table."""

    model_config = _config("Axe CHORUS", "Une ligne d’imputation du système d’information financière de l’État.")

    axe: Texte = _field("Axe", "Nom machine de l’axe, par exemple « centre_financier » ; « autres » hors nomenclature.")
    libelle: Texte = _field("Libellé", "Nom de l’axe, tel que l’acte l’imprime.")
    codes: tuple[Texte, ...] = _field("Codes", "Le ou les codes.", min_length=1)


class ImputationPubliee(BaseModel):
    """The budget codes."""

    model_config = _config("Imputation", "Les lignes budgétaires sur lesquelles les crédits sont employés.")

    programme: str = _field("Programme", "Numéro du programme budgétaire, trois chiffres.", pattern=r"^[0-9]{3}$")
    libelle_programme: Texte = _field("Nom du programme", "Nom du programme, l’année de la signature.")
    axes: tuple[AxePublie, ...] = _field("Axes", "Les lignes du tableau d’imputation de l’acte.")


class DureePubliee(BaseModel):
    """How long the act binds."""

    model_config = _config("Durée", "La période pendant laquelle l’acte produit ses effets.")

    debut: date | None = _field("Début", "Date de début, quand elle n’est pas celle de la signature.")
    fin: date | None = _field("Fin", "Date de fin, quand l’acte en a une.")
    fin_comptable: date | Literal["derniere_facture"] | None = _field(
        "Fin comptable", "Fin des paiements, si elle est distincte : une date, ou le paiement de la dernière facture."
    )


class ActeModifie(BaseModel):
    """The act an amendment changes."""

    model_config = _config("Acte modifié", "L’acte que cet avenant modifie.")

    titre: Texte = _field("Titre", "Titre de l’acte modifié.")
    date_signature: date = _field("Date de signature", "Date de signature de l’acte modifié.")
    nor: Texte | None = _field("NOR", "Numéro NOR de l’acte modifié.")
    numero: int = _field("Numéro", "Numéro de l’avenant : 1 pour le premier.", ge=1)


class Origine(BaseModel):
    """What made the files."""

    model_config = _config("Origine", "Ce qui a produit les fichiers.")

    specification_sha256: Empreinte = _field(
        "Empreinte de la spécification", "Empreinte SHA-256 de la spécification normalisée, que le DOCX porte aussi."
    )
    version_convention: Texte = _field("Version de convention", "Version de l’outil « convention ».")
    modele: Texte = _field("Modèle", "Nom du modèle de clauses.")
    version_modele: Texte = _field("Version du modèle", "Version du modèle de clauses.")


class Acte(BaseModel):
    """One signed act."""

    model_config = _config(
        "Acte publié",
        "Métadonnées d’un acte signé (délégation de gestion, subvention …), publiées avec lui. Toutes les clés sont "
        "toujours présentes ; « null » dit que l’acte n’en dit rien. Montants en euros, dates au format AAAA-MM-JJ.",
    )

    version_schema: Version = _field("Version du schéma", "Version du schéma que suit ce fichier.")
    nature: NatureDActe = _field(
        "Nature de l’acte",
        "Ce que l’acte est en droit, par son nom machine : « delegation_de_gestion », « subvention » ou un autre.",
    )
    acte: Texte = _field(
        "Acte", "Ce que l’acte est en droit, en toutes lettres : « délégation de gestion », par exemple."
    )
    titre: Texte = _field("Titre", "Titre de l’acte.")
    date_signature: date = _field("Date de signature", "Date de la signature.")
    nor: str | None = _field("NOR", "Numéro NOR de l’acte.", pattern=r"^[A-Z]{4}[0-9]{7}[A-Z]$")
    reference: Texte | None = _field("Référence", "Référence interne de l’acte.")
    dispositif: DispositifPublie | None = _field("Dispositif", "Dispositif de financement, quand l’acte en nomme un.")
    services: tuple[Texte, ...] = _field("Services", "Noms des services numériques concernés.")
    parties: tuple[PartiePubliee, ...] = _field("Parties", "Les parties, dans l’ordre de l’acte.", min_length=2)
    montants: MontantsPublies | None = _field("Montants", "Les montants, quand l’acte en porte.")
    imputation: ImputationPubliee | None = _field("Imputation", "L’imputation budgétaire, quand l’acte la dit.")
    duree: DureePubliee = _field("Durée", "La durée.")
    amende: ActeModifie | None = _field("Acte modifié", "Pour un avenant, l’acte qu’il modifie.")
    fichiers: tuple[Fichier, ...] = _field("Fichiers", "L’acte, dans ses différents formats.", min_length=1)
    origine: Origine = _field("Origine", "L’outil, le modèle et la spécification d’où viennent les fichiers.")


class EntreeIndex(BaseModel):
    """An act in the index."""

    model_config = _config("Acte", "Un acte du dossier de publication.")

    titre: Texte = _field("Titre", "Titre de l’acte.")
    nature: NatureDActe = _field("Nature de l’acte", "Ce que l’acte est en droit, par son nom machine.")
    date_signature: date = _field("Date de signature", "Date de la signature.")
    nor: str | None = _field("NOR", "Numéro NOR de l’acte.", pattern=r"^[A-Z]{4}[0-9]{7}[A-Z]$")
    acte: Texte = _field("Acte", "Ce que l’acte est en droit, en toutes lettres.")
    montant_total: Euros | None = _field("Montant total", "Montant total, en euros ; « null » sans montant.")
    metadonnees: Fichier = _field("Métadonnées", "Le fichier des métadonnées de l’acte.")
    fichiers: tuple[Fichier, ...] = _field("Fichiers", "L’acte, dans ses différents formats.", min_length=1)


class Index(BaseModel):
    """The acts of a bundle."""

    model_config = _config("Index", "Les actes d’un dossier de publication, par date de signature.")

    version_schema: Version = _field("Version du schéma", "Version du schéma que suit ce fichier.")
    version_convention: Texte = _field("Version de convention", "Version de l’outil « convention ».")
    actes: tuple[EntreeIndex, ...] = _field("Actes", "Les actes.", min_length=1)
    subventions: Fichier | None = _field(
        "Subventions", "Les données essentielles des subventions, selon le schéma SCDL « subventions » 2.1."
    )


SCHEMAS: dict[str, type[BaseModel]] = {
    "publication.schema.json": Acte,
    "publication-index.schema.json": Index,
}


def json_text(value: BaseModel) -> str:
    """A value as JSON, two spaces of indent, accents as they are; equal values give equal texts."""
    return _dumped(value.model_dump(mode="json"))


def schema_text(name: str) -> str:
    """The JSON Schema (draft 2020-12) of one of SCHEMAS, as JSON."""
    schema = SCHEMAS[name].model_json_schema(mode="serialization")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:convention:{name.removesuffix('.schema.json')}:{SCHEMA_VERSION}",
    }
    return _dumped(head | schema)


def _dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
