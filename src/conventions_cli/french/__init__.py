"""French as an administration writes it: amounts, dates, words, grammar, typography. Knows nothing of conventions."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.french import grammar
    from conventions_cli.french.amounts import (
        NO_BREAK,
        AmountError,
        amount_in_words,
        format_amount,
        format_number,
        parse_amount,
    )
    from conventions_cli.french.dates import (
        DateError,
        Month,
        fold_accents,
        format_date,
        month_names,
        parse_date,
        parse_month_or_date,
        wrong_weekdays,
    )
    from conventions_cli.french.disk import disk_reason
    from conventions_cli.french.durations import MOST, Duration, Unit, read_duration
    from conventions_cli.french.grammar import (
        Article,
        Coordination,
        Gender,
        NounPhrase,
        Phrase,
        agree,
        article_before,
        capitalized,
        elides,
        enumerate_words,
        gender_of_function,
        gender_of_head,
        pluralized,
        split_article,
    )
    from conventions_cli.french.letters import MOST_MARKS, bare, composed, is_composed, piled
    from conventions_cli.french.mentions import (
        ACRONYM,
        ACTOR,
        AMOUNT,
        BARE_AMOUNT,
        BINDS,
        Mentioned,
        amounts_in,
        cents,
        folded,
        own_articles,
        plain,
        sentence_around,
        unfinished_in,
    )
    from conventions_cli.french.moments import moment, proviso
    from conventions_cli.french.numerals import NUMBER_WORD, number_in_words, parse_words
    from conventions_cli.french.typography import NO_BREAK_HYPHEN, typeset, unparted, visible
    from conventions_cli.french.when import due
    from conventions_cli.french.years_told import years_of

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
