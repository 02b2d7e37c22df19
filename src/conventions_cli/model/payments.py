"""The money of an act without AE and CP: payments, what each party brings, a budget, what a cost is made of."""

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated

from conventions_cli.french import Duration, read_duration
from conventions_cli.model.fields import Euros, JourOuMois, Ligne, NomPropre, OuiNon, Part, Requis, entier
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import Manquant, Montant, Pourcentage, total


class Versement(Modele):
    """A payment of the amount: a share of it or a sum, what releases it, and when, if the act says so."""

    part: Requis[Part] | None = None
    montant: Requis[Euros] | None = None
    declencheur: Requis[Ligne]
    date: JourOuMois | None = None
    condition: Ligne | None = None


class Contribution(Modele):
    """What a party, named by its identifier, brings to the amount: a share of it or a sum, and when it pays."""

    partie: Requis[NomPropre]
    part: Requis[Part] | None = None
    montant: Requis[Euros] | None = None
    quand: Ligne | None = None


class Poste(Modele):
    """A line of a budget, or of what a cost is made of. `quantite`: how many, of what; the sum is that of all."""

    libelle: Requis[Ligne]
    quantite: Ligne | None = None
    montant: Requis[Euros]


class Budget(Modele):
    """The provisional budget of an action: what it costs and what pays for it."""

    charges: tuple[Requis[Poste], ...] = ()
    produits: tuple[Requis[Poste], ...] = ()

    @cached_property
    def total_charges(self) -> Montant | Manquant:
        """What the action costs."""
        return sum_of(self.charges, "total des charges")

    @cached_property
    def total_produits(self) -> Montant | Manquant:
        """What pays for it."""
        return sum_of(self.produits, "total des produits")


class Reconduction(Modele):
    """How an act goes on after its end: by itself (`tacite`) or when it is said, how long, how many times at most."""

    tacite: OuiNon = False
    periode: Requis[Ligne]
    nombre: Annotated[int | None, entier(1, 20)] = None

    @property
    def duree(self) -> Duration | None:
        """How long a period is; None when its words say no length of time."""
        return read_duration(self.periode) if isinstance(self.periode, str) else None


def sum_of(posts: Iterable[Poste | Manquant], label: str) -> Montant | Manquant:
    """The sum of the lines of a budget; missing while one of them is."""
    amounts = [post if isinstance(post, Manquant) else post.montant for post in posts]
    lacking = next((amount for amount in amounts if isinstance(amount, Manquant)), None)
    if lacking is not None:
        return Manquant(lacking.cle, label)
    return total([amount for amount in amounts if isinstance(amount, Montant)])


def shared_amounts(
    amount: Montant | Manquant | None, parts: Iterable[Versement | Contribution | Manquant], key: str
) -> tuple[Montant | Manquant | None, ...]:
    """The amount of each part of a sum; what rounding leaves goes to the last share, so that they add up.

    `key`: where the parts stand in the spec, for those of which no amount is said yet.
    """
    rows = list(parts)
    shares = [row.part if not isinstance(row, Manquant) and isinstance(row.part, Pourcentage) else None for row in rows]
    found: list[Montant | Manquant | None] = []
    for row, share in zip(rows, shares, strict=True):
        if isinstance(row, Manquant):
            found.append(row)
        elif row.montant is not None:
            found.append(row.montant)
        elif share is None:
            found.append(row.part if isinstance(row.part, Manquant) else Manquant(key, "montant"))
        else:
            found.append(Montant(amount.euros * share.centiemes // 10_000) if isinstance(amount, Montant) else amount)
    whole = sum(share.centiemes for share in shares if share is not None) == 10_000 and None not in shares
    if whole and isinstance(amount, Montant) and found:
        before = sum(one.euros for one in found[:-1] if isinstance(one, Montant))
        found[-1] = Montant(amount.euros - before)
    return tuple(found)


def ratio(part: Montant, whole: Montant) -> Pourcentage | None:
    """What part of a sum another is, to a hundredth of a percent; None of nothing."""
    return Pourcentage((2 * part.euros * 10_000 + whole.euros) // (2 * whole.euros)) if whole else None
