"""An act of a house taken in: what it says as a spec, its own wording as a pack, and the proof that both give it back.

`act` flattens the tree into lines with their places; `identity`, `parties`, `representatives`, `money`, `schedule`,
`chorus`, `closing` find facts in it; `spec` writes them as YAML; `wording`, `candidates` and `pack` make the clauses;
`roundtrip` renders and compares.
"""
