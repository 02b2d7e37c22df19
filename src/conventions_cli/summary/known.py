"""The values of a summary: amounts and days, known, still to complete, or not promised at all."""

from datetime import date
from enum import Enum


class ToComplete(Enum):
    """The one value of its kind: what a draft does not give yet, and how it prints."""

    TO_COMPLETE = "à compléter"


TO_COMPLETE = ToComplete.TO_COMPLETE

# Whole euros; to complete; None when the act promises nothing of the kind.
Amount = int | ToComplete | None
Day = date | ToComplete

LAST_INVOICE = "paiement de la dernière facture"
UNDATED = "non daté"
