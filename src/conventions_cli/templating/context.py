"""The names that clauses can use, and the values of the spec behind them."""

from datetime import date
from typing import Any

from conventions_cli.document import Picture, Raster
from conventions_cli.foundation import Record
from conventions_cli.french import Gender, NounPhrase, article_before, gender_of_head, parse_date
from conventions_cli.model import (
    Chorus,
    Convention,
    Designation,
    Designations,
    Echeances,
    Finances,
    Manquant,
    Nature,
    Nom,
    Partie,
    Personne,
    Prose,
    Role,
    Spec,
    Tranche,
    bilan,
    constats,
)
from conventions_cli.templating.amending import Amending
from conventions_cli.templating.citing import citing
from conventions_cli.templating.vocabulary import FILTERS, Groupe, Noms, punctuated

_TEXT_WIDTH_MM = 165
_DATE = ("date_signature", "date de signature")
_AVENANT_DATE = ("avenant.date_signature", "date de l’avenant")
_ALTERNATIVE = ("image_entete.texte_alternatif", "texte alternatif de l’image")
_REPORT_DATE = ("execution.date_signature", "date de signature du compte rendu")
_ORDINALS = ("première", "deuxième", "troisième", "quatrième", "cinquième", "sixième")


class GroupeDeParties(Record, frozen=True, eq=False):
    """Parties that stand on one side: « d’une part », « d’autre part »; beyond two sides, « de première part »."""

    parties: tuple[Partie, ...]
    part: str


def context_for(
    spec: Spec,
    extras: dict[str, Any],
    title: str = "",
    amending: Amending | None = None,
    designations: Designations | None = None,
    ending: object = None,
) -> dict[str, Any]:
    """Every name the clauses of a pack can use, with its value.

    `title`: the title of the act, for the clauses of its report; `amending`: the values of an avenant; `designations`:
    what the parties of each role are called; `ending`: the `Ending` of a letter of termination.
    """
    convention = spec.convention
    execution = convention.execution
    groups = _groups(spec, designations or {})
    by_role = {group.role.cle: group for group in groups}
    giver = next((group for group in groups if group.role.donne), None)
    receiver = next((group for group in groups if group.role.recoit), None)
    leader = next((group for key in spec.kind.leaders if (group := by_role.get(key))), None)
    reference = convention.annee_de_reference
    return {
        "projet": spec.draft,
        "convention": convention,
        "titre": convention.titre,
        "reference": convention.reference,
        "nor": convention.nor,
        "entete": convention.entete,
        "image_entete": _picture(spec),
        "sommaire": convention.sommaire,
        "lieu_signature": convention.lieu_signature,
        "date_signature": convention.date_signature or Manquant(*(_DATE if amending is None else _AVENANT_DATE)),
        "dispositif": convention.dispositif,
        "objet": convention.objet,
        "missions": convention.missions,
        "services": convention.services_connus,
        "plusieurs_services": len(convention.services_connus) > 1,
        "equipe": Nom("chaque équipe" if len(convention.services_connus) > 1 else "l’équipe"),
        "parties": convention.parties_connues,
        "adresses": convention.adresses,
        "identifiants": False,  # a pack whose act gives the register numbers of the parties says yes (`avec`)
        "formule_suit": True,  # a pack whose formula follows the preamble says no (`avec`)
        "adresse": _address,
        "nomme": lambda party: _named(party, groups),
        "par_son_nom": lambda party: _by_own_name(party, groups),
        "qualite": _capacity,
        "de_nature": lambda group, *natures: _of_nature(group, natures, groups),
        "donneur": giver,
        "receveur": receiver,
        **by_role,
        "responsable": leader,
        "rapporteur": receiver or leader,
        "destinataires": _recipients(receiver or leader, giver, groups),
        "groupes": _sides(spec),
        "par_role": groups,
        "nature": Nom(spec.kind.nature),
        "acte": _act(spec),
        "duree": convention.duree,
        "finances": convention.finances,
        "echeanciers": _calendars(convention),
        "tranches": _instalments(convention.finances),
        "versements": _payments(convention.finances),
        "contributions": _contributions(convention, groups),
        "chorus": convention.chorus,
        "libelle_programme": convention.chorus.libelle(reference),
        "axes_chorus": _axes(convention.chorus),
        "chorus_credite": convention.chorus_credite,
        "libelle_programme_credite": convention.chorus_credite.libelle(reference),
        "axes_credites": _axes(convention.chorus_credite),
        "marches": convention.marches,
        "mobilisation": convention.mobilisation,
        "visas": convention.visas,
        "copies": convention.copies,
        "annexes": convention.annexes,
        "distincte": _separate_act(convention, groups),
        "titre_convention": Nom(title or convention.titre or "Convention"),
        "execution": execution,
        "resiliation": ending,
        "date_compte_rendu": (execution and execution.date_signature) or Manquant(*_REPORT_DATE),
        "bilan": bilan(convention, execution) if execution is not None else None,
        "constats": _findings(convention, groups),
        "avancement": _progress(convention),
        "champs": extras,
        "echeances": Echeances(),  # each element gives its own to its clauses
        "avenant": amending,
        "signe_avant": lambda day: _signed_before(convention.date_signature, day),
        **citing(convention.date_signature),
        "obligations_de": lambda group: _extra_obligations(convention, group),
        "designations": lambda party: _designations(party, groups),
        "signataires": tuple(
            {
                "partie": party,
                "nomme": _named(party, groups),
                "personne": person,
                "au_nom_de": _on_behalf(party, person),
                "delegation": _delegation(person),
            }
            for party in convention.parties_signataires
            for person in party.personnes_signataires
        ),
    }


def _recipients(reporter: Groupe | None, giver: Groupe | None, groups: tuple[Groupe, ...]) -> tuple[Groupe, ...]:
    """Who receives the report: the group that gives the money, else the groups of every other role."""
    others = tuple(group for group in groups if group is not reporter and group.parties)
    return (giver,) if giver is not None and giver.parties and giver is not reporter else others


def _findings(convention: Convention, groups: tuple[Groupe, ...]) -> tuple[dict[str, object], ...]:
    """The rows of a report that compare each promised sum with its outcome, by list; parties as the act names them."""
    execution = convention.execution
    tables: list[dict[str, object]] = []
    for table in constats(convention, execution) if execution is not None else ():
        rows = []
        for line in table.lignes:
            party = convention.partie(line.libelle) if table.quoi == "contributions" else None
            words = Nom(line.libelle) if party is None else _named(party, groups)
            rows.append({"libelle": words, "partie": party is not None, "prevu": line.prevu, "constate": line.constate})
        tables.append({"quoi": table.quoi, "lignes": tuple(rows), "prevu": table.prevu, "constate": table.constate})
    return tuple(tables)


def _progress(convention: Convention) -> tuple[dict[str, object], ...]:
    """The progress that a report states, by service; a service without any row is left out."""
    rows = convention.execution.avancement if convention.execution is not None else ()
    rows_by_service: dict[str, list[object]] = {str(service.nom): [] for service in convention.services_connus}
    for row in rows:
        if isinstance(row, Manquant):
            continue
        owner = row.service or next((service.nom for service, aim in convention.objectifs if aim == row.objectif), None)
        state = Manquant(row.etat.cle, "état") if isinstance(row.etat, Manquant) else row.etat.libelle
        rows_by_service.setdefault(str(owner), []).append(
            {"objectif": row.objectif, "etat": state, "commentaire": row.commentaire}
        )
    return tuple({"service": Nom(name), "lignes": tuple(lines)} for name, lines in rows_by_service.items() if lines)


def _act(spec: Spec) -> NounPhrase:
    """« la délégation de gestion »: the kind of act, with its article."""
    words = spec.kind.words or "convention"
    gender = gender_of_head(words) or Gender.FEMININE
    return NounPhrase(words, article_before(words, gender), gender)


def _picture(spec: Spec) -> Picture | Manquant | None:
    """The image at the head of the act, at its printed size, which never exceeds the width of the text."""
    image = spec.convention.image_entete
    if image is None:
        return None
    if isinstance(image.fichier, Manquant) or isinstance(image.texte_alternatif, Manquant):
        return image.fichier if isinstance(image.fichier, Manquant) else Manquant(*_ALTERNATIVE)
    file = spec.picture
    if file is None:
        return Picture(image.fichier, image.texte_alternatif)
    scale = min(image.hauteur_mm / file.height, _TEXT_WIDTH_MM / file.width)
    raster = Raster(file.data, file.kind, round(file.width * scale, 2), round(file.height * scale, 2))
    return Picture(image.fichier, image.texte_alternatif, raster)


def _sides(spec: Spec) -> tuple[GroupeDeParties, ...]:
    """The parties by side: as `groupe` states, else as their roles say, where the first role faces all the others."""
    sides: dict[int, list[Partie]] = {}
    for party in spec.convention.parties_connues:
        number = party.groupe or spec.kind.side(party.role)
        sides.setdefault(number, []).append(party)
    ordered = [tuple(sides[number]) for number in sorted(sides)]
    if len(ordered) == 2:
        names = ["d’une part", "d’autre part"]
    else:
        names = [f"de {_ORDINALS[index]} part" for index in range(len(ordered))]
    return tuple(
        GroupeDeParties(parties, "" if len(ordered) == 1 else name)
        for parties, name in zip(ordered, names, strict=True)
    )


def _address(party: Partie) -> object:
    """The address of a party on one line; missing while nobody has given it."""
    return FILTERS["join"](party.adresse, ", ") if party.adresse else Manquant("parties", "adresse")


def _groups(spec: Spec, designations: Designations) -> tuple[Groupe, ...]:
    """The group of the parties of each role; it prints by its role, or by its own names if `designations` says so."""
    return tuple(
        Groupe(role, spec.convention.parties_de(key), designations.get(key) is Designation.NOM)
        for key, role in spec.kind.roles.items()
    )


def _group_of(party: Partie, groups: tuple[Groupe, ...]) -> Groupe | None:
    return next((group for group in groups if party in group.parties), None)


def _by_own_name(party: Partie, groups: tuple[Groupe, ...]) -> bool:
    """Whether the act calls this party by its own name: its pack says so, or it shares its role with others."""
    own = _group_of(party, groups)
    return own is None or own.par_nom or len(own) > 1


def _named(party: Partie, groups: tuple[Groupe, ...]) -> Groupe | Partie:
    """The value that names a party in the act: the group of its role when it is alone there, else the party itself."""
    own = _group_of(party, groups)
    return party if own is None or _by_own_name(party, groups) else own


def _capacity(party: Partie) -> Nom | None:
    """In what capacity a party acts: « mandant »; none for a role that no text names."""
    if not isinstance(party.role, Role) or not party.role.qualite:
        return None
    own = Groupe(party.role, (party,))
    return Nom(own.phrase.noun)


def _of_nature(
    group: Groupe, natures: tuple[str, ...], groups: tuple[Groupe, ...]
) -> Groupe | tuple[Groupe | Partie, ...]:
    """The parties of a group of one of these natures, as the act names them; the group itself if they are all of it."""
    matching = tuple(party for party in group if isinstance(party.nature, Nature) and party.nature.value in natures)
    return group if matching == group.parties else tuple(_named(party, groups) for party in matching)


def _designations(party: Partie, groups: tuple[Groupe, ...]) -> tuple[object, ...]:
    """The name that the act defines for a party, as a tuple for `guillemets`; empty when there is none."""
    if not _by_own_name(party, groups):
        own = _group_of(party, groups)
        return (Nom(own.phrase.le()),) if own is not None else ()
    designation = party.designation
    return (designation if isinstance(designation, Manquant) else Nom(designation.le()),)


def _on_behalf(party: Partie, person: object) -> Personne | None:
    """Whom a signatory signs for, when it signs by delegation."""
    if isinstance(person, Personne) and person.signe_par_delegation:
        return next(
            (representative for representative in party.represente_par if not representative.same_as(person)), None
        )
    return None


def _delegation(person: object) -> str | None:
    """The text that delegates the signature, when the spec names it."""
    return person.delegation if isinstance(person, Personne) and person.signe_par_delegation else None


def _calendars(convention: Convention) -> tuple[dict[str, object], ...]:
    """The calendar of each party, in the order of the parties; none when the money is undivided."""
    return tuple(
        {
            "partie": party,
            "lignes": calendar.lignes,
            "somme_ae": calendar.somme_ae,
            "somme_cp": calendar.somme_cp,
            "montant": calendar.somme_ae,
        }
        for party, calendar in convention.calendriers_des_receveurs
    )


def _instalments(finances: Finances) -> tuple[dict[str, object], ...]:
    """Each instalment with its computed amount and the year it is taken from."""
    rows: list[dict[str, object]] = []
    for tranche, amount in zip(finances.tranches, finances.montants_des_tranches, strict=True):
        if not isinstance(tranche, Tranche):
            continue
        year = tranche.annee or next((year for year, row in finances.lignes if row.montant_ae), None)
        rows.append({"tranche": tranche, "montant": amount, "annee": year})
    return tuple(rows)


def _payments(finances: Finances) -> tuple[dict[str, object], ...]:
    """Each payment with its computed amount."""
    rows = zip(finances.versements, finances.montants_des_versements, strict=True)
    return tuple({"versement": row, "montant": amount} for row, amount in rows if not isinstance(row, Manquant))


def _contributions(convention: Convention, groups: tuple[Groupe, ...]) -> tuple[dict[str, object], ...]:
    """Each contribution, with its party as the act names it and its computed amount."""
    finances = convention.finances
    rows: list[dict[str, object]] = []
    for row, amount in zip(finances.contributions, finances.montants_des_contributions, strict=True):
        if isinstance(row, Manquant):
            continue
        party = convention.partie(str(row.partie)) if isinstance(row.partie, str) else None
        name = Manquant("finances.contributions", "partie qui contribue") if party is None else _named(party, groups)
        rows.append({"contribution": row, "partie": name, "montant": amount})
    return tuple(rows)


def _axes(chorus: Chorus) -> tuple[dict[str, object], ...]:
    return tuple({"libelle": Nom(label), "codes": codes} for label, codes in chorus.lignes)


def _separate_act(convention: Convention, groups: tuple[Groupe, ...]) -> tuple[Groupe | Partie, ...]:
    """The parties of the other delegation that carries the co-financing, as the act names them."""
    cofinancing = convention.finances.cofinancement
    if cofinancing is None or not cofinancing.convention_distincte:
        return ()
    parties = [convention.partie(str(name)) for name in cofinancing.convention_distincte]
    return tuple(_named(party, groups) for party in parties if party is not None)


def _signed_before(signed: date | None, day: str) -> bool:
    """Whether the act was signed before a day; False for a draft, which is not signed yet."""
    return signed is not None and signed < parse_date(day)


def _extra_obligations(
    convention: Convention, group: Groupe | Noms
) -> tuple[tuple[object, tuple[Prose | Manquant, ...]], ...]:
    """The obligations a spec adds: for the whole role, then for each party that holds it."""
    stated = convention.obligations
    rows: list[tuple[object, tuple[Prose | Manquant, ...]]] = []
    if group.role is not None and stated.get(group.role.cle):
        rows.append((group, punctuated(stated[group.role.cle])))
    for party in group.parties:
        own = (*party.obligations, *stated.get(party.identifiant, ()))
        if own:
            rows.append((party, punctuated(own)))
    return tuple(rows)
