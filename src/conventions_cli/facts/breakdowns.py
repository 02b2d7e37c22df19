"""An amount and its parts in a sentence: « 300 000 €, soit 100 000 € en 2025 et 200 000 € en 2026 »."""

import re
from collections.abc import Iterator
from itertools import pairwise

from conventions_cli.facts.stated_amounts import Amount, said_amounts
from conventions_cli.foundation import Record

_SHARED = (
    r"(?:répart|ventil|décompos)\w*|à savoir|comme suit|ainsi(?= ?:)|détaillé\w*|versée?s? en \w+ (?:"
    r"fois|versements?|tranches?|échéances?|parts?)|en (?:deux|trois|quatre|cinq|six|\d) (?:fois|versements|tranches|"
    r"échéances|parts|financements|postes)"
)
_SPLIT = re.compile(rf"(?:,|\(| -| –)? ?\bsoit\b|{_SHARED}", re.IGNORECASE)
_AS_SHOWN = re.compile(
    rf"{_SHARED}|\bselon (?:le tableau|l'échéancier|la répartition|le calendrier|le détail)", re.IGNORECASE
)
_SUMMED = re.compile(
    r"(?:,|;|\()? ?\bsoit\b(?: (?:un|une|au|en|la|le))?(?: (?:total|montant|somme))*(?: total\w*)?[^.;\d]{0,20}\Z"
)
# Words between two amounts that tell that the second is not another part.
_NO_PART = re.compile(
    r"\b(?:dont|ou|sur|contre|moins|au lieu|porté\w*|passe|déduction|reste|restants?|soit|initial\w*|jusqu'à|"
    r"plafond\w*|maxim\w*|minim\w*|cumul\w*|compris\w*|chaque|chacun\w*|avance)\b|\b(?:à|entre)(?: \w+)? \Z"
)
_RATE = re.compile(
    r"(?: (?:HT|TTC))? ?(?:par (?:an|mois|jour|agent|personne|participant|unité|année|heure|"
    r"trimestre|semestre|semaine|quinzaine|tranche|échéance|séance|élève|poste|lot|enfant|bénéficiaire|stagiaire|visite|"
    r"nuit|repas|dossier|kilomètre|km|appel|atelier|session|service|site)\b|/|chacun|l'unité)"
)
_KIND = re.compile(r"\b(?:AE|CP|HT|TTC)\b|autorisations? d'engagement|crédits? de paiement|hors taxes|toutes taxes")


# « financé par A à hauteur de … et par B à hauteur de … »: others may pay the rest, so only a sum above is a fault.
_SHOULDERED = re.compile(r"(?:financ|pris\w* en charge|support|apport|couver)\w* [^.;]{0,80}(?:à hauteur de|pour) ?\Z")
_ANAPHORA = re.compile(
    r"(?:Elle|Il|Ce montant|Cette somme|Ce total|Cette (?:subvention|contribution|participation|aide|dotation))\b"
)


class Parted(Record, frozen=True):
    """An amount and its parts, as a sentence states them."""

    whole: Amount
    parts: tuple[Amount, ...]

    @property
    def sum(self) -> int:
        """The sum of the parts, in cents."""
        return sum(part.cents for part in self.parts)


def parted(sentence: str) -> Iterator[Parted]:
    """The amount that a sentence divides and its parts, when no word makes this doubtful."""
    amounts = list(said_amounts(sentence))
    if len(amounts) < 3 or any(amount.abbreviated for amount in amounts) or _KIND.search(sentence):
        return
    if any(_RATE.match(sentence, amount.end) for amount in amounts):
        return
    gaps = [sentence[amount.end : following.start] for amount, following in pairwise(amounts)]
    if _SHOULDERED.search(gaps[0]) and all(re.search(r"(?:à hauteur de|pour) ?\Z", gap) for gap in gaps[1:]):
        borne = Parted(amounts[0], tuple(amounts[1:]))
        if borne.sum > borne.whole.cents and not any(_NO_PART.search(gap) for gap in gaps):
            yield borne
        return
    splits = [at for at, gap in enumerate(gaps) if _SPLIT.search(gap)]
    if len(splits) != 1:
        return
    at = splits[0]
    joints = [gap for number, gap in enumerate(gaps) if number != at]
    if any(_NO_PART.search(gap) for gap in joints):
        return
    if at == 0 and not _NO_PART.search(re.sub(r"\bsoit\b", "", gaps[0])):
        yield Parted(amounts[0], tuple(amounts[1:]))
    elif (
        at == len(amounts) - 2
        and _SUMMED.search(gaps[at])
        and not re.search(r"rest|différence|écart", sentence[amounts[-1].end :])
    ):
        whole, parts = amounts[-1], tuple(amounts[:-1])
        if whole.cents != abs(parts[0].cents - sum(part.cents for part in parts[1:])):
            yield Parted(whole, parts)


def announced_whole(text: str) -> Amount | None:
    """The amount of a text that announces its parts, given in the list or the table below; None without one.

    It is in the last sentence, or in the one before: « La subvention est de 45 000 €. Elle est versée ainsi : ».
    """
    before, _, sentence = text.rstrip().rpartition(". ")
    if _ANAPHORA.match(sentence) and not any(said_amounts(sentence)):
        sentence = f"{before.rpartition('. ')[2]}, {sentence}"
    amounts = list(said_amounts(sentence))
    if len(amounts) != 1 or amounts[0].abbreviated or _RATE.match(sentence, amounts[0].end):
        return None
    before, after = sentence[: amounts[0].start], sentence[amounts[0].end :]
    if re.search(r"\bdont\b", after) or re.search(r"\bmaxim|\bplafond|\blimite\b|à hauteur", before[-60:]):
        return None
    return (
        amounts[0] if _AS_SHOWN.search(after) or (_AS_SHOWN.search(before) and after.rstrip().endswith(":")) else None
    )
