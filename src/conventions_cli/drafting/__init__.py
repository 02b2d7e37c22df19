"""A first spec: from answers, from a product page, or for a whole round of them.

`given` holds what is known, `draft` makes the text of it and says what is missing, whoever asked. `questions` is the
interview as a table, `interview` walks it without ever touching a terminal. `product_page`, `sponsors` and
`cohort` read the product pages of beta.gouv.fr.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.drafting.cohort import Round, draft_round, is_faulty, pages_of
    from conventions_cli.drafting.draft import Draft, compose
    from conventions_cli.drafting.given import Values, settings
    from conventions_cli.drafting.interrupted import State, kept_in, load, remove, save, state_file
    from conventions_cli.drafting.interview import Asked, Interview
    from conventions_cli.drafting.product_page import Page, read_page
    from conventions_cli.drafting.products import product
    from conventions_cli.drafting.scripted import Flags, apply
    from conventions_cli.drafting.sponsors import FUND, match, organisations_beside, read_sponsor
    from conventions_cli.drafting.surroundings import SCHEMA, Surroundings, find_directory
    from conventions_cli.drafting.view import View

__getattr__ = door(__name__)
