"""A first spec: from answers, from a product page, or for a whole round of them.

`draft_values` holds the values known so far; `draft` writes them as a spec, and tells what is missing. `questions` is
the interview as a table, `interview` goes through it without a terminal. `product_page`, `product_json`, `sponsors`
and `cohort` read the pages of products (`site`); `page_facts` is what a page states, `phases` what its phases mean.
`column_keys` matches the columns of a list to keys, `listed` reads its rows, `list_round` makes the round.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.drafting.cohort import ROUND, Round, draft_round, is_faulty
    from conventions_cli.drafting.column_keys import (
        KEPT,
        Grid,
        chosen_sheet,
        kept_columns,
        map_path,
        map_text,
        read_map,
        settings_of,
        understand,
    )
    from conventions_cli.drafting.draft import Draft, compose
    from conventions_cli.drafting.draft_values import Values, settings
    from conventions_cli.drafting.filed import described, referring
    from conventions_cli.drafting.going_on import by_hand
    from conventions_cli.drafting.interrupted import UNNAMED, State, kept_in, load, remove, save, state_file
    from conventions_cli.drafting.interview import AskedQuestion, Interview, Reply
    from conventions_cli.drafting.list_round import draft_list, list_values
    from conventions_cli.drafting.listed import Listed, acts_of
    from conventions_cli.drafting.page_facts import Page
    from conventions_cli.drafting.product_page import read_page
    from conventions_cli.drafting.products import fund_of, product
    from conventions_cli.drafting.resumed import take_up
    from conventions_cli.drafting.round_pages import pages_of
    from conventions_cli.drafting.scripted import Flags, apply
    from conventions_cli.drafting.sponsors import match, organisations_beside, read_sponsor
    from conventions_cli.drafting.surroundings import DIRECTORY, SCHEMA, Surroundings, find_directory
    from conventions_cli.drafting.understood import Order, order_of
    from conventions_cli.drafting.view import View

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
