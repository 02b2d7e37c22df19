"""An act written elsewhere, turned into a spec and a pack, with the proof that these two print that act again.

`searched` flattens the tree into lines with their places; `identity`, `preamble`, `representatives`, `funding`,
`schedule`, `imputations`, `closing` find facts in these lines; `spec` writes the facts as YAML; `emptied`,
`candidates` and `house_pack` write the clauses; `readings` says where a clause may print a value; `moving` checks
which words change with each value; `roundtrip` compares the printed act with the original.
"""

from typing import TYPE_CHECKING

from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.importing.account import link_lines, next_line, pack_lines, proof_lines, report_lines
    from conventions_cli.importing.source import SourceAct, read_act
    from conventions_cli.importing.taking_in import Imported, import_pack, import_spec, prove, verdict

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
