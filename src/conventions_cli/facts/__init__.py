"""The facts stated in an act of any origin, with their places and confidence, for the import and for the checks."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.facts.axes import UNIT, axis_at
    from conventions_cli.facts.breakdowns import announced_whole, parted
    from conventions_cli.facts.confidence import DOUBTFUL, LIKELY, SURE, Confidence
    from conventions_cli.facts.defined import Defined
    from conventions_cli.facts.designations import Naming, capacity_in, namings, said_role, same_name, without_article
    from conventions_cli.facts.grids import Cell, Grid
    from conventions_cli.facts.instalments import Share, instalment_shares, said_instalment, said_shares
    from conventions_cli.facts.programmes import said_programmes
    from conventions_cli.facts.roles import said_roles
    from conventions_cli.facts.shares import part_said
    from conventions_cli.facts.stated_amounts import (
        NUMBER,
        Amount,
        amount_text,
        cell_amount,
        said_amounts,
        said_twice,
        small_number,
    )
    from conventions_cli.facts.stated_codes import StatedCodes, line_codes, sentence_codes, table_codes
    from conventions_cli.facts.stated_credits import (
        YEAR,
        Credit,
        Schedule,
        kind_of,
        names_credits,
        said_credits,
        table_credits,
        unit_written,
    )
    from conventions_cli.facts.stated_dates import DATE, DATE_OR_MONTH, date_or_month_text, date_text
    from conventions_cli.facts.stated_visas import listed_visa, said_visa
    from conventions_cli.facts.superseded import added, replaced
    from conventions_cli.facts.terms import (
        about_duration,
        accounting_ends,
        sentences,
        signature_dates,
        stated_ends,
        stated_starts,
    )
    from conventions_cli.facts.totals import MONEY, Total, figures_of, sums_of, totals_across, totals_down

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
