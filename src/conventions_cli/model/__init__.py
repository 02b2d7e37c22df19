"""What a spec means: pydantic models, frozen, strict. pydantic is known here only."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.model.balance import Bilan, Compte, bilan, cumuls
    from conventions_cli.model.building import Manque, Spec, build, build_model
    from conventions_cli.model.calendar import UNREADABLE_PARTY, Calendrier, LigneEcheancier
    from conventions_cli.model.chorus import AXES, Axe, Chorus, lifetime, matches, official_label
    from conventions_cli.model.column_names import FILE, IGNORED, NAME, Names, fold_title, path_of
    from conventions_cli.model.commented import commented_yaml
    from conventions_cli.model.convention import (
        Amende,
        Annexe,
        Avenant,
        Convention,
        Dispositif,
        Mobilisation,
        Service,
        Subvention,
        Tolerance,
    )
    from conventions_cli.model.echeances import (
        EFFECT,
        INSTALMENTS,
        LEADER,
        OWN,
        PAYMENTS,
        REPERES,
        SHARES,
        SIGNATURE,
        SUMS_PAID,
        Echeance,
        Echeances,
        Repere,
        value_at,
    )
    from conventions_cli.model.execution import Avancement, Constat, Execution, Indicateur
    from conventions_cli.model.extras import Champ, TypeDeChamp, missing_extras, read_extras, type_of
    from conventions_cli.model.fields import yes_or_no
    from conventions_cli.model.finances import Finances, Tranche, VersementCP
    from conventions_cli.model.json_schema import Schema, schema_text, spec_schema
    from conventions_cli.model.kinds import CORE, DELEGATION, EVERYTHING, FEWEST, GRANT, Fund, Kind, MoneyWords
    from conventions_cli.model.labels import example_of, label_of, line_for, pattern_of, purpose_of
    from conventions_cli.model.lacking import PROMISED
    from conventions_cli.model.lettering import lettered
    from conventions_cli.model.manifest import (
        NUMBER_SIGNS,
        Designation,
        Designations,
        Element,
        Manifeste,
        Mention,
        Periode,
    )
    from conventions_cli.model.near_words import fold, nearest, suggestion
    from conventions_cli.model.parties import Copie, Nature, Partie, Personne, Role, Visa, identifier, without_article
    from conventions_cli.model.payments import Contribution, Versement
    from conventions_cli.model.publication import (
        SCHEMA_VERSION,
        SCHEMAS,
        Acte,
        ActeModifie,
        AnneePubliee,
        AxePublie,
        DispositifPublie,
        DureePubliee,
        EntreeIndex,
        Fichier,
        ImputationPubliee,
        Index,
        MontantsPublies,
        Origine,
        PartiePubliee,
        PartPubliee,
        SignatairePublie,
        json_text,
    )
    from conventions_cli.model.publication import schema_text as publication_schema_text
    from conventions_cli.model.report_sums import beyond, constats, promised
    from conventions_cli.model.sequels import REPORT, SEQUELS, TERMINATION, Sequel, sequel_of
    from conventions_cli.model.shape import (
        Measure,
        Words,
        fields_at,
        has_free_keys,
        is_list,
        is_on_one_line,
        measure_at,
        words_at,
    )
    from conventions_cli.model.values import (
        CodeBudgetaire,
        Manquant,
        Montant,
        Nom,
        NomEnLignes,
        Passage,
        Pourcentage,
        Prose,
        Verbatim,
        total,
    )

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
