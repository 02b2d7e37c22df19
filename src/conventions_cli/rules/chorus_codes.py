"""Rules on CHORUS codes: shapes, programmes, names."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from conventions_cli.foundation import Related, remembered
from conventions_cli.french import number_in_words
from conventions_cli.model import Axe, Chorus, CodeBudgetaire, lifetime, matches, official_label
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Imputation, Rule, rule
from conventions_cli.rules.lookalikes import read_in_digits, readings, tidied

_NOMENCLATURE = "Nomenclature de CHORUS, telle que les actes publiés l’emploient"


def _programme(chorus: Chorus) -> str | None:
    programme = chorus.programme
    if not isinstance(programme, str) or not re.fullmatch(r"\d{3}", programme, flags=re.ASCII):
        return None
    return str(programme)


@rule("C331", ERROR, "un code porte le numéro de son programme", f"{_NOMENCLATURE} : 0 suivi du programme.")
def programme_prefix(case: Case) -> Iterator[Finding]:
    """Rule C1: UO, domaine fonctionnel and activities begin with 0 and the programme."""
    for imputation in case.imputations:
        programme = _programme(imputation.chorus)
        if programme is not None:
            yield from _other_programmes(case, imputation, programme)


def _other_programmes(case: Case, imputation: Imputation, programme: str) -> Iterator[Finding]:
    place = case.spec.span(imputation.key, "programme")
    related = (Related(place, "programme de l’acte"),)
    programmes = _prefixes(imputation)
    if len(programmes) > 1 and len(set(programmes)) == 1 and programmes[0] != programme:
        message = f"Tous les codes relèvent du programme {programmes[0]}, et non du programme {programme}."
        hint = f"Écrire « programme: {programmes[0]} », ou corriger les codes."
        yield Finding(message, place, hint)
        return
    for axis, path, code in imputation.codes:
        if axis.prefixed and matches(axis, code) and not code.startswith(f"0{programme}"):
            message = (
                f"« {code} » ({axis.label.lower()}) relève du programme {code[1:4]}, l’acte du programme {programme}."
            )
            hint = f"Écrire un code qui commence par « 0{programme} », ou corriger « programme: »."
            yield Finding(message, case.spec.span(*path), hint, related)


def _prefixes(imputation: Imputation) -> list[str | None]:
    """The programme in each code of an axis whose codes begin with it; codes of another shape are left out."""
    return [axis.programme_of(code) for axis, _, code in imputation.codes if axis.prefixed and matches(axis, code)]


@rule("C332", ERROR, "le code PAM porte le numéro du programme", f"{_NOMENCLATURE} : deuxième groupe du code PAM.")
def pam_programme(case: Case) -> Iterator[Finding]:
    """Rule C2, second group of the PAM."""
    for imputation in case.imputations:
        programme, pam = _programme(imputation.chorus), imputation.chorus.projet_analytique
        groups = pam.split("-") if isinstance(pam, CodeBudgetaire) else []
        if programme is None or len(groups) < 3 or not re.fullmatch(r"\d{3}", groups[1]) or groups[1] == programme:
            continue
        if set(_prefixes(imputation)) == {groups[1]}:
            continue  # the programme itself is wrong: C331 reports it
        related = (Related(case.spec.span(imputation.key, "programme"), "programme de l’acte"),)
        message = f"Le code PAM « {pam} » porte le programme {groups[1]}, l’acte le programme {programme}."
        place = case.spec.span(imputation.key, "projet_analytique")
        yield Finding(message, place, f"Le deuxième groupe devrait être « {programme} ».", related)


@rule(
    "C333",
    WARNING,
    "le code PAM porte la promotion",
    "Constat : au troisième groupe, des lettres propres au dispositif (« fonds » de son modèle), puis la promotion.",
)
def pam_round(case: Case) -> Iterator[Finding]:
    """Rule C2, third group of the PAM."""
    fund = case.spec.kind.fund
    scheme, pam = case.spec.convention.dispositif, case.spec.convention.chorus.projet_analytique
    groups = pam.split("-") if isinstance(pam, CodeBudgetaire) else []
    if fund is None or not fund.project or scheme.sigle != fund.acronym or scheme.promotion is None or len(groups) < 3:
        return
    expected = f"{fund.project}{scheme.promotion:02d}"
    if groups[2] != expected:
        message = (
            f"Le code PAM « {pam} » porte « {groups[2]} », la promotion {scheme.promotion} donnerait « {expected} »."
        )
        related = (Related(case.spec.span("dispositif", "promotion"), "promotion de l’acte"),)
        yield Finding(
            message, case.spec.span("chorus", "projet_analytique"), "Vérifier le code et la promotion.", related
        )


class Judgement(Enum):
    """The kind of fault in the shape of a code."""

    FORM = auto()
    ALIKE = auto()
    SHAPE = auto()
    UNUSUAL = auto()
    DOUBTFUL = auto()


class Verdict(NamedTuple):
    """The fault of a code: its kind, its sentence, what to type, and the code meant if that can be told."""

    kind: Judgement
    message: str
    hint: str
    meant: str = ""


@remembered(1024, typed=True)
def judged(axis: Axe, code: str) -> Verdict | None:
    """The fault of a code of an axis; None when it has none."""
    if matches(axis, code):
        return _doubt(axis, code)
    tidy = next((form for form in tidied(code, axis.example) if form != code and matches(axis, form)), "")
    if tidy:
        message = f"« {code} » : un code s’écrit en capitales, avec des tirets simples, sans espace ni préfixe."
        return Verdict(Judgement.FORM, message, f"Écrire « {tidy} ».", tidy)
    if "," in code:
        listed = ", ".join(piece.strip() for piece in code.split(","))
        return Verdict(Judgement.FORM, f"« {code} » contient plusieurs codes.", f"Les écrire en liste : [{listed}].")
    candidates = readings(code, axis.shape)
    if candidates and axis.key == "programme" and candidates[0] == code.lstrip("0"):
        message = f"Le programme « {code} » s’écrit sur trois chiffres."
        return Verdict(Judgement.FORM, message, f"Écrire « {candidates[0]} ».", candidates[0])
    if candidates:
        message = f"« {code} » n’est pas un code de l’axe « {axis.label} » : certains caractères se ressemblent."
        hint = f"Faut-il lire « {candidates[0]} » ? Vérifier auprès du service financier."
        return Verdict(Judgement.ALIKE, message, hint, candidates[0])
    certain = axis.certain or (axis.usual is not None and len(code) > axis.usual)
    message = f"« {code} » n’a pas la forme d’un code de l’axe « {axis.label} »."
    hint = f"Forme attendue, par exemple : « {axis.example} »."
    return Verdict(Judgement.SHAPE if certain else Judgement.UNUSUAL, message, hint)


def _doubt(axis: Axe, code: str) -> Verdict | None:
    """The verdict on a letter between digits, where letters are legal: it is more likely a mistyped digit."""
    meant = read_in_digits(code)
    if meant == code or not matches(axis, meant):
        return None
    letters = {sign: digit for sign, digit in zip(code, meant, strict=True) if sign != digit}
    quoted = " et ".join(f"« {letter} »" for letter in letters)
    stands = "la lettre" if len(letters) == 1 else "les lettres"
    message = f"« {code} » ({axis.label.lower()}) : {stands} {quoted} entre des chiffres."
    digits = " ou ".join(dict.fromkeys(letters.values()))
    hint = f"Faut-il lire {digits}, « {meant} » ? Vérifier auprès du service financier."
    return Verdict(Judgement.DOUBTFUL, message, hint, meant)


def _shape_faults(case: Case, *, wanted: Judgement) -> Iterator[Finding]:
    for axis, path, code in case.codes:
        verdict = judged(axis, code)
        if verdict is not None and verdict.kind is wanted:
            span = case.spec.span(*path)
            certain = wanted is Judgement.FORM
            yield Finding(verdict.message, span, verdict.hint, (), verdict.meant, certain)


@rule("C334", ERROR, "un code a la forme de son axe", f"{_NOMENCLATURE}.")
def code_shape(case: Case) -> Iterator[Finding]:
    """The shape of an axis that is certain."""
    yield from _shape_faults(case, wanted=Judgement.SHAPE)


@rule("C335", ERROR, "un code sans caractères qui se ressemblent", "Constat : SOCBEXDO075 dans un acte signé.")
def lookalike_characters(case: Case) -> Iterator[Finding]:
    """Rule C3: a reading is suggested, never applied."""
    yield from _shape_faults(case, wanted=Judgement.ALIKE)


@rule("C336", ERROR, "un code en capitales, sans espace ni tiret long", f"{_NOMENCLATURE}.")
def code_form(case: Case) -> Iterator[Finding]:
    """Rule C4."""
    yield from _shape_faults(case, wanted=Judgement.FORM)


@rule("C337", WARNING, "un code d’une forme inhabituelle", "Formes déduites de quelques actes seulement.")
def unusual_code(case: Case) -> Iterator[Finding]:
    """The shape of an axis known from few samples."""
    yield from _shape_faults(case, wanted=Judgement.UNUSUAL)


@rule("C341", WARNING, "une lettre qui ressemble à un chiffre", "Constat : les codes des actes publiés n’en ont pas.")
def letter_among_digits(case: Case) -> Iterator[Finding]:
    """Rule C3, where the shape admits letters: a reading is suggested, never applied."""
    yield from _shape_faults(case, wanted=Judgement.DOUBTFUL)


@rule(
    "C338",
    ERROR,
    "le programme existe l’année du crédit",
    "Le programme 352 a vécu de 2019 à 2024, puis a rejoint le 129.",
)
def programme_lifetime(case: Case) -> Iterator[Finding]:
    """Rule C5."""
    programme = _programme(case.spec.convention.chorus)
    years = lifetime(programme) if programme else None
    if programme is None or years is None:
        return
    related = (Related(case.spec.span("chorus", "programme"), "programme de l’acte"),)
    for year, row in case.spec.convention.finances.lignes:
        if (row.montant_ae or row.montant_cp) and not years[0] <= year <= years[1]:
            message = f"Le programme {programme} n’existe pas en {year} : il a vécu de {years[0]} à {years[1]}."
            hint = "À compter de 2025, employer le programme 129." if programme == "352" else "Vérifier le programme."
            yield Finding(message, case.spec.key("finances", "echeancier", str(year)), hint, related)


@rule(
    "C339",
    WARNING,
    "le programme porte son nom officiel",
    "Constat : un acte signé nomme mal le programme 352.",
    holds_final=True,
)
def programme_label(case: Case) -> Iterator[Finding]:
    """Rule C6, when the spec gives a name."""
    year = case.spec.convention.annee_de_reference
    for imputation in case.imputations:
        programme, label = _programme(imputation.chorus), imputation.chorus.libelle_programme
        official = official_label(programme, year) if programme is not None else None
        if label is not None and official is not None and official.casefold() != label.casefold():
            when = f"En {year}, le" if year is not None else "Le"
            message = f"{when} programme {programme} s’intitule « {official} », et non « {label} »."
            place = case.spec.span(imputation.key, "libelle_programme")
            yield Finding(message, place, "Supprimer cette ligne : le nom officiel est repris.")


@rule(
    "C340", WARNING, "un centre de coût a dix caractères", "Constat : dix caractères d’ordinaire, huit ou neuf parfois."
)
def short_cost_centre(case: Case) -> Iterator[Finding]:
    """Eight or nine characters exist, rarely."""
    for axis, path, code in case.codes:
        if axis.usual is not None and len(code) < axis.usual and matches(axis, code):
            usual = number_in_words(axis.usual)
            message = (
                f"« {code} » compte {len(code)} caractères ; l’axe « {axis.label} » en compte {usual} d’ordinaire."
            )
            yield Finding(message, case.spec.span(*path), "Vérifier auprès du service financier.")


RULES: tuple[Rule, ...] = (
    programme_prefix,
    pam_programme,
    pam_round,
    code_shape,
    lookalike_characters,
    code_form,
    unusual_code,
    programme_lifetime,
    programme_label,
    short_cost_centre,
    letter_among_digits,
)
