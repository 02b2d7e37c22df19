"""The money of an act without AE and CP: payments, contributions of parties, a budget, the lines of a cost."""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated

from conventions_cli.french import Duration, read_duration
from conventions_cli.model.fields import Euros, JourOuMois, Ligne, NomPropre, OuiNon, Part, Requis, entier
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import Manquant, Montant, Pourcentage, total


class Versement(Modele):
    """A payment: a share of the amount or a sum, the event that releases it, and its date, if stated."""

    part: Requis[Part] | None = None
    montant: Requis[Euros] | None = None
    declencheur: Requis[Ligne]
    date: JourOuMois | None = None
    condition: Ligne | None = None


class Contribution(Modele):
    """The contribution of a party, named by its identifier: a share of the amount or a sum, and when it pays."""

    partie: Requis[NomPropre]
    part: Requis[Part] | None = None
    montant: Requis[Euros] | None = None
    quand: Ligne | None = None


class Poste(Modele):
    """A line of a budget or of a cost. `quantite`: a number with its unit; `montant` is the price of them all."""

    libelle: Requis[Ligne]
    quantite: Ligne | None = None
    montant: Requis[Euros]


class Budget(Modele):
    """The provisional budget of an action: its costs and its resources."""

    charges: tuple[Requis[Poste], ...] = ()
    produits: tuple[Requis[Poste], ...] = ()

    @cached_property
    def total_charges(self) -> Montant | Manquant:
        """The sum of the costs."""
        return sum_of(self.charges, "total des charges")

    @cached_property
    def total_produits(self) -> Montant | Manquant:
        """The sum of the resources."""
        return sum_of(self.produits, "total des produits")


class Reconduction(Modele):
    """The renewal of an act: by itself (`tacite`) or by a decision, for how long, how many times at most."""

    tacite: OuiNon = False
    periode: Requis[Ligne]
    nombre: Annotated[int | None, entier(1, 20)] = None

    @property
    def duree(self) -> Duration | None:
        """The length of a period; None when its words give no length."""
        return read_duration(self.periode) if isinstance(self.periode, str) else None


def sum_of(posts: Iterable[Poste | Manquant], label: str) -> Montant | Manquant:
    """The sum of the lines of a budget; missing while a line is."""
    amounts = [post if isinstance(post, Manquant) else post.montant for post in posts]
    lacking = next((amount for amount in amounts if isinstance(amount, Manquant)), None)
    if lacking is not None:
        return Manquant(lacking.cle, label)
    return total([amount for amount in amounts if isinstance(amount, Montant)])


def shared_amounts(
    amount: Montant | Manquant | None, parts: Iterable[Versement | Contribution | Manquant], key: str
) -> tuple[Montant | Manquant | None, ...]:
    """The amount of each part of a sum; the last share absorbs the rounding, so that the parts add up.

    `key`: the path of the parts in the spec, for the `Manquant` of a part without an amount.
    """
    rows = list(parts)
    shares = [row.part if not isinstance(row, Manquant) and isinstance(row.part, Pourcentage) else None for row in rows]
    amounts: list[Montant | Manquant | None] = []
    for row, share in zip(rows, shares, strict=True):
        if isinstance(row, Manquant):
            amounts.append(row)
        elif row.montant is not None:
            amounts.append(row.montant)
        elif share is None:
            amounts.append(row.part if isinstance(row.part, Manquant) else Manquant(key, "montant"))
        else:
            amounts.append(Montant(amount.euros * share.centiemes // 10_000) if isinstance(amount, Montant) else amount)
    complete = sum(share.centiemes for share in shares if share is not None) == 10_000 and None not in shares
    if complete and isinstance(amount, Montant) and amounts:
        before = sum(part.euros for part in amounts[:-1] if isinstance(part, Montant))
        amounts[-1] = Montant(amount.euros - before)
    return tuple(amounts)


def ratio(part: Montant, base: Montant) -> Pourcentage | None:
    """The share of a base that a part is, to a hundredth of a percent; None when the base is nil."""
    return Pourcentage((2 * part.euros * 10_000 + base.euros) // (2 * base.euros)) if base else None
