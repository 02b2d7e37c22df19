"""What the clauses say in the cases the two reference acts do not show: several parties, services, conditions."""

import re

import pytest

from conventions_cli.document.nodes import Missing
from conventions_cli.document.walk import stretches
from conventions_cli.french.moments import moment, proviso
from conventions_cli.writers.markdown import write_markdown
from fabrique import SPECS, article, check, document, spec, words

THIRD = {
    "role": "delegataire",
    "nom": "Agence des ports",
    "sigle": "ADP",
    "article": "l’",
    "genre": "f",
    "nature": "service_etat",
    "representants": [{"fonction": "directrice", "genre": "f"}],
}
OWNER = {
    "role": "porteur",
    "nom": "Service du littoral",
    "sigle": "SDL",
    "article": "le",
    "nature": "service_etat",
    "representants": [{"nom": "Max TROIS", "fonction": "chef du service du littoral", "genre": "m"}],
}


def said(data, **options):
    return re.sub(r"[\s\u00a0\u202f\u2060]+", " ", " ".join(words(document(data, **options))))


OLDER = {
    "modele": "delegation-fast-2023",
    "dispositif": {"sigle": "FAST", "promotion": "13", "date_decision": "2023-06"},
}


def older(**changes):
    """The same act by the pack of 2023, signed then."""
    years = {"2023": {"ae": "185 000 €", "cp": "50 000 €"}, "2024": {"cp": "135 000 €"}}
    return spec(**OLDER, date_signature="2023-09-22", finances__echeancier=years, **changes)


def parties(*more):
    return [*spec()["parties"], *more]


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("signature", "à la signature"),
        ("Signature de la convention", "à la signature de la convention"),
        ("à la signature", "à la signature"),
        ("bilan de mi-parcours", "après le bilan de mi-parcours"),
        ("livraison du lot 2", "après la livraison du lot 2"),
        ("avis du comité", "après l’avis du comité"),
        ("atteinte des cibles", "à l’échéance suivante : atteinte des cibles"),
        ("dès réception du rapport", "dès réception du rapport"),
        ("l’issue du premier comité", "l’issue du premier comité"),
        ("comité d’investissement", "après le comité d’investissement"),
    ],
)
def test_an_event_enters_a_sentence_with_its_preposition(event, sentence):
    assert moment(event) == sentence
    assert moment(moment(event)) == sentence


OPENINGS = """à au aux après avant dès lors le les en sur une@fois sous suivant selon dans à@l’issue courant fin
mi début d’ici l’an"""


@pytest.mark.parametrize("opening", [one.replace("@", " ") for one in OPENINGS.split()])
def test_an_event_that_says_when_stays_as_it_is(opening):
    event = f"{opening} mars"
    assert moment(event) == event


@pytest.mark.parametrize(
    ("article", "nouns"),
    [
        ("le ", "bilan comité rapport jalon point retour test lancement bornage paradigmisme"),
        ("l’", "avis accord audit"),
        (
            "la ",
            "validation décision fermeture livraison mise séance présence clarté remontée recette remise revue",
        ),
    ],
)
def test_the_ending_of_an_event_tells_its_article(article, nouns):
    for noun in nouns.split():
        assert moment(noun) == f"après {article}{noun}"


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("que le tableau de bord soit public", "sous réserve que le tableau de bord soit public"),
        ("qu’il soit public", "sous réserve qu’il soit public"),
        ("de son accord", "sous réserve de son accord"),
        ("du vote", "sous réserve du vote"),
        ("des crédits", "sous réserve des crédits"),
        ("quelques tests", "sous réserve de la condition suivante : quelques tests"),
        ("deux visas", "sous réserve de la condition suivante : deux visas"),
        ("dumping exclu", "sous réserve de la condition suivante : dumping exclu"),
        ("d’une bonne mobilisation", "sous réserve d’une bonne mobilisation"),
        ("sous réserve de l’accord du comité", "sous réserve de l’accord du comité"),
        ("le tableau est public", "sous réserve de la condition suivante : le tableau est public"),
    ],
)
def test_a_condition_follows_its_proviso(condition, sentence):
    assert proviso(condition) == sentence


def test_a_party_has_one_name_after_its_definition_in_the_pack_that_names_it():
    text = said(spec())
    after = text.split("ensemble « les parties »")[1]
    assert "la DINUM" in after and "la DNUM" in after
    assert not re.search(r"\b(délégant|délégataire)\b", after)


def test_a_party_has_one_name_after_its_definition_in_the_pack_that_says_its_role():
    text = said(older())
    after = text.split("ensemble « les parties »")[1]
    assert "le délégataire" in after and "Pour le délégataire" in after
    assert "DNUM" not in after and "le délégant" not in after


def test_parties_who_share_a_role_keep_their_own_names_and_a_common_one_where_the_role_is_said():
    act = said(older(parties=parties(THIRD)))
    assert "la DNUM et l’ADP étant ci-après dénommées ensemble « les délégataires »" in act
    assert "Pour la DNUM" in act and "Pour l’ADP" in act


def test_the_collective_name_agrees_with_the_parties():
    assert "ci-après dénommées ensemble « les parties »" in said(spec(parties=parties(THIRD)))
    assert "ci-après dénommés ensemble « les parties »" in said(spec(parties=parties(OWNER)))


def test_addresses_are_printed_for_all_parties_or_for_none():
    place = "1 rue du Port, 76600 Le Havre"
    data = spec(parties__0__adresse=place, parties__1__adresse="2 rue du Quai")
    assert "rue" not in said(data)
    text = said({**data, "adresses": "oui"})
    assert f"située {place}" in text and "située 2 rue du Quai" in text


def test_an_address_asked_for_and_not_given_is_missing():
    data = {**spec(parties__0__adresse="1 rue du Port"), "adresses": "oui"}
    found = [one.message for one in check(data).diagnostics if one.severity.value == "erreur"]
    assert found == ["Il manque : adresse du délégataire."]
    act = document(data, draft=True)
    assert any(isinstance(one, Missing) for part in act.parts for stretch in stretches(part.blocks) for one in stretch)


def test_signatures_follow_their_order_and_those_it_leaves_out_come_after():
    data = {**spec(parties=parties(OWNER)), "ordre_signatures": ["sdl", "dnum"]}
    text = said(data)
    assert text.index("Pour le SDL") < text.index("Pour la DNUM") < text.index("Pour la DINUM")


def test_nothing_is_said_of_who_answers_for_the_credits_unless_the_spec_does():
    assert "responsable" not in article(document(spec()), "execution-financiere")
    told = article(document(spec(chorus__bop_du_delegant="oui")), "execution-financiere")
    assert "la\u00a0DINUM est responsable de ce BOP" in told


def test_two_services_are_each_owed_a_team_and_a_dashboard():
    data = spec(services=[{"nom": "Un"}, {"nom": "Deux"}], mobilisation=[{"profil": "développeur"}])
    text = article(document(data), "obligations-delegataire")
    assert "s’engage, pour chaque service, à" in text
    assert "en y consacrant, pour chaque équipe et pendant toute la durée du programme, au moins" in text
    assert "pour chaque nouveau produit" in text
    assert "ses équipes respectent" in text


def test_options_of_one_pack_are_not_duties_of_the_other():
    assert "croissance" not in said(older())
    assert "croissance" in said(older(champs={"soutien_croissance": "oui"}))
    assert "croissance" not in said(spec(champs={"soutien_croissance": "non"}))


@pytest.mark.parametrize("told", ["oui", "non"])
def test_the_coaching_share_is_told_once_in_either_place(told):
    text = said(spec(champs={"accompagnement_reparti": told}))
    assert text.count("15 000 €") == 1


@pytest.mark.parametrize(("count", "label"), [(1, "Activité"), (2, "Activités")])
def test_activities_are_told_in_their_number(count, label):
    act = document(spec(chorus__activites=["012900121401", "012900121402"][:count]))
    assert re.search(rf"\n{label}\n", article(act, "execution-financiere"))


@pytest.mark.parametrize(("data", "site"), [(older(), "gouvernement.fr"), (spec(), "info.gouv.fr")])
def test_an_act_names_the_site_of_its_date(data, site):
    assert f"sur le site {site}" in said(data)


def test_a_nil_cell_prints_empty():
    assert "| 2026 |  | 135\u202f000\u00a0€ |" in write_markdown(document(SPECS / "domifa.yaml"))


def test_a_clause_binds_the_party_whose_role_it_names():
    text = article(document(SPECS / "domifa.yaml"), "obligations-porteur")
    assert "La\u00a0DGCS s’engage" in text and "La\u00a0DNUM" not in text
