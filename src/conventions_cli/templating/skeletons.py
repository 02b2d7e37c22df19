"""The pack `convention templates new` writes: short, whole, commented for a jurist who has never made one."""

from conventions_cli.templating.pack import MANIFEST

_MANIFEST = """\
# Le plan de l’acte, de haut en bas. Ce qui suit « # » est un commentaire, pour vous : l’acte n’en dit rien.
#
# Chaque ligne du plan est une section (titre, parties, visas, signatures…) ou un article, avec :
#   article  l’étiquette de l’article, en minuscules ; une clause y renvoie par {{ renvoi("objet") }}
#   titre    ce qui s’imprime après son numéro, calculé
#   clause   le ou les fichiers .md où sont ses mots : dans ce dossier, sinon parmi les clauses fournies (« commun »)
#   si       la condition pour que l’élément soit dans l’acte
#   avec     un nom donné à une valeur, pour ses clauses : « qui » dit qui s’engage
#   enonce   ce que le décret n° 2004-1085 (article 2) veut lire, et que cet article dit
#   echeances : les dates à tenir que ses clauses disent ; elles en prennent les mots, et le calendrier, les jours
#
# Après chaque changement : convention templates check CHEMIN
titre: TITRE
version: 0.1.0
# Le seul nom que l’acte donne à chaque partie, une fois définie : le sien (nom : « la DINUM »), ou celui de son rôle
# (role : « le délégant »).
designations: {delegant: nom, delegataire: nom, porteur: nom}
plan:
  - {section: projet, clause: commun/projet.md, si: projet}
  - {section: entete, clause: commun/entete.md, si: entete or image_entete}
  - {section: titre, clause: titre.md}
  - {section: sommaire, clause: commun/sommaire.md, si: sommaire}
  - {section: parties, clause: commun/parties.md}
  - {section: visas, clause: commun/visas.md}
  - {section: corps, clause: commun/formule-present.md}
  - article: objet
    titre: Objet de la convention
    clause: objet.md
    enonce: objet
  - article: duree
    titre: Durée de la convention
    clause: commun/duree.md
    enonce: duree
    # « le » : la date même. « de » : la date dont on compte, avec « apres », « avant » ou « tous_les » (« six mois »),
    # que la clause imprime par {{ echeances.preavis.delai }}, {{ echeances.comite.periode }}…
    echeances:
      - {nom: prise_d_effet, quoi: prise d’effet, le: prise_d_effet}
      - {nom: fin, quoi: fin de la convention, le: duree.fin, si: not duree.deux_termes}
      - {nom: fin, quoi: "fin technique : dernier jour pour engager et réaliser", le: duree.fin, si: duree.deux_termes}
      - {nom: fin_comptable, quoi: "fin comptable : dernier paiement", le: duree.fin_comptable, si: duree.deux_termes}
  - article: obligations-delegant
    titre: Obligations {{ delegant | du }}
    avec: {qui: delegant}
    clause: [obligations-delegant.md, commun/obligations-particulieres.md]
    enonce: obligations-delegant
  - article: obligations-delegataire
    titre: Obligations {{ delegataire | du }}
    avec: {qui: delegataire}
    clause: [obligations-delegataire.md, commun/obligations-particulieres.md]
    enonce: obligations-delegataire
  # Sans porteur, cet article n’est pas dans l’acte, et les suivants prennent son numéro.
  - article: obligations-porteur
    titre: Obligations {{ porteur | du }}
    si: porteur
    avec: {qui: porteur}
    clause: [obligations-porteur.md, commun/obligations-particulieres.md]
    enonce: obligations-porteur
  - article: execution-financiere
    titre: Exécution financière de la délégation
    clause: commun/execution-financiere.md
    enonce: [execution-financiere, compte-rendu]
    echeances:
      - {nom: tranche, quoi: "tranche d’AE {rang} ({declencheur})", le: finances.tranches}
      - {nom: versement_cp, quoi: "mise à disposition des CP de {annee}", le: finances.calendrier_cp}
      - {nom: compte_rendu, quoi: compte rendu des dépenses et de l’avancement, de: duree.fin, qui: delegataire}
  - article: modification-resiliation
    titre: Modification et résiliation
    clause: [commun/modification.md, commun/resiliation.md]
    echeances:
      - nom: preavis
        quoi: "dernier jour pour résilier avant le terme (préavis de {delai})"
        texte: "préavis de {delai}"
        de: duree.fin
        avant: duree.preavis_mois
  - article: publication
    titre: Publication
    clause: publication.md
    enonce: publication
  - {section: signatures, clause: commun/signatures.md}
  - {section: copies, clause: commun/copies.md, si: copies}
  - {section: annexe, clause: commun/annexes.md, si: annexes}
"""

_CLAUSES = {
    "titre.md": """\
{# Ce qui est entre accolade et dièse est un commentaire : il n’est jamais imprimé.
   « {% if titre %} » : si la spécification donne un titre, c’est le sien ; sinon, celui-ci. #}
# {% if titre %}{{ titre }}{% else %}Convention de délégation de gestion{% if date_signature is not manquant %} du {{ date_signature }}{% endif %} entre {{ [delegant.noms_entiers, delegataire.noms_entiers] | le }}, pour {% if plusieurs_services %}les services numériques{% else %}le service numérique{% endif %} {{ services | guillemets }}{% endif %}

{% if nor %}

NOR : {{ nor }}
{% endif %}
{% if reference %}

Référence : {{ reference }}
{% endif %}
""",
    "objet.md": """\
{# Les valeurs viennent de la spécification ; « Le », « au », « du » font les contractions, « verbe » les accords.
   À vous : remplacez ces phrases par les vôtres, en gardant les valeurs entre doubles accolades. #}
{{ delegant | Le }} {{ delegant | verbe("confie", "confient") }} {{ delegataire | au }}, en son nom et pour son compte, les actes de gestion que définit l’{{ renvoi("execution-financiere") }}, afin de développer {% if plusieurs_services %}les services numériques{% else %}le service numérique{% endif %} {{ services | guillemets }}.

{% if dispositif.sigle %}
Cette délégation fait suite aux décisions du dispositif {{ dispositif.nom }}.
{% endif %}
{% if annexes %}

{% if annexes | length > 1 %}Les annexes sont jointes{% else %}L’annexe est jointe{% endif %} à la présente convention.
{% endif %}
""",
    "obligations-delegant.md": """\
{# « qui » est la partie que nomme modele.yaml (« avec »). Une ligne commence par un tiret : c’est une liste. #}
{{ qui | Le }} {{ qui | verbe("s’engage", "s’engagent") }} à :

- mettre les crédits prévus à l’{{ renvoi("execution-financiere") }} à la disposition {{ delegataire | du }}.
""",
    "obligations-delegataire.md": """\
{{ qui | Le }} {{ qui | verbe("s’engage", "s’engagent") }} à :

- employer les crédits délégués au seul développement {% if plusieurs_services %}des services{% else %}du service{% endif %} {{ services | guillemets }} ;
- rendre compte de leur emploi dans les conditions prévues à l’{{ renvoi("execution-financiere") }}.
""",
    "obligations-porteur.md": """\
{{ qui | Le }} {{ qui | verbe("s’engage", "s’engagent") }} à :

- désigner les agents qui répondent {% if plusieurs_services %}des services{% else %}du service{% endif %} {{ services | guillemets }} ;
- associer {{ delegant | le }} et {{ delegataire | le }} aux décisions qui {% if plusieurs_services %}les{% else %}le{% endif %} concernent.
""",
    "publication.md": """\
En application de l’article 2 du décret n° 2004-1085 du 14 octobre 2004, la présente convention est publiée par chaque administration signataire, selon les modalités qui lui sont propres.
""",
}


def skeleton(title: str, path: str) -> dict[str, bytes]:
    """The files of a new pack, by name. `title`: how people name it; `path`: its folder, for the comments."""
    manifest = _MANIFEST.replace("check CHEMIN", f"check {path}").replace("titre: TITRE", f"titre: {title}")
    texts = {MANIFEST: manifest, **_CLAUSES}
    return {name: text.encode("utf-8") for name, text in texts.items()}
