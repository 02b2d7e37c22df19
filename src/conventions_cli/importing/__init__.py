"""An act of a house taken in: what it says as a spec, its own wording as a pack, and the proof that both give it back.

`searched` flattens the tree into lines with their places; `identity`, `preamble`, `representatives`, `funding`,
`schedule`, `imputations`, `closing` find facts in it; `spec` writes them as YAML; `emptied`, `candidates` and
`house_pack` make the clauses, `readings` says where a value may be printed and `moving` what it moves; `roundtrip`
compares what they give with the act.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.importing.account import link_lines, next_line, pack_lines, proof_lines, report_lines
    from conventions_cli.importing.source import SourceAct, read_act
    from conventions_cli.importing.taking_in import Imported, import_pack, import_spec, prove, verdict

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
