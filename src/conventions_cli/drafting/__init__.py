"""A first spec: from answers, from a product page, or for a whole round of them.

`values` holds what is known, `draft` makes the text of it and says what is missing, whoever asked. `questions` is the
interview as a table, `interview` walks it without ever touching a terminal. `page`, `sponsors` and `cohort` read the
product pages of beta.gouv.fr.
"""
