"""Amounts, dates, words, grammar, typography."""

import errno
from datetime import date

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from arbres import ANY, MARKS
from conventions_cli.french import amounts, letters, typography
from conventions_cli.french.amounts import (
    AmountError,
    amount_in_words,
    format_amount,
    parse_amount,
)
from conventions_cli.french.dates import (
    DateError,
    Month,
    format_date,
    month_names,
    parse_date,
    parse_month_or_date,
    wrong_weekdays,
)
from conventions_cli.french.disk import disk_reason
from conventions_cli.french.durations import Duration, Unit, read_duration
from conventions_cli.french.grammar import (
    Article,
    Coordination,
    Gender,
    NounPhrase,
    agree,
    article_before,
    elides,
    enumerate_words,
    gender_of_function,
    gender_of_head,
    pluralized,
    split_article,
)
from conventions_cli.french.letters import MOST_MARKS, bare, composed, is_composed, piled
from conventions_cli.french.mentions import ACTOR, amounts_in, own_articles, plain, unfinished_in
from conventions_cli.french.numerals import number_in_words, parse_words
from conventions_cli.french.typography import typeset, unparted, visible
from conventions_cli.french.when import due
from conventions_cli.french.years_told import years_of

S, N = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    "text",
    ["200 000 €", "200000", f"200{N}000{S}€", f"200{S}000 euros", "200 000 EUR", "200000€", " 200 000 € "],
)
def test_amounts_are_read_as_people_write_them(text):
    assert parse_amount(text) == 200_000


@pytest.mark.parametrize(
    "text",
    [
        "70000.5",
        "70 000,50 €",
        "200 k€",
        "200k",
        "0,2 M€",
        "-5",
        "−5 €",
        "200.000",
        "200,000",
        "x",
        "",
        "2 00 000",
        "$5",
        "20O OOO",
        "٣",
        "9" * 20,
        "200 000 000 000 000",
    ],
)
def test_other_amounts_are_refused_with_the_form_to_type(text):
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "meant", "certain"),
    [
        ("2OO OOO €", 200_000, False),
        ("200.000 €", 200_000, True),
        ("200k€", 200_000, True),
        ("200,00 €", 200, True),
        ("200,50 €", None, True),
        ("1 000 000 000 001", None, True),
    ],
)
def test_an_amount_that_is_refused_says_what_it_means_and_whether_a_digit_is_guessed(text, meant, certain):
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert (caught.value.meant, caught.value.certain) == (meant, certain)


def test_the_largest_amount_is_read():
    assert parse_amount("1 000 000 000 000 €") == 10**12


@given(st.integers(0, 10**12))
def test_a_printed_amount_reads_back(euros):
    assert parse_amount(format_amount(euros)) == euros


@pytest.mark.parametrize(
    ("euros", "words"),
    [
        (0, "zéro euro"),
        (1, "un euro"),
        (80, "quatre-vingts euros"),
        (81, "quatre-vingt-un euros"),
        (200_000, "deux cent mille euros"),
        (185_000, "cent quatre-vingt-cinq mille euros"),
        (1_000_000, "un million d’euros"),
        (2_000_000, "deux millions d’euros"),
        (1_200_000, "un million deux cent mille euros"),
        (1_000_000_000, "un milliard d’euros"),
    ],
)
def test_amounts_in_words(euros, words):
    assert amount_in_words(euros) == words


@pytest.mark.parametrize("start", range(0, 100_000, 20_000))
def test_numbers_in_words_are_those_of_a_library(start):
    for number in range(start, start + 20_000, 7):
        assert number_in_words(number) == num2words(number, lang="fr")


@given(st.integers(0, 10**15 - 1))
def test_any_number_in_words_is_that_of_a_library_and_reads_back(number):
    words = number_in_words(number)
    assert words == num2words(number, lang="fr")
    assert parse_words(words) == number


@pytest.mark.parametrize("number", [-1, 10**15])
def test_a_number_out_of_reach_is_refused(number):
    with pytest.raises(ValueError, match="lettres"):
        number_in_words(number)


def test_months_are_those_of_cldr():
    assert dict(enumerate(month_names(), start=1)) == get_month_names("wide", locale="fr_FR")


@pytest.mark.parametrize(
    "text", ["2025-08-20", "20/08/2025", "20 août 2025", "20 aout 2025", f"20{S}août{S}2025", "20 Août 2025"]
)
def test_dates_are_read_in_three_forms(text):
    assert parse_date(text) == date(2025, 8, 20)


def test_the_first_of_the_month_reads_and_prints_1er():
    assert parse_date("1er janvier 2025") == date(2025, 1, 1)
    assert format_date(date(2025, 1, 1)) == f"1er{S}janvier{S}2025"
    assert format_date(Month(2025, 6)) == f"juin{S}2025"


@pytest.mark.parametrize(
    "text", ["31 juin 2025", "2025-02-29", "2025-13-01", "12/2025", "hier", "", "20 aoùt2025", "1/1/25"]
)
def test_impossible_dates_are_refused(text):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["mercredi 21 août 2025", "le lundi 20 août 2025", f"Lundi{S}20{S}août{S}2025"])
def test_a_wrong_weekday_is_told_and_nothing_is_proposed_in_its_place(text):
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert " est un " in str(caught.value)
    assert caught.value.meant == ""


def test_a_date_with_its_right_weekday_is_still_proposed_without_it():
    with pytest.raises(DateError) as caught:
        parse_date("jeudi 21 août 2025")
    assert caught.value.meant == "2025-08-21"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fait le lundi 20 août 2025.", [("lundi", "mercredi", 8)]),
        ("un lundi, le Mardi 2 juillet 2025, puis le jeudi, 03/07/2025", [("mardi", "mercredi", 13)]),
        ("le lundi 31 juin 2025", []),
        ("lundi ou mardi ; midi, 20 août 2025", []),
    ],
)
def test_the_weekdays_that_are_not_those_of_their_dates_are_found(text, said):
    assert [(one.said, one.right, one.start) for one in wrong_weekdays(text)] == said


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("au titre de l'article 12", [(12,)]),
        ("les articles 3 et 4", [(3, 4)]),
        ("l'article douze, l'article IX", [(12,), (9,)]),
        ("l'article premier", [(1,)]),
        ("l'article 2 du décret n° 2004-1085, la loi et son article 5", []),
        ("en application de l'article 10 de la loi du 12 avril 2000", []),
        ("l'article 9-1, l'article 3 bis, l'article L. 2113-6", []),
        ("le décret n° 2019-1088, notamment l'article 6", []),
        ("un article de presse, quatre articles", []),
    ],
)
def test_articles_of_the_act_are_told_from_those_of_another_text(text, numbers):
    assert [one.numbers for one in own_articles(text, in_words=True)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "le [à compléter] 2025",
        "[À préciser : date]",
        "[ … ] et",
        "[xxx]",
        "Monsieur XXX",
        "TODO",
        "À compléter",
        "montant : à compléter.",
        "{{ nor }}",
        "{% if x %}",
        "}}",
    ],
)
def test_what_is_left_to_complete_is_found(text):
    assert len(list(unfinished_in(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "le formulaire à compléter par l’usager",
        "des pièces à compléter, puis à signer",
        "trois points… et la suite",
        "{a}",
        "adresse xxx.fr",
        "le [dispositif]",
    ],
)
def test_what_a_sentence_says_is_not_left_to_complete(text):
    assert list(unfinished_in(text)) == []


@pytest.mark.parametrize("text", ["2025-06", "06/2025", "juin 2025"])
def test_months_are_read(text):
    assert parse_month_or_date(text) == Month(2025, 6)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_printed_date_reads_back(day):
    assert parse_date(format_date(day)) == day


@pytest.mark.parametrize(
    ("article", "noun", "le", "du", "au"),
    [
        (Article.LA, "DINUM", "la DINUM", "de la DINUM", "à la DINUM"),
        (Article.LE, "SIG", "le SIG", "du SIG", "au SIG"),
        (Article.ELIDED, "ANSSI", "l’ANSSI", "de l’ANSSI", "à l’ANSSI"),
        (
            Article.LES,
            "ministères sociaux",
            "les ministères sociaux",
            "des ministères sociaux",
            "aux ministères sociaux",
        ),
    ],
)
def test_articles_contract(article, noun, le, du, au):
    phrase = NounPhrase(noun, article)
    assert (phrase.le(), phrase.du(), phrase.au()) == (le, du, au)


def test_agreement_follows_gender_and_number():
    woman = NounPhrase("DINUM", Article.LA, Gender.FEMININE)
    man = NounPhrase("SIG", Article.LE)
    many = NounPhrase("ministères", Article.LES)
    assert agree("représenté", woman) == "représentée"
    assert agree("représenté", man) == "représenté"
    assert agree("représenté", many) == "représentés"
    assert agree("représenté", Coordination((woman, woman))) == "représentées"
    assert agree("représenté", Coordination((woman, man))) == "représentés"
    assert agree("responsable", woman) == "responsable"
    assert agree("compris", many) == "compris"
    assert Coordination((woman, man)).du() == "de la DINUM et du SIG"
    assert enumerate_words(["a", "b", "c"]) == "a, b et c"


def test_an_article_is_chosen_for_a_common_noun():
    assert article_before("directrice", Gender.FEMININE) is Article.LA
    assert article_before("adjoint", Gender.MASCULINE) is Article.ELIDED
    assert article_before("École", Gender.FEMININE) is Article.ELIDED
    assert article_before("Haute autorité", Gender.FEMININE) is Article.LA
    assert article_before("Hôpital", Gender.MASCULINE) is Article.ELIDED


MUTE_H = """hydraulique habilitation habitant hagiographie haleine hallucination haltère hameçon harmonie Haïti
hebdomadaire hectare hébergement Hebergement hélicoptère héliostat hellénisme Helvétie hématologie
hémicycle Hérault herbier hérédité hérétique héritage héroïne hermétisme hésitation hétérogénéité heure
heureux hexagone hippodrome histoire historien hiver hominidé homme homologation honnêteté honneur
honoraires hôpital Hopital hospice horaire horizon horloge horticulture hôte hôtel Hotel huile huissier
huître humain humanité humeur humidité"""


@pytest.mark.parametrize(
    ("word", "elided"),
    [
        *((word, True) for word in ("Agence", "École", "Hôpital", "huissier", "Yonne", "œuvre", "ouïe", "Hérault")),
        *((word, True) for word in MUTE_H.split()),
        *((word, True) for word in ("Yonne", "yeuse", "yeux", "Ypres", "Yser", "Yssingeaux", "Yvelines")),
        *((word, False) for word in ("onze", "oui", "ouistiti", "ouate", "ululer", "uhlan", "uniate")),
        *((word, True) for word in ("héritière", "Hospices", "Habitat", "île", "Yeux", "humanité", "E\u0301cole")),
        *((word, False) for word in ("onzième", "Onze", "oui", "ouate", "ululation", "yaourt", "huit", "Huitième")),
        *((word, False) for word in ("Haut-Commissariat", "Haute", "héron", "Héros", "Hauts-de-France", "DGCS", "")),
    ],
)
def test_an_article_elides_before_a_vowel_that_is_heard(word, elided):
    assert elides(word) is elided


@pytest.mark.parametrize(
    ("name", "article", "noun"),
    [
        ("La Poste", Article.LA, "Poste"),
        ("le huissier", Article.LE, "huissier"),
        ("l'huissier", Article.ELIDED, "huissier"),
        ("L’Héron", Article.ELIDED, "Héron"),
        ("les Huit", Article.LES, "Huit"),
        ("Lesage", None, "Lesage"),
        ("le", None, "le"),
    ],
)
def test_the_article_a_name_is_written_with_is_known(name, article, noun):
    assert split_article(name) == (article, noun)


@pytest.mark.parametrize(
    ("function", "gender"),
    [
        *((name, Gender.FEMININE) for name in ("contrôleuse", "cheffe", "adjointe", "présidente", "première")),
        *((name, Gender.FEMININE) for name in ("intendante", "conseillère", "déléguée", "patronne", "doyenne")),
        *((name, Gender.FEMININE) for name in ("directrice", "secrétaire générale", "cheffe de service", "l’adjointe")),
        *((name, Gender.FEMININE) for name in (" présidente, par intérim", "ministre déléguée")),
        *((name, Gender.MASCULINE) for name in ("Directeur général", "secrétaire général", "ministre délégué")),
        *((name, None) for name in ("responsable du service", "cadre", "commissaire")),
    ],
)
def test_gender_is_told_by_a_function_or_by_the_word_after_it(function, gender):
    assert gender_of_function(function) is gender


@pytest.mark.parametrize(
    ("text", "count", "unit", "months"),
    [
        ("six mois", 6, Unit.MONTH, 6),
        ("dix-huit \n mois", 18, Unit.MONTH, 18),
        ("2 ans", 2, Unit.YEAR, 24),
        ("une année", 1, Unit.YEAR, 12),
        ("vingt et une années", 21, Unit.YEAR, 252),
        ("vingt et une semaines", 21, Unit.WEEK, None),
        ("999 jours", 999, Unit.DAY, None),
    ],
)
def test_a_length_of_time_is_read(text, count, unit, months):
    read = read_duration(text)
    assert read == Duration(count, unit)
    assert read.months == months


@pytest.mark.parametrize(
    "text", ["1000 jours", "٣ mois", "0 jour", "zéro jour", "une mois", "une jour", "sixe mois", "cent un six mois"]
)
def test_what_is_no_length_of_time_is_not_read(text):
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("length", "day", "times", "reached"),
    [
        (Duration(2, Unit.WEEK), date(2025, 1, 1), 1, date(2025, 1, 15)),
        (Duration(3, Unit.DAY), date(2025, 1, 1), 2, date(2025, 1, 7)),
        (Duration(1, Unit.MONTH), date(2025, 1, 31), 1, date(2025, 2, 28)),
        (Duration(1, Unit.MONTH), date(2025, 11, 10), 1, date(2025, 12, 10)),
        (Duration(1, Unit.MONTH), date(2025, 12, 10), 1, date(2026, 1, 10)),
        (Duration(1, Unit.MONTH), date(2025, 1, 15), -1, date(2024, 12, 15)),
        (Duration(1, Unit.YEAR), date(2024, 2, 29), 1, date(2025, 2, 28)),
    ],
)
def test_a_length_of_time_after_a_day(length, day, times, reached):
    assert length.after(day, times) == reached


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Un total de 1 250,50 € ouvert.", [(12, 22, 125_050)]),
        ("soit 12,5 euros", [(5, 15, 1_250)]),
        ("le seuil du marché est de 90 000 €", []),
        ("90 000 € est un seuil", []),
    ],
)
def test_the_amounts_of_a_text_are_found_in_cents(text, found):
    assert list(amounts_in(text)) == found


def test_a_noun_is_plural_by_its_number_or_by_its_article():
    assert NounPhrase("DSI", Article.LES).plural
    assert NounPhrase("directeurs", Article.ELIDED, plural_number=True).plural
    assert not NounPhrase("DSI", Article.LA).plural


def test_the_reason_of_a_fault_of_the_disk_is_french():
    assert disk_reason(OSError(errno.EACCES, "x")) == "accès refusé"
    assert disk_reason(OSError(4000, "x")) == "erreur 4000 du système"
    assert disk_reason(OSError("x")) == disk_reason(ValueError("x")) == "nom de fichier refusé"


def test_accents_piled_past_the_bound_are_found():
    most = "e" + "\u0301" * MOST_MARKS
    assert piled(most) is None
    assert piled(most + "\u0301") is not None
    assert is_composed("é")
    assert not is_composed("e\u0301")
    assert composed("e\u0301") == "é"
    assert composed(most + "\u0301") == most + "\u0301"


def test_no_sign_before_the_first_mark_is_one():
    before = [chr(number) for number in range(ord(letters._FIRST_MARK))]
    assert [sign for sign in before if letters._is_mark(sign)] == [] and letters._is_mark(letters._FIRST_MARK)


def test_gender_is_told_by_the_head_noun_or_not_at_all():
    assert gender_of_head("Agence nationale") is Gender.FEMININE
    assert gender_of_head("Institut national") is Gender.MASCULINE
    assert gender_of_head("Envergo") is None


def test_role_names_take_the_plural():
    assert pluralized("partenaire-délégataire") == "partenaires-délégataires"
    assert pluralized("co-délégataire") == "co-délégataires"
    assert pluralized("sous-préfet") == "sous-préfets"
    assert [pluralized(noun) for noun in ("avis", "prix", "gaz")] == ["avis", "prix", "gaz"]
    for prefix in ("co", "vice", "ex", "non", "quasi", "mi", "demi", "semi", "inter", "avant", "arrière"):
        assert pluralized(f"{prefix}-garde") == f"{prefix}-gardes"
    assert pluralized("porteur de projet") == "porteurs de projet"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour !", f"Bonjour{N}!"),
        ("Bonjour!", f"Bonjour{N}!"),
        ("ici; là", f"ici{N}; là"),
        ("quoi ?!", f"quoi{N}?!"),
        ("Objet : x", f"Objet{S}: x"),
        ("Objet: x", f"Objet{S}: x"),
        ("80%", f"80{S}%"),
        ("80 %", f"80{S}%"),
        ("200 000 €", f"200{N}000{S}€"),
        ("1 200 000 euros", f"1{N}200{N}000{S}euros"),
        ("« x »", f"«{S}x{S}»"),
        ("«x»", f"«{S}x{S}»"),
        ("n° 12", f"n°{S}12"),
        ("M. Dupont et Mme Durand", f"M.{S}Dupont et Mme{S}Durand"),
        ("le 20 août 2025", f"le 20{S}août{S}2025"),
        ("l'État", "l’État"),
        ("l'Etat", "l’État"),
        ("A compter de ce jour", "À compter de ce jour"),
        ("une oeuvre, un coeur, un OEUVRE", "une œuvre, un cœur, un ŒUVRE"),
        ("etc...", "etc…"),
        ("1 élève, 1 stage", f"1{S}élève, 1{S}stage"),
        ("la promotion 13 du dispositif FAST 17", f"la promotion{S}13 du dispositif FAST{S}17"),
        ("le programme 129, hors titre 2 ; lot 4", f"le programme{S}129, hors titre{S}2{N}; lot{S}4"),
        ("articles 6 et 7, alinéas 2, 3 ou 4", f"articles{S}6 et{S}7, alinéas{S}2, 3 ou{S}4"),
        ("annexe 1, page 3, version 2, axe 1, § 4", f"annexe{S}1, page{S}3, version{S}2, axe{S}1, §{S}4"),
        ("l’annexe B et le titre II du livre IV", f"l’annexe{S}B et le titre{S}II du livre{S}IV"),
        ("BOP 129, TSA 30719 – 75334 Paris Cedex 07", f"BOP{S}129, TSA{S}30719 – 75334 Paris Cedex{S}07"),
        ("CS 12345 ou BP 12", f"CS{S}12345 ou BP{S}12"),
        ("décret n° 2004-1085", f"décret n°{S}2004-1085"),
        ("règlement (UE) 2016/679 et (UE) n° 1", f"règlement (UE){S}2016/679 et (UE){S}n°{S}1"),
        ("NOR : TSSZ2530440X", f"NOR{S}:{S}TSSZ2530440X"),
        ("article L. 312-1, article premier", f"article{S}L.{S}312-1, article{S}premier"),
        ("la DGCS, le SIG, de la DINUM", f"la{S}DGCS, le{S}SIG, de la{S}DINUM"),
        ("J.-P. Martin et Mme de La Tour", f"J.-P.{S}Martin et Mme{S}de La Tour"),
        ("6 mois, 2 jours, 12 ETP, 40 objectifs", f"6{S}mois, 2{S}jours, 12{S}ETP, 40{S}objectifs"),
        ("200 000 personnes, 2e phase, 1er alinéa", f"200{N}000{S}personnes, 2e{S}phase, 1er{S}alinéa"),
        ("10 000 € TTC", f"10{N}000{S}€{S}TTC"),
        ("au titre du programme ", f"au titre du programme{S}"),  # before a value
        (" mois à compter de ce jour", f"{S}mois à compter de ce jour"),  # after one
        # a number that stands for a noun said elsewhere, a year, a noun that bears its number already
        ("en 2025 les services, les 2 sont là", None),
        ("Au 31 décembre 2026 inclus", f"Au 31{S}décembre{S}2026 inclus"),
        ("l’article 6 précise", f"l’article{S}6 précise"),
        # never touched
        ("voir https://x.fr/lot et a@b.fr la", None),
        ("https://x.fr/a?b=1;c:d!", None),
        ("voir https://x.fr/?a=1 ici", None),
        ("a.b@c.fr", None),
        ("0129-16-02", None),
        ("12-129-FA17-MS0-0001", None),
        ("012900121401", None),
        ("TSSZ2530440X", None),
        ("10:30", None),
        ("data·inclusion", None),
        ("le coefficient", None),
        ("Vitamine A est", None),
        ("75334 Paris", None),
    ],
)
def test_typography(text, expected):
    assert typeset(text) == (text if expected is None else expected)


def folded(text):
    """A text without what typography may change: spaces, apostrophes, ligatures, accents on capitals."""
    pairs = {"’": "'", "œ": "oe", "Œ": "OE", "…": "...", "É": "E", "À": "A", "º": "o", "°": "o", "ᵉ": "e", "ʳ": "r"}
    return "".join(pairs.get(c, c) for c in text if not c.isspace()).casefold()


@given(st.text(st.one_of(MARKS, ANY, st.sampled_from("ÀEtatoeun 0123456789 ;:!?«»%€'°")), max_size=30))
def test_typography_is_idempotent_and_changes_no_word(text):
    once = typeset(text)
    assert typeset(once) == once
    assert folded(once) == folded(text)


@given(st.text(st.one_of(MARKS, ANY, st.sampled_from("LlaeADGpMm.nx0123456789   \u00a0:«,-/@()°")), max_size=30))
def test_in_names_only_blanks_change(name):
    once = unparted(name)
    assert unparted(once) == once
    assert [c for c in once if not c.isspace()] == [c for c in name if not c.isspace()]
    assert len(once) <= len(name)


@given(
    st.lists(
        st.sampled_from(["lot", "article", "la", "DGCS", "4", "6", "et", "mois", "M.", "Dupont", "L.", "n°", ","])
    ),
    st.sampled_from(["https://a.fr/lot?b=4", "lot.quatre@article.fr", "0129-CAHC-DISN", "TSSZ2530440X", "10:30"]),
)
def test_what_is_protected_is_found_again(words, code):
    text = " ".join([*words, code, *words])
    assert code in unparted(text)
    assert code in typeset(text)
    assert unparted(typeset(text)) == typeset(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Prestations, lot 4 « Développement »", f"Prestations, lot{S}4 « Développement »"),
        ("TSA 30719 – 75334 Paris Cedex 07", f"TSA{S}30719 – 75334 Paris Cedex{S}07"),
        ("la DGCS", f"la{S}DGCS"),
        ("M. Dupont", f"M.{S}Dupont"),
        ("l'Etat : A", None),
    ],
)
def test_names_keep_their_letters_and_their_numbers(name, expected):
    assert unparted(name) == (name if expected is None else expected)


WORDS = [
    *(
        "12",
        "1er",
        "1ER",
        "1ᵉʳ",
        "200",
        "000",
        "janvier",
        "2025",
        "Etat",
        "oeuvre",
        "oeil",
        "OEuvre",
        "Oeil",
        "A",
        "M.",
    ),
    *(
        "Mme",
        "Dr",
        "Durand",
        "art.",
        "Article",
        "no",
        "No",
        "n°",
        "Nº",
        "%",
        "€",
        "?",
        ":",
        "« a »",
        "l'État",
        "x",
        "...",
    ),
    *("l'État", "12:30", "a@b.fr", "www.a.fr/b?c'd", "https://a.fr/b?c'd", "mailto:x?y'z", "0129-CAHC", "TSSZ2530440X"),
]


@pytest.mark.parametrize("first", WORDS)
def test_no_rule_of_typography_is_passed_over_for_want_of_its_sign(first, monkeypatch):
    blanks = ("", " ", "\u00a0", ".")
    texts = [f"{first}{blank}{second}{end}" for second in WORDS for blank in blanks for end in ("", " est là")]
    found = [typeset.__wrapped__(text) for text in texts]
    every = tuple((("",), pattern, written) for _, pattern, written in typography._RULES)
    monkeypatch.setattr(typography, "_RULES", every)
    monkeypatch.setattr(typography, "_may_be_protected", lambda _: True)
    assert found == [typeset.__wrapped__(text) for text in texts]


@given(
    st.lists(
        st.sampled_from(["1", "12", "200", "000", "0", "٣", " ", "\u00a0", "\u202f", "  ", "€", "e", "k", ",", "."])
    )
)
def test_an_amount_written_plainly_is_read_as_any_other(pieces):
    text = "".join(pieces)

    def read():
        try:
            return parse_amount(text)
        except amounts.AmountError as fault:
            return str(fault), fault.hint, fault.meant

    found = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(amounts, "_SHORT", 0)  # the short way is never taken
        assert read() == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fin mars 2024", "à la fin du mois de mars 2024"),
        ("fin août 2024", "à la fin du mois d’août 2024"),
        ("Fin avril 2024", "à la fin du mois d’avril 2024"),
        ("fin d’octobre 2024", "à la fin du mois d’octobre 2024"),
        ("fin\u00a0mars\u00a02024", "à la fin du mois de mars 2024"),
        ("à la fin du mois de mars 2024", None),
        ("à la fin du mois d’août 2024", None),
        ("à la fin mars 2024", "à la fin du mois de mars 2024"),
        ("la fin du mois de juin", "à la fin du mois de juin"),
        ("fin mars", "à la fin du mois de mars"),
        ("début mars 2024", "au début du mois de mars 2024"),
        ("au début du mois d'octobre 2024", "au début du mois d’octobre 2024"),
        ("courant juin 2024", "dans le courant du mois de juin 2024"),
        ("mi-décembre 2025", "à la mi-décembre 2025"),
        ("mi décembre 2025", "à la mi-décembre 2025"),
        ("à la mi-décembre 2025", None),
        ("fin 2024", "à la fin de l’année 2024"),
        ("début de l’année 2024", "au début de l’année 2024"),
        ("mi-2024", "au milieu de l’année 2024"),
        ("premier trimestre 2024", "au premier trimestre 2024"),
        ("2e semestre 2025", "au deuxième semestre 2025"),
        ("au premier trimestre 2024", None),
        ("31 mars 2024", f"le 31{S}mars{S}2024"),
        ("2024-03-31", f"le 31{S}mars{S}2024"),
        ("1er avril 2024", f"le 1er{S}avril{S}2024"),
        ("mars 2024", f"en mars{S}2024"),
        ("mars", "en mars"),
        ("2024", "en 2024"),
        ("avant le 31 mars 2024", None),
        ("le 31 mars 2024", None),
        ("en mars 2024", None),
        ("à la signature", None),
        ("fin des travaux", None),
        ("après la fin mars 2024", None),
        ("finmars 2024", None),
        ("", None),
    ],
)
def test_when_something_is_due_is_said_as_a_sentence_says_it(text, expected):
    said = due(text)
    assert said == (text if expected is None else expected)
    assert due(said) == said


def test_an_author_s_own_no_break_space_stays_and_the_others_are_shown_plain():
    assert visible(f"Léa{S}vient : oui") == f"Léa{S}vient : oui"


def test_spaces_around_a_time_change_nothing():
    assert due(" fin mars 2024 ") == due("fin mars 2024") != "fin mars 2024"


def test_the_months_and_years_of_the_calendar_are_read_up_to_its_ends():
    assert parse_month_or_date("2025-01") == Month(2025, 1)
    assert parse_month_or_date("12/1900") == Month(1900, 12)
    assert parse_month_or_date("2999-12") == Month(2999, 12)
    assert parse_date("1900-01-01") == date(1900, 1, 1)
    for beyond in ("2025-00", "2025-13", "1899-12", "3000-01"):
        with pytest.raises(DateError):
            parse_month_or_date(beyond)


@pytest.mark.parametrize(("letter", "digit"), list(zip("OolISB", "001158", strict=True)))
def test_a_letter_that_looks_like_a_digit_is_read_as_that_digit(letter, digit):
    with pytest.raises(AmountError) as caught:
        parse_amount(f"2{letter}7 €")
    assert caught.value.meant == int(f"2{digit}7")


def test_only_a_sign_of_thousands_that_ends_the_number_shortens_an_amount():
    for text, meant in (("200 K€", 200_000), ("200 ke", 200_000), ("12 MD", 12 * 10**9)):
        with pytest.raises(AmountError, match="abrège") as caught:
            parse_amount(text)
        assert caught.value.meant == meant
    for text in ("3 mois", "12 kg"):
        with pytest.raises(AmountError, match="n’est pas un montant"):
            parse_amount(text)


ROMANS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX"
WORDS_FROM_TWO = """deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
dix-sept dix-huit dix-neuf vingt"""


def test_the_number_of_an_article_is_read_in_words_and_in_roman_numerals():
    for start, written in ((1, ROMANS), (2, WORDS_FROM_TWO)):
        for number, text in enumerate(written.split(), start=start):
            assert [one.numbers for one in own_articles(f"l'article {text}", in_words=True)] == [(number,)]


OTHER_TEXTS = """du décret, de la loi, du code, de l'arrêté, des arrêtés, d'une ordonnance, dudit règlement, de la
circulaire, de ladite directive, du traité, de la constitution, de la LOLF, du RGPD, du CCAG, du
cahier des charges, de ce marché, de l'accord, du bail, des statuts, de la charte, de l'instruction,
du protocole, des conditions générales, d'une annexe, de la même loi, du marché susvisé, d'un accord"""


@pytest.mark.parametrize("text", [" ".join(one.split()) for one in OTHER_TEXTS.split(",")])
def test_an_article_of_any_other_text_is_not_one_of_the_act(text):
    assert list(own_articles(f"selon l'article 4 {text}")) == []
    assert list(own_articles(f"selon l'article 4, alinéa 2, {text}")) == []


BINDING = """s'engage, s'engagent, s'oblige, s'obligent, doit, doivent, est tenu, est tenue, sont tenus, sont
tenues, adhère, adhèrent, veille, veillent, désigne, désignent, consacre, consacrent, prend en
charge, met à disposition, mettent à disposition"""


@pytest.mark.parametrize("verb", [" ".join(one.split()) for one in BINDING.split(",")])
def test_each_verb_that_binds_names_who_is_bound(verb):
    assert ACTOR.search(f"La DINUM {verb} .")[1] == "DINUM"
    assert ACTOR.search(f"L'ANSSI {verb} .")[2] == "ANSSI"


@pytest.mark.parametrize(
    "verb",
    [
        "compléter",
        "completer",
        "préciser",
        "remplir",
        "renseigner",
        "définir",
        "confirmer",
        "valider",
        "ajouter",
        "choisir",
    ],
)
def test_a_place_in_brackets_is_left_to_complete_whatever_its_verb(verb):
    assert len(list(unfinished_in(f"le [à {verb} : date] 2025"))) == 1


def test_spaces_apostrophes_and_hyphens_are_made_plain():
    assert plain("1\u00a02\u202f3\u20094\u20025’6\u20117\n8") == "1 2 3 4 5'6-7 8"


UNITS = """jours semaine semestres trimestres heures minutes secondes euros centimes millions milliards points
mm cm m km m² ha g kg h min ko Ko Mo Go To M€ k€ K€ ETP ETPT exemplaires mois ans années"""


@pytest.mark.parametrize("unit", UNITS.split())
def test_a_number_and_its_unit_stay_on_one_line_even_a_number_like_a_year(unit):
    assert unparted(f"2024 {unit} ou") == f"2024{S}{unit} ou"
    assert unparted(f"2024 {unit}") == f"2024{S}{unit}"


def test_a_year_counts_no_noun_and_a_number_that_opens_a_quotation_does():
    for year in ("1999", "2024", "2101"):
        assert unparted(f"{year} agents") == f"{year} agents"
    assert typeset("« 3 agents »") == f"«{S}3{S}agents{S}»"
    assert unparted("lot 3 agents") == f"lot{S}3 agents"


def test_the_words_of_other_countries_and_of_old_acts_are_numbers_too():
    words = {"septante": 70, "huitante-deux": 82, "octante": 80, "nonante-neuf": 99, "vingts": 20, "mil": 1000}
    assert {word: parse_words(word) for word in words} == words


@pytest.mark.parametrize(
    "moment",
    [
        *(
            f"{start} 2024"
            for start in ("en", "fin", "début", "courant", "mi", "milieu", "fin de l’année", "début l'année")
        ),
        *(f"{start} de l’année 2024" for start in ("courant", "au cours", "au milieu")),
        *(f"{part} de 2024" for part in ("2e trimestre", "semestre", "quadrimestre", "été", "automne", "printemps")),
        *(f"{part} 2024" for part in ("rentrée", "T3", "S1", "4T", "2S", "3 mars", "1er mars", "mars de l’année")),
        *(f"{month}. 2024" for month in ("janv", "fév", "févr", "avr", "juil", "sept", "oct", "nov", "déc")),
        *("3/03/2024", "3.03.2024", "2024-3", "2024-12-01", "03/2024", "mi-2024"),
    ],
)
def test_the_year_of_a_moment_is_read_however_it_is_told(moment):
    assert years_of(f"le bilan, {moment}") == {2024}


def test_each_sign_has_its_own_space():
    assert [typeset(f"a {sign}b") for sign in ";!?"] == [f"a{N}{sign}b" for sign in ";!?"]
    assert [typeset(f"5{sign}") for sign in "€%"] == [f"5{S}{sign}" for sign in "€%"]
    assert [typeset(f"{number} 5") for number in ("No", "no", "N°", "nº")] == [f"{letter}°{S}5" for letter in "NnNn"]
    assert typeset("mailto:a'b.fr dit l'an") == "mailto:a'b.fr dit l’an"


def test_a_day_past_the_end_of_its_month_is_told_how_many_there_are():
    for text, told in (("32/01/2025", "janvier 2025 compte 31 jours"), ("0032-12-01", "n’est pas plausible")):
        with pytest.raises(DateError, match=told):
            parse_date(text)
    with pytest.raises(DateError, match="pas de mois 13"):
        parse_date("01/13/2025")


def test_a_day_and_its_month_stay_on_one_line_after_a_no_break_space_too():
    assert typeset(f"le{S}3 mars") == f"le{S}3{S}mars"
    assert bare("ﬁn é", "NFKD") == "fin e"


CITED = """arrêté avenant avis circulaire convention courrier décision décret délibération lettre loi note ordonnance
arrêtés"""


def test_the_day_of_a_text_that_is_cited_is_no_moment_nor_is_what_comes_before_a_new_year():
    assert [years_of(f"prévu par {text} du 3 mars 2019") for text in CITED.split()] == [frozenset()] * 14
    for day in ("1er janvier 2024", "janvier 2024", "1/1/2024", "01/01/2024", "1.01.2024", "2024-01-01", "2024-1-1"):
        assert years_of(f"avant le {day}") == frozenset()
    for rank, said in enumerate(("premier", "deuxième", "troisième", "quatrième"), start=1):
        assert due(f"{rank}e trimestre 2024") == f"au {said} trimestre 2024"
