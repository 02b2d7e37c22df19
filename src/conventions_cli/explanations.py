"""The page of each code: why it is a fault, a wrong and a right example.

`convention explain`, docs/diagnostics.md and the SARIF report are made from these declarations, and a test runs every
example. An example of `Kind.FIELDS` is laid over a good spec, one of `Kind.ACT` is put in an act; the others are whole files,
clauses or commands.
"""

from enum import Enum

from conventions_cli.diagnostics import Code
from conventions_cli.records import Record


class Kind(Enum):
    """What an example is; the value is the word shown above it."""

    FIELDS = "extrait de spécification"
    FILE = "fichier entier"
    CLAUSE = "clause"
    PLAN = "extrait de modele.yaml"
    COMMAND = "commande"
    ACT = "extrait d’acte"


class Page(Record, frozen=True):
    """Why, and two examples; `right` may be empty where no text can show it."""

    why: str
    wrong: str
    right: str
    kind: Kind = Kind.FIELDS


F, W, C, P, X, A = Kind.FIELDS, Kind.FILE, Kind.CLAUSE, Kind.PLAN, Kind.COMMAND, Kind.ACT

_DINUM = "{reference: dinum, role: delegant}"
_DNUM = "{reference: dnum, role: delegataire}"
_SHARED = f"parties: [{_DINUM}, {_DNUM}, {{reference: dgcs, role: delegataire}}]"

PAGES: dict[str, Page] = {
    # C1xx
    "C101": Page(
        "Une spécification est un fichier texte enregistré en UTF-8, l’encodage par défaut des éditeurs actuels.",
        "\\xe9t\\xe9: 1",
        "modele: delegation-fast-2025",
        W,
    ),
    "C102": Page(
        "Un caractère invisible ou réservé changerait l’acte sans qu’on le voie ; il vient le plus souvent d’un copier-coller.",
        'entete: "Ministère\\u202e du travail"',
        "entete: Ministère du travail",
    ),
    "C103": Page(
        "Le fichier ne suit pas l’écriture YAML : la lecture s’arrête là, et le reste du fichier n’est pas vérifié.",
        "titre: Accord : phase 2: suite",
        'titre: "Accord : phase 2: suite"',
        F,
    ),
    "C104": Page(
        "De deux lignes qui portent la même clé, l’une serait ignorée en silence.",
        "nor: TSSZ2530440X\nnor: TSSZ2530441X",
        "nor: TSSZ2530440X",
    ),
    "C105": Page(
        "Toute valeur est lue comme elle est écrite ; une étiquette YAML (« ! ») n’a pas d’usage ici.",
        "entete: !important Ministère",
        'entete: "!important Ministère"',
    ),
    "C106": Page(
        "Une spécification tient en quelques Kio ; un fichier de plus de 1 Mio n’en est pas une.",
        "{1 Mio}",
        "modele: delegation-fast-2025",
        W,
    ),
    "C107": Page(
        "Une spécification n’a pas besoin de plus de cinquante niveaux ; au-delà, un crochet a été oublié.",
        "{60 niveaux}",
        "modele: delegation-fast-2025",
        W,
    ),
    "C108": Page(
        "Les renvois YAML (« *nom ») en grand nombre, ou qui se multiplient entre eux, rendraient le fichier démesuré.",
        "{60 renvois}",
        "entete: &m Ministère\nlieu_signature: *m",
    ),
    "C109": Page(
        "Un fichier porte une convention ; « --- » au milieu en commencerait une autre, qui serait ignorée.",
        "modele: delegation-fast-2025\n---\nmodele: delegation-fast-2023",
        "modele: delegation-fast-2025",
        W,
    ),
    "C110": Page(
        "Le fichier est vide ou ne contient que des commentaires.",
        "# à écrire",
        "services: [{nom: Domifa}]\ndispositif: {sigle: FAST}",
        W,
    ),
    "C111": Page(
        "Une spécification est une suite de lignes « clé: valeur » ; ici, c’est une liste ou un texte seul.",
        "- Domifa\n- Mano",
        "services: [{nom: Domifa}, {nom: Mano}]\ndispositif: {sigle: FAST}",
        W,
    ),
    "C112": Page(
        "Un fichier ne peut pas hériter de lui-même, ni d’un fichier qui l’hérite.",
        "herite: exemple.yaml",
        "herite: base.yaml",
    ),
    "C113": Page(
        "« herite » nomme un ou plusieurs fichiers .yaml, par un chemin relatif au fichier qui les hérite.",
        "herite: anuaire.yaml",
        "herite: base.yaml",
    ),
    "C114": Page(
        "Une clé est un mot suivi de deux-points ; la fusion « << » est remplacée par « herite ».",
        "dispositif:\n  <<: {promotion: 16}",
        "dispositif: {promotion: 16}",
    ),
    "C115": Page(
        "Un renvoi « *nom » reprend une valeur marquée « &nom » plus haut ; sans elle, il ne désigne rien.",
        "entete: *ministere",
        'entete: "*ministere"',
    ),
    "C116": Page(
        "Le fichier n’existe pas, n’est pas lisible, ou n’est pas un fichier.",
        "validate absent.yaml",
        "validate base.yaml",
        X,
    ),
    "C117": Page(
        "Le tiret d’une liste est suivi d’une espace ; sans elle, la ligne est lue comme du texte.",
        "copies:\n  -Monsieur le contrôleur budgétaire",
        "copies:\n  - Monsieur le contrôleur budgétaire",
    ),
    "C118": Page(
        "YAML prend une espace insécable (venue d’un traitement de texte) pour une lettre, et non pour un retrait.",
        "duree:\n  preavis_mois:\u00a03",
        "duree:\n  preavis_mois: 3",
    ),
    "C119": Page(
        "Les guillemets courbes de Word ne sont pas ceux de YAML : ils seraient imprimés dans l’acte.",
        "entete: “Ministère du travail”",
        "entete: Ministère du travail",
    ),
    "C120": Page(
        "Après une espace, le signe # commence un commentaire : la fin de la ligne serait perdue en silence.",
        "lieu_signature: Paris #15",
        'lieu_signature: "Paris #15"',
    ),
    "C121": Page(
        "Un texte copié d’un PDF ou de Word apporte ce que l’œil ne voit pas : ligatures, césures, signes sans largeur, "
        "accents à part de leur lettre. Rien n’en est imprimé ; « convention fmt » écrit le texte réparé.",
        "entete: O\ufb03ce national",
        "entete: Office national",
    ),
    "C122": Page(
        "Des accents lus dans un autre encodage que le leur (« Ã© » pour « é »), ou une lettre perdue (U+FFFD) : l’acte "
        "les imprimerait ; la lecture probable est proposée, elle n’est pas imposée.",
        "entete: MinistÃ¨re du travail",
        "entete: Ministère du travail",
    ),
    "C123": Page(
        "Deux cents constats sont détaillés par fichier, les erreurs d’abord ; au-delà, leur nombre est dit. Un même oubli, en tête de fichier, en explique souvent la plupart.",
        "validate nombreux.yaml",
        "validate base.yaml",
        X,
    ),
    "C126": Page(
        "Une spécification peut venir de n’importe qui : ce qu’elle nomme (fichiers hérités, image, acte modifié) reste dans "
        "le dossier ouvert, liens suivis, et porte un nom de spécification, sans quoi rien n’en est lu ni montré. Ce dossier "
        "est celui que l’on donne à la commande, ou celui du fichier donné, élargi au dépôt (« .git ») ou au dossier de "
        "l’annuaire qui le contient ; « --racine DOSSIER » en choisit un autre.",
        "herite: ../ailleurs/commun.yaml",
        "herite: base.yaml",
    ),
    "C127": Page(
        "Ce qu’une convention hérite tient en quelques fichiers : au plus 200, 30 à la suite, 8 Mio de texte, un million de clés "
        "superposées, et 100 000 valeurs que les parties reprennent de l’annuaire. Au-delà, la commande n’en finirait pas.",
        "{mille parties de mille clés}",
        "modele: delegation-fast-2025",
        W,
    ),
    # C2xx
    "C201": Page(
        "Un acte daté porte toutes les informations obligatoires ; sans date de signature, il reste un projet et elles sont seulement signalées.",
        "finances: {montant: }",
        "finances: {montant: 200 000 €}",
    ),
    "C202": Page(
        "Une clé mal orthographiée serait ignorée, et sa valeur perdue.",
        "lieu_signatur: Paris",
        "lieu_signature: Paris",
    ),
    "C203": Page(
        "Une liste, un groupe de clés ou une simple valeur est placé là où une autre forme est attendue.",
        "services: Domifa",
        "services: [{nom: Domifa}]",
    ),
    "C204": Page("La valeur n’a pas la forme attendue à cet endroit.", "", ""),
    "C205": Page(
        "Les montants sont des euros entiers, positifs ou nuls, écrits avec tous leurs chiffres.",
        "finances: {montant: 200 k€}",
        "finances: {montant: 200 000 €}",
    ),
    "C206": Page(
        "Une date s’écrit 2025-08-20, 20/08/2025 ou 20 août 2025, et existe au calendrier.",
        "duree: {fin: 31 juin 2026}",
        "duree: {fin: 31 décembre 2026}",
    ),
    "C207": Page(
        "Une réponse est « oui » ou « non ».",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, signataires: [{{nom: Zoé, fonction: adjointe, par_delegation: vrai}}]}}]",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, signataires: [{{nom: Zoé, fonction: adjointe, par_delegation: oui}}]}}]",
    ),
    "C208": Page(
        "La valeur appartient à une liste fermée, que l’aide énumère.",
        "parties: [{reference: dinum, role: déléguant}, " + _DNUM + "]",
        f"parties: [{_DINUM}, {_DNUM}]",
    ),
    "C209": Page(
        "Un nombre entier s’écrit en chiffres, entre les bornes indiquées.",
        "duree: {preavis_mois: trois}",
        "duree: {preavis_mois: 3}",
    ),
    "C210": Page(
        "Une adresse web est entière et commence par https://, http:// ou mailto:.",
        "champs: {url_guide: doc.incubateur.net}",
        "champs: {url_guide: https://doc.incubateur.net}",
    ),
    "C211": Page(
        "Le texte est vide, ou plus long que ce que l’acte peut porter à cet endroit.",
        'services: [{nom: ""}]',
        "services: [{nom: Domifa}]",
    ),
    "C212": Page(
        "« reference » renvoie à une partie de l’annuaire ; celle-ci n’y est pas.",
        f"parties: [{_DINUM}, {{reference: dnm, role: delegataire}}]",
        f"parties: [{_DINUM}, {_DNUM}]",
    ),
    "C213": Page(
        "« modele » nomme un dossier de clauses ; il n’y en a pas de ce nom.",
        "modele: delegation-fast-2026",
        "modele: delegation-fast-2025",
    ),
    "C223": Page(
        "L’image de l’en-tête est un fichier PNG ou JPEG entier, de 2 Mio et 25 millions de points au plus, dans le dossier "
        "ouvert, nommé par un chemin relatif au fichier qui la nomme. Un fichier tronqué, abîmé, ou d’une autre taille que "
        "celle qu’il annonce est refusé avant que rien ne soit écrit.",
        "image_entete: {fichier: absente.png, texte_alternatif: République française}",
        "",
    ),
    "C224": Page(
        "La spécification dit être d’une version du format que ce « convention » ne connaît pas : rien d’autre n’en est vérifié.",
        "spec_version: 99",
        "spec_version: 1",
    ),
    "C225": Page(
        "Cette clé est celle d’un ancien brouillon du format : sa valeur est lue à sa place d’aujourd’hui. « convention migrate » réécrit le fichier, commentaires gardés.",
        "signature: 2025-08-20",
        "date_signature: 2025-08-20",
    ),
    "C226": Page(
        "Un titre, un nom ou un objectif tient sur une ligne de l’acte : les retours à la ligne d’un texte écrit avec "
        "« | » y seraient perdus. L’en-tête et les adresses gardent les leurs.",
        "lieu_signature: |\n  Paris\n  La Défense",
        "entete: |\n  Ministère du travail\n  Direction du numérique",
    ),
    "C214": Page(
        "Sous « champs », seules les clés que le modèle déclare dans modele.yaml ont un effet.",
        "champs: {bilan: cent services}",
        "champs: {bilan_services: cent services}",
    ),
    "C215": Page(
        "Les clés de l’échéancier sont des années de quatre chiffres.",
        "finances: {echeancier: {25: {ae: 1 €}}}",
        "finances: {echeancier: {2025: {ae: 185 000 €, cp: 50 000 €}}}",
    ),
    "C216": Page(
        "Une part est un pourcentage de 0 à 100.",
        "finances: {tranches: [{part: 150 %, declencheur: signature}]}",
        "finances: {tranches: [{part: 100 %, declencheur: signature}]}",
    ),
    "C218": Page(
        "L’acte est un projet : cette information pourra être donnée plus tard, mais avant la signature.",
        "date_signature:\nfinances: {montant: }",
        "date_signature:\nfinances: {montant: 200 000 €}",
    ),
    "C219": Page(
        "Un texte mis en forme n’admet que paragraphes, listes, gras, italique, liens et notes.",
        "obligations: {dnum: ['<b>publier</b> le logo']}",
        "obligations: {dnum: ['**publier** le logo']}",
    ),
    "C220": Page(
        "Le modèle choisi ne prévoit pas cette section : elle serait perdue sans un mot.",
        "amende: {titre: Convention, date_signature: 2024-01-01}",
        "nor: TSSZ2530440X",
    ),
    "C221": Page(
        "Une erreur ne se tolère pas : elle se corrige. Seuls avertissements et informations se tolèrent, un par un.",
        "tolere: [{code: C351, motif: à revoir}]",
        "tolere: [{code: C337, motif: fonds ouvert en 2025}]\nchorus: {fonds: 12345}",
    ),
    "C222": Page(
        "Une tolérance qui ne sert plus masquerait un jour une vraie faute.",
        "tolere: [{code: C337, motif: fonds ouvert en 2025}]",
        "tolere: [{code: C337, motif: fonds ouvert en 2025}]\nchorus: {fonds: 12345}",
    ),
    # C3xx, law
    "C301": Page(
        "La délégation de gestion n’existe qu’entre services de l’État ; un opérateur ou un GIP reçoit une subvention.",
        f"parties: [{_DINUM}, {{reference: gip, role: delegataire}}]",
        f"parties: [{_DINUM}, {_DNUM}]",
    ),
    "C302": Page(
        "Une délégation est conclue pour une durée limitée, qui suit sa signature.",
        "duree: {fin: 2025-01-31}",
        "duree: {fin: 2026-12-31}",
    ),
    "C303": Page(
        "L’acte doit énoncer la mission confiée ; aucun article du modèle ne déclare le faire.",
        "enonce: duree",
        "enonce: objet",
        P,
    ),
    "C304": Page(
        "L’acte doit énoncer les modalités d’exécution financière ; aucun article du modèle ne déclare le faire.",
        "enonce: duree",
        "enonce: execution-financiere",
        P,
    ),
    "C305": Page(
        "L’acte doit énoncer les obligations de chaque partie ; le modèle n’en a pas pour ce rôle.",
        "enonce: duree",
        "enonce: [obligations-delegant, obligations-delegataire]",
        P,
    ),
    "C306": Page(
        "L’acte doit énoncer l’obligation de rendre compte ; aucun article du modèle ne déclare le faire.",
        "enonce: duree",
        "enonce: compte-rendu",
        P,
    ),
    "C307": Page(
        "L’acte doit énoncer sa publication ; aucun article du modèle ne déclare le faire.",
        "enonce: duree",
        "enonce: publication",
        P,
    ),
    "C308": Page(
        "Une délégation de gestion vise le décret qui l’institue et le décret sur la gestion budgétaire et comptable publique.",
        "visas: [décret n° 2004-1085 du 14 octobre 2004]",
        "visas: [décret n° 2004-1085 du 14 octobre 2004, décret n° 2012-1246 du 7 novembre 2012]",
    ),
    "C309": Page(
        "Le texte sur la DINUM a changé en 2019, et a été modifié en 2023 : le visa suit la date de signature.",
        "visas: [décrets n° 2004-1085 et n° 2012-1246, décret n° 2017-1584 du 20 novembre 2017]",
        "visas: [décrets n° 2004-1085 et n° 2012-1246, décret n° 2019-1088 du 25 octobre 2019 modifié]",
    ),
    "C310": Page(
        "Celui qui signe est le représentant de la partie, ou dit s’il signe par délégation : rien n’est présumé. « par_delegation: oui » l’imprime, « delegation: » en cite le texte, « par_delegation: non » n’imprime rien.",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, signataires: [{{nom: Zoé QUATRE, fonction: adjointe, genre: f}}]}}]",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, signataires: [{{nom: Zoé QUATRE, fonction: adjointe, genre: f, par_delegation: oui}}]}}]",
    ),
    "C311": Page("Un NOR a quatre lettres, sept chiffres et une lettre.", "nor: TSSZ253044X", "nor: TSSZ2530440X"),
    "C312": Page(
        "Les chiffres 5 et 6 d’un NOR sont l’année de l’acte, et une convention finit par X.",
        "nor: TSSZ2130440X",
        "nor: TSSZ2530440X",
    ),
    "C313": Page(
        "La décision précède la signature, qui précède l’effet, qui précède la fin.",
        "dispositif: {date_decision: 2025-12}",
        "dispositif: {date_decision: 2025-06}",
    ),
    "C316": Page(
        "Copie de l’acte va d’ordinaire au contrôleur budgétaire et comptable ministériel du délégant et à celui de chaque délégataire. « Les contrôleurs … dont relèvent les parties » les nomme tous.",
        "copies: [Monsieur le contrôleur budgétaire et comptable ministériel des services du Premier ministre]",
        "copies: [Monsieur le contrôleur budgétaire et comptable ministériel des services du Premier ministre, Madame la contrôleuse budgétaire et comptable ministérielle dont relève le délégataire]",
    ),
    "C317": Page(
        "Sous 50 000 €, une convention coûte souvent plus qu’elle n’apporte.",
        "finances: {montant: 40 000 €, accompagnement: 0, echeancier: {2025: {ae: 40 000 €, cp: 40 000 €}, 2026: {cp: 0}}}",
        "finances: {montant: 200 000 €}",
    ),
    "C320": Page(
        "Un acte lie au moins deux parties, et six au plus.",
        "parties: [{reference: dinum, role: delegant}, {reference: dnum, role: delegataire}, {reference: dgcs, role: porteur}, {reference: p4, role: porteur}, {reference: p5, role: porteur}, {reference: p6, role: porteur}, {reference: p7, role: porteur}]",
        f"parties: [{_DINUM}, {_DNUM}]",
    ),
    "C321": Page(
        "Deux parties de même nom ne se distinguent plus dans les clauses : on ne saurait pas qui s’engage.",
        f"parties: [{_DINUM}, {_DNUM}, {{reference: dgcs, role: porteur, sigle: DNUM}}]",
        f"parties: [{_DINUM}, {_DNUM}, {{reference: dgcs, role: porteur}}]",
    ),
    "C322": Page(
        "Les obligations et le cofinancement ne nomment que des parties de l’acte.",
        "obligations: {dnmu: [publier]}",
        "obligations: {dnum: [publier]}",
    ),
    "C318": Page(
        "L’article écrit est imprimé tel quel, pour que l’on puisse écrire « le Onzième bureau » ; devant une voyelle, « la » et « le » s’élident d’ordinaire.",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, nom: Agence du littoral, sigle: , article: la}}]",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, nom: Agence du littoral, sigle: , article: l’, genre: f}}]",
    ),
    "C323": Page(
        "L’article « l’ » ou « les » ne dit pas le genre, dont dépendent les accords ; le nom ne le dit pas toujours.",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, nom: Armées réunies, sigle: AR, article: les}}]",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, nom: Armées réunies, sigle: AR, article: les, genre: f}}]",
    ),
    "C324": Page(
        "Une fonction citée avec son article s’accorde ; « responsable » ne dit pas le genre.",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, representants: [{{fonction: responsable du service}}]}}]",
        f"parties: [{_DINUM}, {{reference: dnum, role: delegataire, representants: [{{fonction: responsable du service, genre: f}}]}}]",
    ),
    "C325": Page(
        "Deux services de même nom ne se distinguent plus dans l’acte.",
        "services: [{nom: Domifa}, {nom: Domifa}]",
        "services: [{nom: Domifa}, {nom: Mano}]",
    ),
    "C326": Page(
        "« groupe » range les parties en deux côtés au moins.",
        "parties: [{reference: dinum, role: delegant, groupe: 1}, {reference: dnum, role: delegataire, groupe: 1}]",
        "parties: [{reference: dinum, role: delegant, groupe: 1}, {reference: dnum, role: delegataire, groupe: 2}]",
    ),
    "C327": Page(
        "La clause de résiliation cite l’article 5 du décret, et les actes publiés prévoient trois mois. Un autre préavis peut être voulu : ce que l’article 5 permet n’a pas pu être lu dans un texte officiel, d’où un simple avertissement.",
        "duree: {preavis_mois: 1}",
        "duree: {preavis_mois: 3}",
    ),
    "C328": Page(
        "Les articles sont numérotés quand l’acte est produit. Un numéro tapé dans un texte de la spécification ne suit pas quand un article s’ajoute ou disparaît. L’article d’un décret, d’une loi ou d’un marché n’est pas en cause.",
        "obligations: {dnum: [publier le bilan prévu à l’article 12]}",
        "obligations: {dnum: [publier le bilan prévu à l’article 9 du décret n° 2012-1246]}",
    ),
    "C329": Page(
        "Un jour de la semaine qui n’est pas celui de la date fait douter des deux.",
        "finances: {calendrier_cp: [{annee: 2026, quand: lundi 31 mars 2026}]}",
        "finances: {calendrier_cp: [{annee: 2026, quand: mardi 31 mars 2026}]}",
    ),
    "C330": Page(
        "« [à compléter] », « XXX » ou « {{ nom }} » seraient imprimés tels quels : la spécification n’est pas une clause, et rien n’y est remplacé. Dans un projet, ce qui manque se laisse vide après sa clé.",
        'services: [{nom: "{{ service }}"}]',
        "services: [{nom: Domifa}]",
    ),
    # C3xx, Chorus
    "C331": Page(
        "Le centre financier, le domaine fonctionnel et les activités commencent par 0 et le numéro du programme.",
        "chorus: {centre_financier: 0352-CFSE-CFIN}",
        "chorus: {centre_financier: 0129-CAHC-DISN}",
    ),
    "C332": Page(
        "Le deuxième groupe du code PAM est le programme.",
        "chorus: {projet_analytique: 12-352-FA17-MS0-0001}",
        "chorus: {projet_analytique: 12-129-FA17-MS0-0001}",
    ),
    "C333": Page(
        "Pour le FAST, le troisième groupe du code PAM est FA suivi de la promotion.",
        "chorus: {projet_analytique: 12-129-FA13-MS0-0001}",
        "chorus: {projet_analytique: 12-129-FA17-MS0-0001}",
    ),
    "C334": Page(
        "Chaque axe de CHORUS a une forme ; un code d’une autre forme serait rejeté à la saisie.",
        "chorus: {centre_financier: 0129-CAHC}",
        "chorus: {centre_financier: 0129-CAHC-DISN}",
    ),
    "C335": Page(
        "O et 0, I et 1, S et 5, B et 8 se confondent ; une lecture est proposée, jamais appliquée.",
        "chorus: {centre_de_cout: SGSIFABO75}",
        "chorus: {centre_de_cout: SGSIFAB075}",
    ),
    "C336": Page(
        "Un code s’écrit en capitales, sans espace, avec des tirets simples, sans le préfixe d’un export de CHORUS.",
        "chorus: {centre_financier: 0129–cahc–disn}",
        "chorus: {centre_financier: 0129-CAHC-DISN}",
    ),
    "C337": Page(
        "La forme de cet axe n’est connue que par quelques actes : celle-ci surprend.",
        "chorus: {fonds: 12345}",
        "chorus: {fonds: 1-2-00532}",
    ),
    "C338": Page(
        "Un crédit ne peut pas être ouvert sur un programme qui n’existe pas cette année-là.",
        "chorus: {programme: 352, domaine_fonctionnel: 0352-01, centre_financier: 0352-CFSE-CFIN, activites: [035200010101]}",
        "chorus: {programme: 129}",
    ),
    "C339": Page(
        "Le nom d’un programme est fixé par la loi de finances de l’année.",
        "chorus: {libelle_programme: Innovation}",
        "chorus: {libelle_programme: Coordination du travail gouvernemental}",
    ),
    "C340": Page(
        "Un centre de coût ou un service exécutant a d’ordinaire dix caractères.",
        "chorus: {centre_de_cout: SGSIFAB7}",
        "chorus: {centre_de_cout: SGSIFAB075}",
    ),
    "C341": Page(
        "Ce code admet des lettres, mais un O, un I ou un L entre deux chiffres est plus souvent un 0 ou un 1 mal recopié ; une lecture est proposée, jamais appliquée.",
        "chorus: {activites: [0129OO121401]}",
        "chorus: {activites: [012900121401]}",
    ),
    # C3xx, money
    "C351": Page(
        "On délègue ce qui est attribué, moins l’accompagnement que le délégant paie lui-même.",
        "finances: {montant: 190 000 €}",
        "finances: {montant: 200 000 €}",
    ),
    "C352": Page(
        "Ce qui est engagé finit par être payé : sur la durée de l’acte, les CP égalent les AE.",
        "finances: {echeancier: {2026: {cp: 100 000 €}}}",
        "finances: {echeancier: {2026: {cp: 135 000 €}}}",
    ),
    "C353": Page(
        "On ne paie pas plus que ce qui a été ouvert en engagement : année après année, les CP cumulés restent sous les AE cumulées.",
        "finances: {echeancier: {2025: {cp: 190 000 €}}}",
        "finances: {echeancier: {2025: {cp: 50 000 €}}}",
    ),
    "C355": Page(
        "Les AE sont d’ordinaire ouvertes l’année de la signature.",
        "finances: {echeancier: {2025: {ae: 100 000 €, cp: 50 000 €}, 2026: {ae: 85 000 €, cp: 135 000 €}}}",
        "finances: {echeancier: {2025: {ae: 185 000 €}}}",
    ),
    "C356": Page(
        "L’échéancier se lit de la première année à la dernière.",
        "finances: {echeancier: {2024: {cp: 0}}}",
        "finances: {echeancier: {2027: {cp: 0}}}",
    ),
    "C357": Page(
        "Un échéancier commence l’année de la signature et ne saute pas d’année.",
        "finances: {echeancier: {2028: {cp: 0}}}",
        "finances: {echeancier: {2027: {cp: 0}}}",
    ),
    "C358": Page(
        "Après la fin de l’acte, rien ne fonde plus un paiement, à moins que la fin comptable soit la dernière facture.",
        "duree: {fin: 2025-12-31}",
        "duree: {fin: 2026-12-31}",
    ),
    "C359": Page(
        "Quand la comptabilité se clôt à la dernière facture, des CP peuvent suivre la fin des prestations : à vérifier.",
        "duree: {fin: 2025-12-31, fin_comptable: derniere_facture}",
        "duree: {fin: 2026-12-31, fin_comptable: derniere_facture}",
    ),
    "C360": Page(
        "Les tranches couvrent exactement les AE de l’année : 100 % des parts, ou la somme des montants.",
        "finances: {tranches: [{part: 50 %, declencheur: signature}, {part: 40 %, declencheur: bilan}]}",
        "finances: {tranches: [{part: 50 %, declencheur: signature}, {part: 50 %, declencheur: bilan}]}",
    ),
    "C361": Page(
        "Si l’accompagnement épuise le montant, rien n’est délégué et aucune convention n’est utile.",
        "finances: {accompagnement: 200 000 €}",
        "finances: {accompagnement: 15 000 €}",
    ),
    "C362": Page(
        "Les promotions du FAST ont un plafond d’usage ; un montant supérieur est à vérifier.",
        "finances: {montant: 300 000 €, accompagnement: 115 000 €}",
        "finances: {montant: 200 000 €}",
    ),
    "C363": Page(
        "Le partenaire apporte d’ordinaire au moins autant que le dispositif.",
        "finances: {cofinancement: {montant: 10 000 €}}",
        "finances: {cofinancement: {montant: 200 000 €}}",
    ),
    "C364": Page(
        "Peu de paiements passent après la mi-novembre : des CP de l’année risquent d’être perdus.",
        "date_signature: 2025-12-01",
        "date_signature: 2025-08-20",
    ),
    "C365": Page(
        "Un versement ou une tranche vise une année qui a de tels crédits.",
        "finances: {calendrier_cp: [{annee: 2027, quand: fin mars 2027}]}",
        "finances: {calendrier_cp: [{annee: 2026, quand: fin mars 2026}]}",
    ),
    "C366": Page(
        "Une délégation confie la gestion à *un* autre service (décret n° 2004-1085, art. 1er). Avec deux délégataires, il y a deux comptables et deux contrôleurs : aucun ne vise un montant dont il ne sait pas quelle part est la sienne. L’échéancier se donne alors par délégataire, « echeancier: {dnum: {2025: {ae: …, cp: …}}, dgcs: {2025: …}} », où « dnum » est la « reference: » de la partie, à défaut son sigle en minuscules. Pour un service qui ne reçoit pas de crédits, le rôle est « porteur ».",
        _SHARED,
        f"{_SHARED}\nfinances: {{echeancier: {{dnum: {{2025: {{ae: 100 000 €, cp: 100 000 €}}}}, dgcs: {{2025: {{ae: 85 000 €, cp: 85 000 €}}}}}}}}",
    ),
    "C367": Page(
        "Un échéancier donné par délégataire est donné pour chacun d’eux, sous l’identifiant de la partie : sa « reference: », à défaut son sigle ou son nom, en minuscules et avec des tirets.",
        f"{_SHARED}\nfinances: {{echeancier: {{dnum: {{2025: {{ae: 185 000 €, cp: 185 000 €}}}}}}}}",
        f"{_SHARED}\nfinances: {{echeancier: {{dnum: {{2025: {{ae: 100 000 €, cp: 100 000 €}}}}, dgcs: {{2025: {{ae: 85 000 €, cp: 85 000 €}}}}}}}}",
    ),
    "C368": Page(
        "Les AE sont ouvertes pour une année, du 1er janvier au 31 décembre : celles qui ne sont pas engagées tombent. Une tranche se débloque donc dans l’année de ses AE. L’échéance et le déclencheur sont des textes libres : seuls les jours, mois, trimestres et années qui s’y lisent sans doute sont comparés, et rien n’est dit du reste.",
        "finances: {tranches: [{part: 50 %, declencheur: signature}, {part: 50 %, declencheur: bilan, echeance: fin mars 2026}]}",
        "finances: {tranches: [{part: 50 %, declencheur: signature}, {part: 50 %, declencheur: bilan, echeance: fin novembre 2025}]}",
    ),
    "C369": Page(
        "Les CP sont ceux d’une année : ils sont mis à disposition dans cette année, ni avant, ni après. Une date qui ne se lit pas sans doute n’est pas comparée.",
        "finances: {calendrier_cp: [{annee: 2026, quand: fin mars 2027}]}",
        "finances: {calendrier_cp: [{annee: 2026, quand: fin mars 2026}]}",
    ),
    "C371": Page("Un NOR désigne un seul acte.", "validate doublon/nor", "validate base.yaml", X),
    "C372": Page("Un code PAM désigne d’ordinaire un seul projet.", "validate doublon/pam", "validate base.yaml", X),
    "C373": Page(
        "Un service n’est d’ordinaire lauréat qu’une fois par promotion.",
        "validate doublon/service",
        "validate base.yaml",
        X,
    ),
    # C38x: reports of execution
    "C380": Page(
        "Les engagements constatés restent dans les autorisations d’engagement que la convention a ouvertes.",
        "execution: {arrete_au: 2026-06-30, realise: {2025: {engage: 190 000 €, paye: 40 000 €}}}",
        "execution: {arrete_au: 2026-06-30, realise: {2025: {engage: 180 000 €, paye: 40 000 €}}}",
    ),
    "C381": Page(
        "Les paiements constatés, cumulés, restent dans les crédits de paiement ouverts jusqu’à cette année.",
        "execution: {arrete_au: 2025-12-31, realise: {2025: {engage: 180 000 €, paye: 60 000 €}}}",
        "execution: {arrete_au: 2025-12-31, realise: {2025: {engage: 180 000 €, paye: 50 000 €}}}",
    ),
    "C382": Page(
        "Une année ne paie plus que ses crédits que si le reliquat des précédentes a été reporté.",
        "execution: {arrete_au: 2026-12-31, realise: {2025: {engage: 180 000 €, paye: 40 000 €}, 2026: {paye: 140 000 €}}}",
        "execution: {arrete_au: 2026-12-31, realise: {2025: {engage: 180 000 €, paye: 40 000 €}, 2026: {paye: 135 000 €}}}",
    ),
    "C383": Page(
        "On ne paie que ce qui a été engagé, et l’on ne prévoit de payer que ce qui l’est ou le sera.",
        "execution: {arrete_au: 2025-12-31, realise: {2025: {engage: 30 000 €, paye: 40 000 €}}}",
        "execution: {arrete_au: 2025-12-31, realise: {2025: {engage: 60 000 €, paye: 40 000 €}}}",
    ),
    "C384": Page(
        "Si les crédits ouverts ne suffisent pas, le délégataire le signale ; sinon, une prévision est trop haute.",
        "execution: {arrete_au: 2025-12-31, realise: {2025: {engage: 180 000 €, paye: 40 000 €}}, prevision: {2026: {engage: 10 000 €}}}",
        "execution: {arrete_au: 2025-12-31, realise: {2025: {engage: 180 000 €, paye: 40 000 €}}, prevision: {2026: {engage: 5 000 €}}}",
    ),
    "C385": Page(
        "La convention est signée, puis les comptes sont arrêtés, puis le compte rendu est signé.",
        "execution: {arrete_au: 2025-07-01}",
        "execution: {arrete_au: 2026-06-30}",
    ),
    "C386": Page(
        "Un compte rendu qui vient six mois ou plus après le terme est tardif, ou porte une mauvaise année.",
        "execution: {arrete_au: 2027-09-30}",
        "execution: {arrete_au: 2027-01-31}",
    ),
    "C387": Page(
        "Le réalisé s’arrête à la date d’arrêté des comptes, la prévision la suit ; l’un et l’autre s’en tiennent aux années de la convention.",
        "execution: {arrete_au: 2026-06-30, realise: {2024: {paye: 10 000 €}}}",
        "execution: {arrete_au: 2026-06-30, realise: {2025: {paye: 10 000 €}}}",
    ),
    "C388": Page(
        "L’avancement reprend les objectifs de la convention, tels qu’elle les écrit, une fois chacun.",
        "services: [{nom: Domifa, objectifs: [doubler l’usage]}]\nexecution: {avancement: [{objectif: doubler les usages, etat: atteint}]}",
        "services: [{nom: Domifa, objectifs: [doubler l’usage]}]\nexecution: {avancement: [{objectif: doubler l’usage, etat: atteint}]}",
    ),
    "C389": Page(
        "Le compte rendu ne parle que du cofinancement que la convention prévoit, et n’en paie que ce qui est engagé.",
        "execution: {cofinancement: {engage: 100 000 €, paye: 50 000 €}}",
        "finances: {cofinancement: {montant: 200 000 €}}\nexecution: {cofinancement: {engage: 100 000 €, paye: 50 000 €}}",
    ),
    # C4xx
    "C401": Page(
        "La clause contient une accolade ou une balise Jinja mal fermée, ou un filtre qui n’existe pas.",
        "Montant : {{ finances.montant }\n",
        "Montant : {{ finances.montant }}\n",
        C,
    ),
    "C402": Page(
        "La clause nomme une valeur qui n’existe pas.",
        "Montant : {{ finances.montnat }}\n",
        "Montant : {{ finances.montant }}\n",
        C,
    ),
    "C403": Page(
        "Une clause n’admet que titres, paragraphes, listes, tableaux, gras, italique, liens et notes.",
        "Voir <b>ici</b>.\n",
        "Voir **ici**.\n",
        C,
    ),
    "C404": Page(
        "La clause renvoie à un article que l’acte ne contient pas.",
        'Voir l’{{ renvoi("objt") }}.\n',
        'Voir l’{{ renvoi("objet") }}.\n',
        C,
    ),
    "C405": Page(
        "Chaque élément du plan est un article (avec étiquette et titre) ou une section.",
        "article: Objet !",
        "article: objet-bis",
        P,
    ),
    "C406": Page(
        "Le plan, ou une clause, nomme un fichier qui n’est ni dans le dossier du modèle, ni dans « commun ».",
        '{% include "absent.md" %}\n',
        "Texte.\n",
        C,
    ),
    "C407": Page(
        "Un caractère invisible ou réservé se trouve dans une clause, tel quel ou écrit par une barre oblique inverse "
        "(« \\x1b », « \\u202e ») ; ou un nombre qu’aucun acte ne peut porter (« 1e999 »).",
        'Texte {{ "\\u202e" }}.\n',
        "Texte.\n",
        C,
    ),
    "C408": Page(
        "La clause imprime un groupe, une liste ou un texte de plusieurs paragraphes là où il faut une valeur.",
        "Services : {{ services }}\n",
        "Services : {{ services | guillemets }}\n",
        C,
    ),
    "C409": Page(
        "La clause a échoué pendant le rendu : opération refusée, valeur d’une autre nature que celle attendue, ou "
        "répétition démesurée. Un acte demande quelques centaines de tours de boucle ; au-delà de 100\u00a0000, ou d’un "
        "million de caractères, la clause est refusée au lieu d’occuper la machine.",
        "{{ finances.montant | guillemets }}\n",
        "{{ finances.montant }}\n",
        C,
    ),
    "C411": Page(
        "Un modèle reprend les textes et les usages d’une époque : sa « periode » dit pour quelles dates de signature il est fait. Un acte de 2023 rendu avec le modèle de 2025 citerait des pages et des textes postérieurs à sa signature.",
        "modele: delegation-fast-2023",
        "modele: delegation-fast-2025",
    ),
    "C412": Page(
        "« [à compléter] », « XXX », ou des accolades que rien ne remplace (tapées après une barre oblique inverse, ou entre guillemets) seraient imprimés tels quels. Une valeur que la spécification n’a pas encore s’écrit comme toute valeur : un projet la montre surlignée.",
        "La convention est signée le [à compléter].\n",
        "La convention est signée le {{ date_signature }}.\n",
        C,
    ),
    "C413": Page(
        "Les articles sont numérotés quand l’acte est produit : « renvoi » suit leur numéro, un numéro tapé dans la clause ne suit pas. L’article d’un décret, d’une loi ou d’un marché n’est pas en cause.",
        "Le compte rendu est prévu à l’article 12.\n",
        'Le compte rendu est prévu à l’{{ renvoi("fin") }}.\n',
        C,
    ),
    "C414": Page(
        "Un montant, un sigle, un code tapés dans la clause y restent quand la spécification change. Les valeurs de l’acte sont cherchées dans les clauses qui ne viennent pas de convention ; sans spécification, « templates check » signale tout montant, et toute partie qui s’engage sous son sigle.",
        "La DNUM reçoit les crédits.\n",
        '{{ delegataire | Le }} {{ delegataire | verbe("reçoit", "reçoivent") }} les crédits.\n',
        C,
    ),
    "C415": Page(
        "Un jour de la semaine qui n’est pas celui de la date fait douter des deux.",
        "La réunion a lieu le lundi 20 août 2025.\n",
        "La réunion a lieu le mercredi 20 août 2025.\n",
        C,
    ),
    "C416": Page(
        "Une clause tient en quelques pages. Un fichier de plus de 256\u00a0Kio, ou de plus de 10\u00a0000 mots de "
        "modèle, balises et signes, est refusé au lieu d’occuper la machine, et de même un acte dont les clauses en ont "
        "ensemble plus de 50\u00a0000.",
        "{2000 conditions}",
        "{% if projet %}Projet.{% endif %}\n",
        C,
    ),
    "C420": Page(
        "Un acte produit avec des clauses qui ne viennent pas de convention est relu comme « convention verify » relit un "
        "acte : renvois, sommes, chiffres et lettres, noms des parties, visas. Le code entre parenthèses dit le défaut, "
        "« convention explain » l’explique. Un projet à compléter n’est pas relu.",
        "render base.yaml --template-dir relus/contredit",
        "render base.yaml --template-dir relus/coherent",
        X,
    ),
    "C421": Page(
        "Un élément du plan déclare une échéance (« echeances: », « de: ») dont aucune de ses clauses n’imprime les mots : "
        "le calendrier en donne la date, et l’acte peut en dire une autre. La clause les prend de la déclaration, par "
        "{{ echeances.bilan.delai }}, {{ echeances.bilan.periode }} ou {{ echeances.bilan.moment }}.",
        "article: fin, echeances: [{nom: bilan, quoi: bilan, de: duree.fin, apres: un mois}]",
        "article: fin, echeances: [{nom: fin, quoi: fin de la convention, le: duree.fin}]",
        P,
    ),
    "C410": Page(
        "Un modèle copié par « convention templates eject » ne suit plus celui de convention : une correction faite "
        "depuis (un visa, une référence de droit) n’y est pas. « convention templates check » montre ce qui a changé.",
        "",
        "",
        X,
    ),
    # C5xx
    "C501": Page(
        "Le dossier n’existe pas, n’est pas accessible en écriture, le disque est plein, ou autre chose qu’un fichier (dossier, lien, tube, périphérique) tient la place de celui qui est à écrire ; rien n’est écrit à moitié.",
        "render base.yaml -o base.yaml",
        "render base.yaml -o sortie",
        X,
    ),
    "C502": Page(
        "Deux spécifications de même nom produiraient le même fichier : rien n’est écrit.",
        "render base.yaml doublon/base.yaml",
        "render base.yaml",
        X,
    ),
    "C504": Page(
        "Ce fichier n’est pas un document Word (.docx) lisible, ou n’est pas un acte produit par « convention render » là où il en faut un. Le message dit ce qu’il est ou ce qui le rend illisible : ancien format .doc, mot de passe, fichier incomplet, PDF, contenu démesuré.",
        "inspect base.yaml",
        "inspect acte.docx",
        X,
    ),
    "C505": Page(
        "Le PDF est produit par LibreOffice, qui n’est pas installé sur ce poste ou n’a pas répondu.", "", "", X
    ),
    "C506": Page(
        "Un document de référence tient, sous les mêmes noms, tous les styles que les actes emploient.",
        "render base.yaml --reference base.yaml",
        "render base.yaml",
        X,
    ),
    "C508": Page(
        "Les actes d’une promotion sont produits par plusieurs processus ; l’un d’eux a été arrêté, faute de mémoire le plus souvent.",
        "",
        "",
        X,
    ),
    "C509": Page(
        "Un fichier n’est réécrit que s’il dit ensuite exactement la même chose, commentaires compris. Ce n’était pas le cas : il n’a pas été touché.",
        "",
        "",
        X,
    ),
    "C510": Page(
        "Le manifeste d’une promotion retient le nom de chaque fichier lu, en UTF-8. Un nom venu d’un ancien système (« acte-\\xe9.yaml ») n’en est pas un : le dire avant vaut mieux qu’après avoir produit les actes. Renommer ce fichier ou ce dossier avec des lettres ordinaires.",
        "",
        "",
        X,
    ),
    "C507": Page(
        "Seul un acte signé et complet se publie ; pour une subvention, avec tout ce que ses données essentielles exigent.",
        "publish projet.yaml",
        "publish base.yaml",
        X,
    ),
    # C7xx
    "C701": Page(
        "Un avenant dit ce qui change. Entre ces deux versions, aucune stipulation ne change : changer de représentant, de signataire ou de destinataire d’une copie ne demande pas d’avenant.",
        "amend base.yaml avenant/identique.yaml --avenant 1",
        "amend base.yaml avenant/prolongee.yaml --avenant 1",
        X,
    ),
    "C702": Page(
        "Une délégation de gestion est conclue entre un délégant et un délégataire déterminés : en changer un, en ajouter ou en retirer un demande une nouvelle convention. Une partie qui a seulement changé de nom garde sa « reference: » dans l’annuaire.",
        "amend base.yaml avenant/autre-partie.yaml --avenant 1",
        "amend base.yaml avenant/autre-signataire.yaml --avenant 1",
        X,
    ),
    "C703": Page(
        "La convention met en œuvre la décision d’une promotion ; un service retenu dans une autre promotion fait l’objet d’une autre convention.",
        "amend base.yaml avenant/autre-promotion.yaml --avenant 1",
        "amend base.yaml avenant/prolongee.yaml --avenant 1",
        X,
    ),
    "C704": Page(
        "On ne modifie par avenant qu’un acte signé, lui-même ou par ses avenants : un projet se corrige directement.",
        "amend projet.yaml avenant/prolongee.yaml --avenant 1",
        "amend base.yaml avenant/prolongee.yaml --avenant 1",
        X,
    ),
    "C705": Page(
        "Une délégation est à durée limitée (décret n° 2004-1085, art. 1er). Après son terme elle n’existe plus, et un avenant ne la fait pas renaître. Si ses comptes sont encore ouverts, un avenant peut les régler, sans en changer le terme.",
        "amend base.yaml avenant/prolongee.yaml --avenant 1 --date 2027-03-01",
        "amend base.yaml avenant/prolongee.yaml --avenant 1 --date 2026-03-01",
        X,
    ),
    "C706": Page(
        "Un avenant est signé après l’acte qu’il modifie, et après l’avenant qui le précède.",
        "amend base.yaml avenant/prolongee.yaml --avenant 1 --date 2025-03-01",
        "amend base.yaml avenant/prolongee.yaml --avenant 1 --date 2026-03-01",
        X,
    ),
    "C707": Page(
        "Les avenants à un acte sont numérotés à partir de 1, et chacun modifie l’acte tel que l’a laissé le précédent.",
        "amend base.yaml avenant/prolongee.yaml --avenant 2",
        "amend base.yaml avenant/prolongee.yaml --avenant 1",
        X,
    ),
    "C708": Page(
        "La nouvelle version nomme, sous « avenant: », le fichier de l’acte qu’elle modifie (« de: »), par un chemin relatif ; à défaut, il est donné en premier sur la ligne de commande.",
        "amend avenant/orpheline.yaml",
        "amend avenant/suivie.yaml",
        X,
    ),
    "C709": Page(
        "La nouvelle version est celle du même acte : elle en garde la date de signature, le NOR et la référence. La date et le NOR de l’avenant se donnent par « --date » et « --nor », ou sous « avenant: ».",
        "amend base.yaml avenant/redatee.yaml --avenant 1",
        "amend base.yaml avenant/prolongee.yaml --avenant 1",
        X,
    ),
    "C710": Page(
        "« --final » demande un avenant prêt à signer, donc daté.",
        "amend base.yaml avenant/prolongee.yaml --avenant 1 --final",
        "amend base.yaml avenant/prolongee.yaml --avenant 1 --date 2026-03-01 --final",
        X,
    ),
    "C711": Page(
        "Un avenant modifie ce qui est stipulé, pour l’avenir ; il ne change ni le montant que la décision a attribué, ni le jour de cette décision, ni la prise d’effet d’une convention qui a déjà pris effet. Le montant attribué et le montant présent sont deux faits : quand le second change, le premier s’écrit « montant_attribue: », et c’est lui que le préambule rappelle.",
        "amend base.yaml avenant/recrite.yaml --avenant 1 --date 2025-11-03",
        "amend base.yaml avenant/reduite.yaml --avenant 1 --date 2025-11-03",
        X,
    ),
    "C713": Page(
        "Le préambule rappelle ce que la décision a attribué : c’est un fait, « finances.montant_obtenu », qui reste le même quand un avenant change « finances.montant ». Une clause qui imprime le second à cette place fait réécrire le passé par l’avenant.",
        "amend base.yaml avenant/reduite.yaml --avenant 1 --date 2025-11-03 --template-dir avenant/oublieux",
        "amend base.yaml avenant/reduite.yaml --avenant 1 --date 2025-11-03 --template-dir avenant/fidele",
        X,
    ),
    "C712": Page(
        "Les AE d’une année sont engagées ou tombent le 31 décembre : un avenant signé l’année suivante ne peut ni les réduire ni les augmenter. Les CP d’une année close ne peuvent qu’être ramenés à ce qui a été payé ; le reste se reporte sur les années suivantes. Un avenant qui n’a pas encore de date est au plus tôt de l’année de l’acte qu’il modifie.",
        "amend base.yaml avenant/reduite.yaml --avenant 1 --date 2026-03-01",
        "amend base.yaml avenant/reduite.yaml --avenant 1 --date 2025-11-03",
        X,
    ),
    "C503": Page(
        "« --set » et « convention set » attendent un chemin, le signe = et une valeur ; « herite » ne se change pas par --set.",
        "validate base.yaml --set finances.montant",
        "validate base.yaml --set lieu_signature=Paris",
        X,
    ),
    # C6xx
    "C601": Page(
        "« convention verify » compte les articles de l’acte. Un renvoi à un article d’un décret, d’une loi ou d’un marché n’est pas concerné, si le texte est nommé.",
        "La délégation s’exerce dans les conditions de l’article 9.\n",
        "La délégation s’exerce dans les conditions de l’article 3.\n",
        A,
    ),
    "C602": Page(
        "La phrase nomme un sujet (unité opérationnelle, durée, résiliation, modalités financières…) que l’article visé ne traite pas, et qu’un autre traite. C’est ce qui arrive quand un article est ajouté après coup.",
        "Les modalités financières sont fixées à l’article 2.\n",
        "Les modalités financières sont fixées à l’article 3.\n",
        A,
    ),
    "C611": Page(
        "La ligne de total d’un échéancier est la somme des années.",
        "| Année | AE |\n| --- | --- |\n| 2025 | 100 000 € |\n| 2026 | 50 000 € |\n| Total | 160 000 € |\n",
        "| Année | AE |\n| --- | --- |\n| 2025 | 100 000 € |\n| 2026 | 50 000 € |\n| Total | 150 000 € |\n",
        A,
    ),
    "C612": Page(
        "Sur la durée de l’acte, les crédits de paiement égalent les autorisations d’engagement, et ne les dépassent à la fin d’aucune année.",
        "| Année | AE | CP |\n| --- | --- | --- |\n| 2025 | 100 000 € | 50 000 € |\n| 2026 | | 60 000 € |\n",
        "| Année | AE | CP |\n| --- | --- | --- |\n| 2025 | 100 000 € | 50 000 € |\n| 2026 | | 50 000 € |\n",
        A,
    ),
    "C613": Page(
        "Le montant accordé, moins l’accompagnement que le délégant paie lui-même, est ce que l’acte délègue : les AE de l’échéancier, la limite que l’acte se donne.",
        "Sur les 100 000 € attribués, la DINUM emploie 30 000 € ; les 80 000 € restants sont délégués.\n",
        "Sur les 100 000 € attribués, la DINUM emploie 30 000 € ; les 70 000 € restants sont délégués.\n",
        A,
    ),
    "C614": Page(
        "Les parts des tranches font 100 %, et chaque montant est la part annoncée.",
        "- 50 % des AE de 2025 à la signature ;\n- 40 % des AE de 2025 au bilan.\n",
        "- 50 % des AE de 2025 à la signature ;\n- 50 % des AE de 2025 au bilan.\n",
        A,
    ),
    "C615": Page(
        "Un nombre est écrit en chiffres et en lettres : les deux disent le même.",
        "Le montant est de 200 000 € (cent mille euros).\n",
        "Le montant est de 200 000 € (deux cent mille euros).\n",
        A,
    ),
    "C616": Page(
        "Les crédits d’un acte sont ouverts entre l’année de sa signature et celle de sa fin. Des paiements peuvent suivre si l’acte le prévoit (fin comptable).",
        "| Année | AE |\n| --- | --- |\n| 2024 | 100 000 € |\n",
        "| Année | AE |\n| --- | --- |\n| 2025 | 100 000 € |\n",
        A,
    ),
    "C621": Page(
        "Le code ne s’écrit pas comme les codes de son axe, donné par la première colonne du tableau.",
        "| Axe | Code |\n| --- | --- |\n| Centre financier | 0129-CAHC |\n",
        "| Axe | Code |\n| --- | --- |\n| Centre financier | 0129-CAHC-DISN |\n",
        A,
    ),
    "C622": Page(
        "Une lettre O pour un zéro, un I pour un 1 : CHORUS refusera le code. La lecture proposée est à vérifier, elle n’est jamais certaine.",
        "| Axe | Code |\n| --- | --- |\n| Centre de coût | SGSIFABO75 |\n",
        "| Axe | Code |\n| --- | --- |\n| Centre de coût | SGSIFAB075 |\n",
        A,
    ),
    "C623": Page(
        "L’unité opérationnelle, le domaine fonctionnel, les activités et le code PAM d’un acte sont d’un même programme, et le texte nomme la même unité que le tableau.",
        "| Axe | Code |\n| --- | --- |\n| Domaine fonctionnel | 0129-16-02 |\n| Activité | 012900121401 |\n| Centre financier | 0352-CAHC-DISN |\n",
        "| Axe | Code |\n| --- | --- |\n| Domaine fonctionnel | 0129-16-02 |\n| Activité | 012900121401 |\n| Centre financier | 0129-CAHC-DISN |\n",
        A,
    ),
    "C624": Page(
        "Le programme 352 a rejoint le programme 129 en 2025 : il n’ouvre plus de crédits.",
        "| Année | AE |\n| --- | --- |\n| 2025 | 100 000 € |\n\nDomaine fonctionnel : 0352-01\n",
        "| Année | AE |\n| --- | --- |\n| 2025 | 100 000 € |\n\nDomaine fonctionnel : 0129-16-02\n",
        A,
    ),
    "C625": Page(
        "L’intitulé d’un programme est celui de la loi de finances de l’année de signature.",
        "Les crédits relèvent du programme 129 « Coordination du travail ministériel ».\n",
        "Les crédits relèvent du programme 129 « Coordination du travail gouvernemental ».\n",
        A,
    ),
    "C631": Page(
        "L’acte dit comment il dénomme chaque partie (« ci-après dénommée… ») ; tout autre mot laisse un doute sur qui s’oblige.",
        "Le bénéficiaire rend compte chaque année.\n",
        "Le partenaire-délégataire rend compte chaque année.\n",
        A,
    ),
    "C632": Page(
        "Un sigle que rien ne définit, à une lettre de celui d’une partie.",
        "La DIMUM est informée.\n",
        "La DINUM est informée.\n",
        A,
    ),
    "C633": Page(
        "Le titre de l’article annonce les obligations d’une partie, une phrase y oblige une autre.",
        "## Obligations de la DINUM\n\nLe partenaire-délégataire s’engage à publier le code.\n",
        "## Obligations de la DINUM\n\nLa DINUM s’engage à publier le code.\n",
        A,
    ),
    "C641": Page(
        "L’organisation de la DINUM a changé de décret : le visa doit être celui en vigueur le jour de la signature.",
        "Vu le décret n° 2019-1088 du 25 octobre 2019 relatif au système d’information de l’État,\n",
        "Vu le décret n° 2019-1088 du 25 octobre 2019 modifié relatif au système d’information de l’État,\n",
        A,
    ),
    "C642": Page(
        "Une délégation de gestion vise le décret n° 2004-1085 qui la régit, et le décret n° 2012-1246 (GBCP).",
        "Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion,\n",
        "Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion, ensemble le décret n° 2012-1246 du 7 novembre 2012,\n",
        A,
    ),
    "C643": Page(
        "Une délégation est donnée pour une durée limitée, qui commence à la signature.",
        "La convention prend fin le 1er août 2025.\n",
        "La convention prend fin le 31 décembre 2026.\n",
        A,
    ),
    "C644": Page(
        "Un jour de la semaine qui n’est pas celui de la date fait douter des deux.",
        "Le comité se réunit le lundi 20 août 2025.\n",
        "Le comité se réunit le mercredi 20 août 2025.\n",
        A,
    ),
    "C650": Page(
        "Un document Word montre bien d’autres choses que le texte de l’acte\u00a0: en-têtes, puces, champs, zones de texte, "
        "images, styles, documents joints. Ce qui n’est pas ce que la commande écrit est nommé, à son endroit, et l’acte "
        "n’est pas dit intact. La page « vérification » de la documentation donne la liste de ce qui est comparé.",
        "verify pied-change.docx",
        "verify acte.docx",
        X,
    ),
    "C651": Page(
        "Un texte barré se lit comme annulé, alors que ses mots sont encore dans le fichier\u00a0: le texte est dit modifié.",
        "verify barre.docx",
        "verify acte.docx",
        X,
    ),
}


def page_text(code: Code) -> str:
    """The page of a code as plain text."""
    page = PAGES[code.number]
    parts = [f"{code.number} – {code.title} ({_weight(code)})", page.why]
    if code.basis:
        parts.append(f"Fondement : {code.basis}")
    for title, example in _examples(page):
        parts.append(f"{title} :\n" + "\n".join(f"    {line}" for line in example.rstrip("\n").split("\n")))
    return "\n\n".join(parts) + "\n"


def page_markdown(code: Code) -> str:
    """The page of a code as Markdown."""
    page = PAGES[code.number]
    parts = [f"### {code.number} – {code.title}", f"*{_weight(code).capitalize()}.* {page.why}"]
    if code.basis:
        parts.append(f"Fondement : {code.basis}")
    for title, example in _examples(page):
        language = {Kind.CLAUSE: "markdown", Kind.ACT: "markdown", Kind.COMMAND: "sh"}.get(page.kind, "yaml")
        parts.append(f"{title} :\n\n```{language}\n{example.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


def _weight(code: Code) -> str:
    """« avertissement », « avertissement dans un projet, erreur avec --final »."""
    return f"{code.severity.value}{' dans un projet, erreur avec --final' if code.holds_final else ''}"


def _examples(page: Page) -> list[tuple[str, str]]:
    prefix = "convention " if page.kind is Kind.COMMAND else ""
    pairs = [("Refusé", page.wrong), ("Accepté", page.right)]
    return [(f"{title} ({page.kind.value})", prefix + example) for title, example in pairs if example]
