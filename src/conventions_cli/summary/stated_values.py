"""The types of the values of a summary: an amount or a day is known, still to complete, or None if not promised."""

from datetime import date
from enum import Enum


class ToComplete(Enum):
    """The type of a value that a draft does not give yet; its one member is how it prints."""

    TO_COMPLETE = "à compléter"


TO_COMPLETE = ToComplete.TO_COMPLETE

# Whole euros; to complete; None when the act promises no such amount.
Amount = int | ToComplete | None
Day = date | ToComplete

LAST_INVOICE = "paiement de la dernière facture"
UNDATED = "non daté"
