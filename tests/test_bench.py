"""The bench's own pieces: its specs are valid and differ. No duration is asserted anywhere."""

import importlib.util

import pytest

from conventions_cli import pipeline
from fabrique import ROOT


@pytest.fixture(scope="module")
def cohort():
    spec = importlib.util.spec_from_file_location("cohort", ROOT / "benchmarks" / "cohort.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_specs_of_the_bench_hold_without_a_warning(cohort, tmp_path):
    for path in cohort.write_cohort(tmp_path, 60):
        outcome = pipeline.check(path)
        assert outcome.value is not None
        assert outcome.diagnostics == ()


def test_the_specs_of_the_bench_differ_in_what_makes_an_act_its_own(cohort, tmp_path):
    seen = {"service": set(), "nor": set(), "pam": set()}
    amounts, names, people = set(), set(), set()
    numbers = [*range(120), cohort.MAX_SPECS - 1]
    cohort.write_cohort(tmp_path, 1)
    for number in numbers:
        path = tmp_path / f"x{number}.yaml"
        path.write_text(cohort.spec_text(number), encoding="utf-8")
        convention = pipeline.check(path).value.spec.convention
        seen["service"].add(str(convention.services_connus[0].nom))
        seen["nor"].add(str(convention.nor))
        seen["pam"].add(str(convention.chorus.projet_analytique))
        amounts.add(convention.finances.montant)
        names.update(str(party.nom) for party in convention.parties_connues)
        people.update(str(party.representants[0].nom) for party in convention.parties_connues)
    assert all(len(values) == len(numbers) for values in seen.values())
    assert len(amounts) > 30
    assert len(names) >= 36
    assert len(people) > 30
