"""The summary as JSON, documented in docs/guide/suivre-une-promotion.md.

Amounts are numbers of euros, days are `AAAA-MM-JJ`; a value that a draft lacks is the text « à compléter », a value
that an act does not promise is null. `version` changes when the meaning of a field does.
"""

from datetime import date

from conventions_cli.foundation import json_text
from conventions_cli.summary import View
from conventions_cli.summary.deadlines import Deadline
from conventions_cli.summary.figures import ActLine, Group, Half, Money, Sum, Summary
from conventions_cli.summary.shown_tables import distance, state_of
from conventions_cli.summary.stated_values import Amount, Day, ToComplete

VERSION = 1


def write_json(summary: Summary, view: View) -> bytes:
    """The whole summary: all that the other forms show."""
    report = {
        "version": VERSION,
        "actes_signes": _half(summary.signed),
        "projets": _half(summary.draft),
        "annees": [_group(year, "annee") for year in summary.years],
        "programmes": [_group(programme, "programme") for programme in summary.programmes],
        "delegataires": [_group(delegate, "delegataire") for delegate in summary.delegates],
        "actes": [_act(act) for act in summary.acts],
        "echeances": [_deadline(deadline, view.today) for deadline in summary.deadlines],
        "non_compris": [{"specification": excluded.name, "raison": excluded.reason} for excluded in summary.left_out],
    }
    return (json_text(report) + "\n").encode("utf-8", "replace")


def _plain(value: Amount | Day | str) -> int | str | None:
    if isinstance(value, ToComplete):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _sum(amount: Sum) -> dict[str, int]:
    return {"euros": amount.euros, "a_completer": amount.missing}


def _money(money: Money) -> dict[str, object]:
    return {"ae": _sum(money.ae), "cp": _sum(money.cp)}


def _half(half: Half) -> dict[str, object]:
    return {
        "actes": half.acts,
        "montant": _sum(half.amount),
        "accompagnement": _sum(half.coaching),
        "delegue": _sum(half.delegated),
        "cofinancement": _sum(half.cofinancing),
        **_money(half.money),
    }


def _group(group: Group, key: str) -> dict[str, object]:
    entry: dict[str, object] = {
        key: group.key,
        "actes": group.acts,
        "dont_projets": group.drafts,
        "signe": _money(group.signed),
        "projet": _money(group.draft),
    }
    if group.years:
        entry["annees"] = [_group(year, "annee") for year in group.years]
    return entry


def _act(act: ActLine) -> dict[str, object]:
    return {
        "acte": act.stem,
        "specification": act.name.replace("\\", "/"),
        "etat": state_of(act.draft),
        "nor": act.nor or None,
        "dispositif": act.scheme or None,
        "services": act.services,
        **{key: code or None for key, code in act.codes.items()},
        "delegataire": act.delegates,
        "montant": _plain(act.amount),
        "accompagnement": _plain(act.coaching),
        "delegue": _plain(act.delegated),
        "cofinancement": _plain(act.cofinancing),
        "echeancier": [{"annee": year.year, "ae": _plain(year.ae), "cp": _plain(year.cp)} for year in act.years],
        "date_signature": _plain(act.signed) if act.signed else None,
        "prise_d_effet": _plain(act.effect),
        "fin": _plain(act.end) if act.end else None,
        "fin_comptable": _plain(act.accounting_end) if act.accounting_end else None,
        "preavis_mois": act.notice_months,
    }


def _deadline(deadline: Deadline, today: date | None) -> dict[str, object]:
    entry: dict[str, object] = {
        "date": deadline.day.isoformat() if deadline.day else None,
        "acte": deadline.act,
        "etat": state_of(deadline.draft),
        "genre": deadline.kind,
        "libelle": deadline.label,
        "texte": deadline.wording,
        "montant": _plain(deadline.amount),
        "a_la_charge_de": deadline.who or None,
        "source": deadline.source,
    }
    return {**entry, "situation": distance(deadline.day, today)} if today else entry
