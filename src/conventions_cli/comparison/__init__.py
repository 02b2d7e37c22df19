"""The comparison of two acts: the changes and their places; pure functions on trees, one module per form.

`comparing` calls the others in order; `alignment` pairs the units of both acts, `hunks` finds the words that differ in
a text, `collect` lists the changes, `headlines` and `by_key` single out money and dates. `printed`, `json_comparison`
and `side_by_side` write the result; `redlining` writes it as tracked changes for Word: `matching` and `weaving` make
one body of two, `threads` its paragraphs, `proving` reads the result back.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.comparison.act_differences import Beside, Change, Comparison, Fact, Kind, Line, Nature, Op
    from conventions_cli.comparison.alignment import Aligned, Alignment, align
    from conventions_cli.comparison.by_key import Differing, differing
    from conventions_cli.comparison.collect import Collector
    from conventions_cli.comparison.comparing import COARSE, Side, View, compare, writer
    from conventions_cli.comparison.folder_versions import Turn, Version, markdown_of
    from conventions_cli.comparison.hunks import Hunk, Sort, Token, Tokens, differences, text_of, tokens
    from conventions_cli.comparison.likeness import RESEMBLES, share
    from conventions_cli.comparison.phrases import KINDS, around, short
    from conventions_cli.comparison.places import part_name
    from conventions_cli.comparison.proving import Difference
    from conventions_cli.comparison.redlining import Redline, redline
    from conventions_cli.comparison.sequences import alike, common, in_order, stretches
    from conventions_cli.comparison.side_by_side import changes_html
    from conventions_cli.comparison.units import Shape, Unit, UnitsByBlock, unit_of

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
