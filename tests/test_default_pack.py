"""Which pack a draft that names none takes."""

import shutil
from pathlib import Path

from conventions_cli.foundation.memory import forget
from conventions_cli.source import parse
from conventions_cli.templating import pack
from conventions_cli.templating.pack import available, default_pack, load_pack
from fabrique import ABSENT, ROOT, check, document, spec

FAST = "delegation-fast-2025"


def test_a_draft_that_names_no_pack_takes_the_one_that_says_so_whatever_the_names_of_the_others():
    offered = [name for name in available() if load_pack(name).value.manifest.par_defaut]
    assert offered == [FAST]
    assert default_pack().name == FAST
    draft = spec(modele=ABSENT, date_signature=ABSENT)
    assert "FAST" in str(document(draft).metadata.title)


def test_the_pack_of_a_house_comes_before_ours_when_it_says_so(tmp_path):
    house = tmp_path / "aaa-maison"
    shutil.copytree(ROOT / "templates" / FAST, house)
    assert default_pack(tmp_path).name == "aaa-maison"
    manifest = house / "modele.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("par_defaut: oui\n", ""), encoding="utf-8")
    shutil.move(house, tmp_path / "zzz-maison")
    forget()
    assert default_pack(tmp_path).name == FAST


def test_a_pack_may_say_so_by_a_key_written_with_escapes(tmp_path):
    house = tmp_path / "maison"
    shutil.copytree(ROOT / "templates" / FAST, house)
    manifest = house / "modele.yaml"
    written = manifest.read_text(encoding="utf-8").replace("par_defaut: oui\n", '"par\\u005fdefaut": oui\n')
    manifest.write_text(written, encoding="utf-8")
    assert r'"par\u005fdefaut": oui' in written and default_pack(tmp_path).name == "maison"


def test_the_manifests_that_cannot_say_so_are_not_parsed(monkeypatch):
    forget()
    parsed = []
    monkeypatch.setattr(pack, "parse", lambda source: parsed.append(Path(source.name).parent.name) or parse(source))
    assert default_pack().name == FAST
    assert set(parsed) == {FAST}


def test_a_draft_without_pack_is_of_the_kind_of_the_default_one():
    outcome = check(spec(modele=ABSENT, date_signature=ABSENT))
    assert outcome.value.spec.kind.nature == "delegation"
    assert outcome.value.spec.kind.fund.acronym == "FAST"
