"""The letter of termination of an act: who ends it, the day the others are notified, the day it ends."""

from conventions_cli.model.fields import Jour, NomPropre, Requis, TexteMisEnForme
from conventions_cli.model.parties import Modele


class Resiliation(Modele):
    """The letter. `auteur`: the party that ends the act, by its identifier. `date_effet`: later than the notice asks.

    Without `date_notification`, the letter is a draft.
    """

    auteur: Requis[NomPropre]
    date_notification: Jour | None = None
    lieu_signature: NomPropre | None = None
    date_effet: Jour | None = None
    motif: TexteMisEnForme | None = None
