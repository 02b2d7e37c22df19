"""The table of the interview: its questions, in order, and when each is asked. `interview` interprets the answers."""

from conventions_cli.drafting.asked import Default, Question, Section, When
from conventions_cli.drafting.choices import (
    articles,
    cohorts,
    genders,
    natures,
    packs,
    parties,
    people,
    yes_no,
)
from conventions_cli.drafting.draft_values import plain_amount
from conventions_cli.drafting.view import NO, NOBODY, OTHER, YES, View
from conventions_cli.model import AXES


def _always(text: str) -> Default:
    return lambda view, prefix: text


def _usual(key: str, *alike: str) -> Default:
    """The default answer: the proposal of the pack, or the value of the other acts of the folder (`View.usual`)."""
    return lambda view, prefix: view.usual(key, *alike)


def _ask_yes_no(key: str, wording: str, default: str, help_: str, when: When = lambda view, prefix: True) -> Question:
    return Question(key, wording, yes_no, _always(default), when, free=False, help=help_)


# ---- the file and its pack


def _takes(section: str) -> When:
    """The condition that acts of this kind may have a section."""
    return lambda view, prefix: view.takes(section)


def _needs(*path: str) -> When:
    """The condition that acts of this kind always have a value."""
    return lambda view, prefix: view.needs(*path)


def _file_name(view: View, prefix: str) -> str:
    from conventions_cli.files import file_stem

    del prefix
    return f"{file_stem(view.get('services.0.nom')).lower()}.yaml"


def _has_service(view: View, prefix: str) -> bool:
    """Whether the service has a name, in the answers or in the existing spec."""
    return bool(view.answers.get(f"{prefix}.nom") or (view.spec is not None and view.get(f"{prefix}.nom")))


# ---- the parties


def _new(view: View, prefix: str) -> bool:
    return view.is_new(prefix)


def _new_and_named(view: View, prefix: str) -> bool:
    return view.is_new(prefix) and bool(view.get(f"{prefix}.nom"))


def _usual_party(view: View, prefix: str) -> str:
    if prefix != "parties.0" or view.usual_giver:
        return view.usual_giver if prefix == "parties.0" else ""
    fund = view.kind.fund
    listed = any(fund is not None and entry.identifier == fund.party for entry in view.entries)
    return fund.party if fund is not None and listed and view.roles[prefix].donne else ""


def _signs_by_delegation(view: View, prefix: str) -> bool:
    return view.answers.get(f"@{prefix}.signe") == OTHER


# ---- the money


def _calendar(view: View, key: str) -> bool:
    """Whether the act has a calendar, its amount is known, and the key `finances.<key>` is not inherited."""
    return view.needs("finances", "echeancier") and view.delegated is not None and not view.inherits(("finances", key))


def _has_amount(view: View, prefix: str) -> bool:
    del prefix
    return view.needs("finances", "echeancier") and view.delegated is not None


def _rest(credit: str) -> Default:
    def default(view: View, prefix: str) -> str:
        year = int(prefix.rpartition(".")[2])
        remaining = view.remaining(credit, year)
        if not remaining or remaining < 0 or (credit == "cp" and year != view.years[-1]):
            return ""
        return plain_amount(remaining)

    return default


def _still(credit: str) -> When:
    def when(view: View, prefix: str) -> bool:
        remaining = view.remaining(credit, int(prefix.rpartition(".")[2]))
        return remaining is None or remaining > 0

    return when


QUESTIONS: tuple[Section, ...] = (
    Section(
        "L’acte",
        (
            Question(
                "@herite",
                "Fichier commun dont reprendre les valeurs",
                cohorts,
                lambda view, prefix: view.place.usual_cohort or NOBODY,
                lambda view, prefix: bool(view.place.cohorts) and not view.herite,
                free=False,
                help="Ce que les actes d’une promotion ont en commun : une valeur qui s’y trouve n’est pas redemandée.",
            ),
            Question(
                "modele",
                "À quoi servira l’acte",
                packs,
                lambda view, prefix: view.modele,
                lambda view, prefix: not view.pack and len(view.place.packs) > 1 and not view.inherits(("modele",)),
                free=False,
            ),
        ),
    ),
    Section(
        "Le service numérique",
        (
            Question("nom", "Nom du {qui}", when=_takes("services")),
            Question(
                "objectifs.*",
                "Ce que l’équipe s’engage à atteindre (un objectif ; Entrée seule pour finir)",
                several=True,
                when=_has_service,
            ),
        ),
        who=lambda view, prefix: (
            "service" if prefix == "services.0" else "service suivant (Entrée seule s’il n’y en a pas)"
        ),
        open_ended="services",
    ),
    Section(
        "Le fichier",
        (
            Question(
                "@fichier",
                "Nom du fichier à écrire",
                default=_file_name,
                when=lambda view, prefix: not view.named,
                needed=True,
                help="Le fichier qui dira tout de cette convention ; son nom finit par « .yaml ».",
            ),
            _ask_yes_no(
                "@annuaire",
                "Il n’y a pas d’annuaire des parties dans ce dossier. "
                "En écrire un, avec celles que « convention » connaît",
                YES,
                "annuaire.yaml, à côté du fichier : quelques directions, à vérifier et à compléter. Les "
                "parties s’y choisissent ensuite par leur numéro.",
                lambda view, prefix: view.may_copy_directory,
            ),
        ),
    ),
    Section(
        "Le dispositif",
        (
            Question(
                "dispositif.sigle",
                "Sigle du dispositif de financement",
                default=lambda view, prefix: view.kind.fund.acronym if view.kind.fund else "",
                when=_needs("dispositif", "sigle"),
            ),
            Question(
                "dispositif.promotion",
                "Numéro de la promotion",
                default=_usual("dispositif.promotion", "dispositif.sigle"),
                when=_needs("dispositif", "sigle"),
            ),
            Question(
                "dispositif.date_decision",
                "Mois ou jour de la décision",
                default=_usual("dispositif.date_decision", "dispositif.sigle", "dispositif.promotion"),
                when=_needs("dispositif", "sigle"),
            ),
            Question("objet", "Ce dont traite l’acte, en une phrase", when=_needs("objet")),
            Question("entete", "Ministère à imprimer en tête de l’acte", default=_usual("entete")),
        ),
    ),
    Section(
        "Les parties",
        (
            _ask_yes_no(
                "@tiers",
                "Une troisième administration porte-t-elle la politique publique, sans employer les crédits",
                NO,
                "Oui pour un acte à trois parties, dont une conduit la politique publique. Non s’il n’y en a que deux.",
                lambda view, prefix: bool(view.further_role),
            ),
        ),
    ),
    Section(
        "Les parties",
        (
            Question(
                "@qui",
                "Qui est {qui}",
                parties,
                _usual_party,
                when=lambda view, prefix: bool(view.entries),
                free=False,
                help="Une partie ouvre les crédits ; une autre les reçoit et les dépense ; une troisième, parfois, "
                "conduit la politique publique sans les employer. Taper un numéro, un sigle, ou « autre » "
                "pour une administration qui n’est pas dans la liste.",
            ),
            Question("nom", "Nom entier de l’administration qui est {qui}", when=_new),
            Question("sigle", "Son sigle", when=_new_and_named),
            Question("article", "L’article devant son sigle, ou son nom", articles, when=_new_and_named, free=False),
            Question("nature", "Sa nature juridique", natures, when=_new_and_named, free=False),
            Question("adresse", "Son adresse postale", when=_new_and_named),
            Question("representants.0.nom", "Prénom et NOM de qui la représente", when=_new_and_named),
            Question("representants.0.fonction", "Sa fonction", when=_new_and_named),
            Question("representants.0.genre", "Une femme ou un homme", genders, when=_new_and_named, free=False),
            Question(
                "@signe",
                "Qui signe pour {qui}",
                people,
                lambda view, prefix: people(view, prefix)[0].value,
                lambda view, prefix: bool(people(view, prefix)),
                free=False,
                help="Le représentant de l’annuaire, ou une personne qui a reçu délégation de signature, "
                "dont le nom est demandé ensuite.",
            ),
            Question("signataires.0.nom", "Prénom et NOM de qui signe par délégation", when=_signs_by_delegation),
            Question("signataires.0.fonction", "Sa fonction", when=_signs_by_delegation),
            Question("signataires.0.genre", "Une femme ou un homme", genders, when=_signs_by_delegation, free=False),
        ),
        prefixes=lambda view: view.parties,
        who=lambda view, prefix: view.roles[prefix].phrase.le(),
    ),
    Section(
        "Les dates",
        (
            Question("date_signature", "Date de signature, si l’acte est déjà signé"),
            Question(
                "lieu_signature",
                "Lieu de signature",
                default=_usual("lieu_signature"),
                when=lambda view, prefix: bool(view.get("date_signature")),
            ),
            Question("nor", "Numéro NOR", when=lambda view, prefix: bool(view.get("date_signature"))),
            Question("duree.fin", "Date de fin de la convention", when=_takes("duree")),
        ),
    ),
    Section(
        "L’argent",
        (
            Question("finances.montant", "Montant attribué, en euros", when=_takes("finances")),
            _ask_yes_no(
                "@accompagnement",
                "Qui donne les crédits paie-t-il lui-même un accompagnement, pris sur ce montant",
                YES,
                "L’accompagnement (coaching) est payé par qui donne les crédits ; l’autre n’a que le reste du montant.",
                lambda view, prefix: _calendar(view, "accompagnement"),
            ),
            Question(
                "finances.accompagnement",
                "Montant de l’accompagnement",
                when=lambda view, prefix: view.yes("@accompagnement"),
            ),
            Question(
                "@annee",
                "Première année de l’échéancier des AE et des CP",
                default=lambda view, prefix: view.first_year,
                when=lambda view, prefix: _calendar(view, "echeancier"),
                help="L’année où les autorisations d’engagement s’ouvrent, d’ordinaire celle de la signature.",
            ),
        ),
    ),
    Section(
        "L’échéancier",
        (
            Question("ae", "AE ouvertes en {qui}", default=_rest("ae"), when=_still("ae")),
            Question("cp", "CP disponibles en {qui}", default=_rest("cp"), when=_still("cp")),
        ),
        prefixes=lambda view: tuple(f"finances.echeancier.{year}" for year in view.years),
        who=lambda view, prefix: prefix.rpartition(".")[2],
    ),
    Section(
        "Le cofinancement",
        (
            _ask_yes_no(
                "@cofinancement",
                "Les partenaires cofinancent-ils le service",
                YES,
                "Ce que les partenaires engagent de leur côté, d’ordinaire un euro pour un euro.",
                _has_amount,
            ),
            Question(
                "finances.cofinancement.montant",
                "Montant du cofinancement",
                default=lambda view, prefix: view.get("finances.montant"),
                when=lambda view, prefix: view.yes("@cofinancement"),
            ),
            Question(
                "finances.cofinancement.delai_mois",
                "Délai pour l’engager, en mois après la signature",
                default=_always("6"),
                when=lambda view, prefix: view.yes("@cofinancement"),
            ),
        ),
    ),
    Section(
        "Les codes CHORUS",
        (
            _ask_yes_no(
                "@chorus",
                "Avez-vous sous la main les codes CHORUS que donne le service financier",
                NO,
                "Non laisse une ligne à compléter par code : le service financier les donnera.",
                _takes("chorus"),
            ),
            *(
                Question(
                    f"chorus.{axis.key}" + (".*" if axis.several else ""),
                    axis.label + (" (Entrée seule pour finir)" if axis.several else ""),
                    default=_usual(f"chorus.{axis.key}") if axis.common and not axis.several else _always(""),
                    when=lambda view, prefix: view.yes("@chorus"),
                    several=axis.several,
                )
                for axis in AXES
                if axis.asked
            ),
        ),
    ),
    Section(
        "Ce que le modèle demande de plus",
        (Question("", "{qui}"),),
        prefixes=lambda view: tuple(f"champs.{name}" for name in view.champs),
        who=lambda view, prefix: _champ(view, prefix),
    ),
    Section(
        "Les copies",
        (
            Question(
                "copies.*",
                "À qui l’acte est adressé en copie (un destinataire ; Entrée seule pour finir)",
                several=True,
            ),
        ),
    ),
    Section(
        "L’éditeur",
        (
            _ask_yes_no(
                "@schema",
                "Écrire aussi le schéma qui aide à remplir le fichier dans un éditeur comme VS Code",
                NO,
                "convention.schema.json, à côté du fichier : les clés y sont proposées et expliquées.",
                lambda view, prefix: view.place.schema() is None,
            ),
        ),
    ),
)


def _champ(view: View, prefix: str) -> str:
    name = prefix.partition(".")[2]
    label = view.champs[name].libelle or name.replace("_", " ")
    return str(label)[:1].upper() + str(label)[1:]
