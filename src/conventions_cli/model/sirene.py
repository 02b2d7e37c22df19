"""Numbers of public registers, SIRET (establishments, INSEE) and RNA (associations), and of accounts (IBAN)."""

import re
from typing import Annotated, Any

from conventions_cli.foundation import catalogue
from conventions_cli.model.fields import LuPar, refused
from conventions_cli.model.values import CodeBudgetaire

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_LA_POSTE = "356000000"


def is_siret(digits: str) -> bool:
    """Whether 14 digits have a right check digit (Luhn; another sum for the establishments of La Poste)."""
    if not re.fullmatch(r"\d{14}", digits, flags=re.ASCII):
        return False
    doubled = [int(digit) * (2 if index % 2 == 0 else 1) for index, digit in enumerate(digits)]
    if sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0:
        return True
    return digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0


def _siret(value: Any) -> CodeBudgetaire:
    digits = _number(value, "siret: 13002526500013")
    if re.fullmatch(r"\d{14}", digits, flags=re.ASCII) is None:
        hint = "Un SIRET compte 14 chiffres, les 9 du SIREN puis les 5 de l’établissement : « 130 025 265 00013 »."
        alone = re.sub(r"[.\-/]", "", re.sub(r"(?i)^n°|^siret(?:n°)?:?", "", digits))
        raise refused(catalogue.VALUE, f"« {value} » n’est pas un SIRET.", hint, alone if is_siret(alone) else "")
    if not is_siret(digits):
        hint = "Un chiffre est faux ou deux sont inversés : recopier le SIRET depuis l’annuaire des entreprises."
        raise refused(catalogue.VALUE, f"Le SIRET « {value} » est faux : sa clé de contrôle ne convient pas.", hint)
    return CodeBudgetaire(digits)


def _rna(value: Any) -> CodeBudgetaire:
    number = _number(value, "rna: W380475558").upper()
    if re.fullmatch(r"W\d{9}", number, flags=re.ASCII) is None:
        hint = "Un numéro RNA est la lettre W suivie de 9 chiffres : « W380475558 »."
        raise refused(catalogue.VALUE, f"« {value} » n’est pas un numéro RNA.", hint)
    return CodeBudgetaire(number)


def _iban(value: Any) -> CodeBudgetaire:
    """An IBAN, in groups of four signs; its check digits are verified (ISO 13616)."""
    number = _number(value, "iban: FR76 3000 1000 6449 1900 9562 088").upper()
    if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", number, flags=re.ASCII) is None:
        hint = "Un IBAN français compte 27 signes : « FR76 3000 1000 6449 1900 9562 088 »."
        raise refused(catalogue.VALUE, f"« {value} » n’est pas un IBAN.", hint)
    digits = "".join(str(int(sign, 36)) for sign in number[4:] + number[:4])
    if int(digits) % 97 != 1:
        hint = "Un signe est faux ou deux sont inversés : recopier l’IBAN depuis le relevé d’identité bancaire."
        raise refused(catalogue.VALUE, f"L’IBAN « {value} » est faux : sa clé de contrôle ne convient pas.", hint)
    return CodeBudgetaire("\u00a0".join(number[start : start + 4] for start in range(0, len(number), 4)))


def _number(value: Any, example: str) -> str:
    if not isinstance(value, str):
        raise refused(catalogue.STRUCTURE, "Une seule valeur est attendue ici.", f"Écrire « {example} ».")
    return _SPACES.sub("", value)


Siret = Annotated[CodeBudgetaire, LuPar(_siret)]
Rna = Annotated[CodeBudgetaire, LuPar(_rna)]
Iban = Annotated[CodeBudgetaire, LuPar(_iban)]
