"""The JSON Schema of a spec, with the values that the packs and a directory of parties propose."""

from pathlib import Path

from conventions_cli.foundation import Diagnostic, Outcome
from conventions_cli.model import SEQUELS, Champ, Kind, Schema, spec_schema
from conventions_cli.source import Mapping, load_tree
from conventions_cli.templating.folders import own_templates
from conventions_cli.templating.pack import available, declared_kind, load_pack, makes_avenants


def schema_of(template_dir: Path | None = None, directory: Path | None = None) -> Outcome[Schema]:
    """The schema for the packs near the working directory, and for the parties of the file `directory`, if any."""
    beside = own_templates(Path())
    names = available(template_dir, beside)
    champs: dict[str, Champ] = {}
    kinds: dict[str, tuple[Kind, dict[str, Champ]]] = {}
    diagnostics: list[Diagnostic] = []
    for name in names:
        loaded = load_pack(name, template_dir, beside)
        diagnostics.extend(loaded.diagnostics)
        if loaded.value is not None:
            champs |= loaded.value.manifest.champs
            if loaded.value.manifest.nature not in SEQUELS and not makes_avenants(loaded.value):
                kinds[name] = declared_kind(loaded.value), dict(loaded.value.manifest.champs)
    references: tuple[str, ...] = ()
    if directory is not None:
        outcome = load_tree(directory)
        diagnostics.extend(outcome.diagnostics)
        parties = outcome.value.get("annuaire") if outcome.value is not None else None
        references = tuple(parties.keys()) if isinstance(parties, Mapping) else ()
    return Outcome(spec_schema(names, references, champs, kinds), tuple(diagnostics))
