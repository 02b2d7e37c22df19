"""Every code that no rule declares: YAML (C1xx), fields (C2xx), templates (C4xx), outputs (C5xx), acts (C6xx).

The rules of law, money and Chorus (C3xx) declare their own, in `rules/`.
"""

from conventions_cli.foundation.diagnostics import Code, Severity

_ERROR = Severity.ERROR

# C1xx: the text of the file, whatever its meaning
ENCODING = Code("C101", _ERROR, "le fichier n’est pas du texte UTF-8")
CHARACTER = Code("C102", _ERROR, "caractère interdit")
SYNTAX = Code("C103", _ERROR, "écriture YAML incorrecte")
DUPLICATE_KEY = Code("C104", _ERROR, "clé écrite deux fois")
TAG = Code("C105", _ERROR, "étiquette YAML refusée")
TOO_LARGE = Code("C106", _ERROR, "fichier trop gros")
TOO_DEEP = Code("C107", _ERROR, "trop de niveaux imbriqués")
ALIASES = Code("C108", _ERROR, "trop de renvois YAML")
MULTIPLE_DOCUMENTS = Code("C109", _ERROR, "plusieurs documents dans un fichier")
EMPTY = Code("C110", _ERROR, "fichier vide")
ROOT = Code("C111", _ERROR, "le fichier doit être une suite de « clé: valeur »")
INHERITANCE_CYCLE = Code("C112", _ERROR, "héritage en boucle")
INHERITANCE = Code("C113", _ERROR, "fichier hérité introuvable ou refusé")
KEY = Code("C114", _ERROR, "clé inutilisable")
UNKNOWN_ALIAS = Code("C115", _ERROR, "renvoi YAML sans ancre")
UNREADABLE = Code("C116", _ERROR, "fichier introuvable ou illisible")
GLUED_DASH = Code("C117", _ERROR, "tiret sans espace")
WIDE_SPACE = Code("C118", _ERROR, "espace insécable à la place d’une espace")
CURLY_QUOTES = Code("C119", Severity.WARNING, "guillemets courbes autour d’une valeur")
SWALLOWED = Code("C120", Severity.WARNING, "texte pris pour un commentaire")
REPAIRED = Code("C121", Severity.WARNING, "restes d’un copier-coller, réparés")
DAMAGED = Code("C122", _ERROR, "texte abîmé par un copier-coller")
OUTSIDE = Code("C126", _ERROR, "fichier hors du dossier ouvert, ou qui n’est pas une spécification")
INHERITANCE_COST = Code("C127", _ERROR, "héritage trop lourd")
CONFLICT = Code("C128", _ERROR, "conflit de fusion laissé dans le fichier")
BACKSLASH = Code("C129", _ERROR, "chemin écrit avec des barres « \\ »")
MORE = Code("C123", Severity.INFO, "d’autres constats ne sont pas détaillés")

# C2xx: the fields
MISSING = Code("C201", _ERROR, "information obligatoire absente")
UNKNOWN_FIELD = Code("C202", _ERROR, "clé inconnue")
STRUCTURE = Code("C203", _ERROR, "forme inattendue")
VALUE = Code("C204", _ERROR, "valeur refusée")
AMOUNT = Code(
    "C205",
    _ERROR,
    "montant illisible",
    "Les montants d’une convention sont des euros entiers, positifs ou nuls (B9).",
)
DATE = Code("C206", _ERROR, "date illisible ou impossible")
BOOLEAN = Code("C207", _ERROR, "réponse oui/non illisible")
CHOICE = Code("C208", _ERROR, "valeur hors de la liste admise")
INTEGER = Code("C209", _ERROR, "nombre entier illisible")
URL = Code("C210", _ERROR, "adresse web refusée")
TEXT = Code("C211", _ERROR, "texte refusé")
UNKNOWN_PARTY = Code("C212", _ERROR, "partie inconnue")
UNKNOWN_PACK = Code("C213", _ERROR, "modèle inconnu")
UNKNOWN_EXTRA = Code("C214", _ERROR, "champ que le modèle ne déclare pas")
YEAR = Code("C215", _ERROR, "année illisible")
PERCENTAGE = Code("C216", _ERROR, "pourcentage illisible")
TO_COMPLETE = Code("C218", Severity.WARNING, "information à compléter avant la signature")
PROSE = Code("C219", _ERROR, "mise en forme refusée dans un texte")
NOT_TOLERABLE = Code("C221", _ERROR, "une erreur ne se tolère pas")
UNUSED_TOLERANCE = Code("C222", Severity.WARNING, "tolérance sans objet")
PICTURE = Code("C223", _ERROR, "image refusée")
UNSUPPORTED = Code("C220", _ERROR, "section que ce modèle ne sait pas rendre")

VERSION = Code("C224", _ERROR, "version de la spécification inconnue")
FORMER_KEY = Code("C225", Severity.WARNING, "clé d’une ancienne version")
FLATTENED = Code("C226", Severity.WARNING, "lignes mises bout à bout")

# C23x: product pages
ENDED_PRODUCT = Code("C230", Severity.WARNING, "produit dont la page dit qu’il a pris fin")
UNKNOWN_PHASE = Code("C231", Severity.WARNING, "phase de produit inconnue")
NO_PRODUCT = Code("C232", Severity.WARNING, "élément qui n’est pas un produit")

# C24x: lists that become a round
NO_LIST = Code("C240", _ERROR, "liste illisible")
WHICH_TABLE = Code("C241", _ERROR, "plusieurs tableaux dans la liste")
NO_COLUMNS = Code("C242", _ERROR, "colonnes d’une liste non reconnues")
CELL = Code("C243", _ERROR, "cellule d’une liste non comprise")
CELL_READ = Code("C244", Severity.WARNING, "cellule d’une liste lue autrement qu’écrite")
ROW_LEFT = Code("C245", Severity.WARNING, "ligne d’une liste laissée de côté")
COLUMN_LEFT = Code("C246", Severity.WARNING, "colonne d’une liste laissée de côté")
COLUMN_MAP = Code("C247", _ERROR, "correspondance de colonnes inutilisable")

# C37x: faults of a set of specs
SAME_NOR = Code("C371", _ERROR, "deux actes pour un NOR", "Un numéro NOR est attribué à un seul texte.")
SAME_PAM = Code("C372", Severity.WARNING, "deux actes pour un code PAM", "Un code PAM suit d’ordinaire un seul projet.")
SAME_SERVICE = Code(
    "C373", Severity.WARNING, "deux actes pour un service dans une promotion", "Pratique des appels à candidatures."
)

# C4xx: the templates
TEMPLATE_SYNTAX = Code("C401", _ERROR, "modèle : écriture incorrecte")
TEMPLATE_UNDEFINED = Code("C402", _ERROR, "modèle : nom inconnu")
TEMPLATE_MARKDOWN = Code("C403", _ERROR, "modèle : mise en forme refusée")
TEMPLATE_REFERENCE = Code("C404", _ERROR, "modèle : renvoi vers un article absent")
TEMPLATE_MANIFEST = Code("C405", _ERROR, "modele.yaml : déclaration incorrecte")
TEMPLATE_MISSING = Code("C406", _ERROR, "modèle : fichier de clause introuvable")
TEMPLATE_CHARACTER = Code("C407", _ERROR, "modèle : caractère ou nombre interdit")
TEMPLATE_VALUE = Code("C408", _ERROR, "modèle : valeur qui ne peut pas être imprimée ici")
TEMPLATE_BEHIND = Code("C410", Severity.WARNING, "modèle copié, en retard sur celui de convention")
TEMPLATE_PERIOD = Code("C411", Severity.WARNING, "modèle fait pour d’autres dates de signature")
TEMPLATE_LEFT = Code(
    "C412",
    Severity.WARNING,
    "modèle : texte resté à compléter, accolades imprimées",
    "Un acte se signe entier : ni mention à compléter, ni accolades de modèle.",
    holds_final=True,
)
TEMPLATE_ARTICLE = Code(
    "C413",
    Severity.WARNING,
    "modèle : article désigné par un numéro tapé",
    "Constat : des actes signés renvoient à un article qui traite d’autre chose.",
)
TEMPLATE_TYPED = Code("C414", Severity.WARNING, "modèle : valeur tapée à la main", "Une valeur se dit une fois.")
TEMPLATE_WEEKDAY = Code(
    "C415", Severity.WARNING, "modèle : jour de la semaine qui n’est pas celui de la date", "Calendrier grégorien."
)
TEMPLATE_ABSENT = Code("C417", _ERROR, "modèle : champ facultatif imprimé sans condition")
TEMPLATE_SIZE = Code("C416", _ERROR, "modèle : clause trop longue")
CLAUSES_REREAD = Code(
    "C420", Severity.WARNING, "modèle : défaut relevé à la relecture de l’acte produit", "Cohérence de l’acte."
)
TEMPLATE_DEADLINE = Code(
    "C421", Severity.WARNING, "modèle : échéance qu’aucune clause n’imprime", "Une valeur se dit une fois."
)
TEMPLATE_TAKEN = Code(
    "C425", Severity.WARNING, "modèle : section admise qu’aucune clause n’imprime", "L’acte dit ce qu’on lui donne."
)
TEMPLATE_UNLINKED = Code(
    "C430",
    Severity.WARNING,
    "modèle : valeur que des mots de l’acte ne suivent pas",
    "L’acte dit ce que dit sa spécification.",
    holds_final=True,
)
CITED_TEXT = Code(
    "C422",
    Severity.WARNING,
    "texte cité : numéro et date qui ne s’accordent pas",
    "Une loi, un décret ou une ordonnance porte un numéro de l’année de sa date ; textes connus : « convention law ».",
)
TEMPLATE_FAULT = Code("C409", _ERROR, "modèle : échec pendant le rendu")

# C5xx: the outputs
OUTPUT = Code("C501", _ERROR, "écriture impossible")
COLLISION = Code("C502", _ERROR, "deux conventions pour un même fichier")
DOCUMENT = Code("C504", _ERROR, "document illisible ou d’une autre origine")
REFERENCE = Code("C506", _ERROR, "document de référence inutilisable")
PDF = Code("C505", _ERROR, "PDF impossible à produire")
WORKER = Code("C508", _ERROR, "processus de production arrêté")
NOT_PUBLISHABLE = Code("C507", _ERROR, "acte qui ne peut pas être publié")
UNCHANGED = Code("C509", _ERROR, "réécriture qui changerait le sens")
FILE_NAME = Code("C510", _ERROR, "nom de fichier qui n’est pas en UTF-8")
NOT_ENDED = Code("C515", _ERROR, "acte auquel une lettre de résiliation ne peut pas mettre fin")
NO_RIGHT_TO_END = Code("C516", _ERROR, "partie à qui l’acte ne permet pas d’y mettre fin")
ENDING_DATE = Code("C517", _ERROR, "date de résiliation que l’acte n’admet pas")
OVERRIDE = Code("C503", _ERROR, "option --set inutilisable")

# C6xx: faults in the words of an act of any origin
_WARNING = Severity.WARNING
_DECREE = "Décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l’État"
_CHORUS = "Nomenclature de CHORUS, telle que les actes publiés l’emploient."
_SUMS = "Cohérence de l’acte : autorisations d’engagement et crédits de paiement (LOLF, article 8)."
ACT_REFERENCE = Code("C601", _ERROR, "acte : renvoi à un article absent", "Cohérence de l’acte.")
ACT_REFERENCE_SUBJECT = Code(
    "C602", _WARNING, "acte : renvoi à un article qui traite d’autre chose", "Constat : les deux actes de référence."
)
ACT_TOTAL = Code("C611", _ERROR, "acte : total qui n’est pas la somme", _SUMS)
ACT_BALANCE = Code("C612", _ERROR, "acte : AE et CP qui ne s’accordent pas", _SUMS)
ACT_DELEGATED = Code("C613", _ERROR, "acte : montant délégué qui ne se retrouve pas", _SUMS)
ACT_SHARES = Code("C614", _ERROR, "acte : tranches qui ne font pas le tout", _SUMS)
ACT_WORDS = Code("C615", _ERROR, "acte : chiffres et lettres différents", "Cohérence de l’acte.")
ACT_YEAR = Code("C616", _WARNING, "acte : crédits hors de la durée de l’acte", _SUMS)
ACT_TABLE_TOTAL = Code("C617", _ERROR, "acte : total d’un tableau qui n’est pas la somme", "Cohérence de l’acte.")
ACT_PARTS = Code("C618", _ERROR, "acte : montant qui n’est pas la somme de ses parts", "Cohérence de l’acte.")
ACT_CODE = Code("C621", _ERROR, "acte : code qui n’a pas la forme de son axe", _CHORUS)
ACT_LOOKALIKE = Code("C622", _ERROR, "acte : code à caractères qui se ressemblent", "Constat : un acte signé.")
ACT_PROGRAMME = Code("C623", _ERROR, "acte : codes de programmes différents", _CHORUS)
ACT_LIFETIME = Code(
    "C624", _ERROR, "acte : programme qui n’existe pas l’année du crédit", "Le programme 352 a vécu de 2019 à 2024."
)
ACT_LABEL = Code("C625", _WARNING, "acte : programme mal nommé", "Lois de finances ; constat sur un acte signé.")
ACT_NAMES = Code("C631", _WARNING, "acte : une partie sous plusieurs noms", "Constat : un acte signé.")
ACT_ACRONYM = Code("C632", _WARNING, "acte : sigle mal écrit", "Cohérence de l’acte.")
ACT_BINDS_OTHER = Code(
    "C633", _WARNING, "acte : obligation d’une autre partie que celle du titre", "Constat : un acte signé."
)
ACT_VISA = Code(
    "C641",
    _WARNING,
    "acte : visa qui ne convient pas à la date de signature",
    "Textes et dates : « convention law » ; pour le service du numérique, décrets n° 2017-1584, puis n° 2019-1088 "
    "(25 octobre 2019), modifié par le décret n° 2023-304.",
)
ACT_NO_VISA = Code("C642", _WARNING, "acte : visa absent", "Pratique : décrets n° 2004-1085 et n° 2012-1246 (GBCP).")
ACT_WEEKDAY = Code(
    "C644", _WARNING, "acte : jour de la semaine qui n’est pas celui de la date", "Calendrier grégorien."
)
ACT_END = Code("C643", _ERROR, "acte : fin antérieure à la signature", f"{_DECREE}, article 1er : durée limitée.")
ACT_BESIDE = Code(
    "C650", _ERROR, "acte : contenu hors du texte comparé", "Constat : ce que le lecteur voit, et l’acte n’a pas."
)
ACT_CANCELLED = Code(
    "C651",
    _ERROR,
    "acte : texte barré, masqué ou illisible",
    "Constat : un lecteur le tient pour annulé, ou ne le voit pas.",
)
REDLINE_UNPROVED = Code(
    "C680",
    _ERROR,
    "modifications suivies qui ne redonnent pas l’un des deux actes",
    "Constat\u00a0: le document écrit est relu, tout accepté, puis tout refusé.",
)

# C7xx: avenants
NOTHING_AMENDED = Code("C701", _ERROR, "avenant sans objet\u00a0: rien ne change")
OTHER_PARTIES = Code(
    "C702",
    _ERROR,
    "un avenant ne change pas les parties",
    "Décret n° 2004-1085, art. 1er\u00a0: une délégation lie le service qui délègue et celui qui reçoit.",
)
OTHER_SCHEME = Code(
    "C703", _ERROR, "un avenant ne change pas de dispositif", "La décision d’une promotion fonde la convention."
)
UNSIGNED_PARENT = Code("C704", _ERROR, "l’acte à modifier n’est pas signé")
EXPIRED = Code(
    "C705",
    _ERROR,
    "l’acte à modifier a pris fin",
    "Décret n° 2004-1085, art. 1er\u00a0: durée limitée\u00a0; un acte éteint ne se prolonge pas.",
)
TOO_EARLY = Code("C706", _ERROR, "avenant antérieur à ce qu’il modifie")
CHAIN = Code("C707", _ERROR, "les avenants ne se suivent pas")
NO_PARENT = Code("C708", _ERROR, "l’acte à modifier n’est pas connu")
OTHER_ACT = Code("C709", _ERROR, "un avenant ne change ni la date ni le numéro de l’acte signé")
UNSAID = Code(
    "C511",
    _WARNING,
    "avenant : valeur changée qui ne change aucun mot de l’acte",
    "Ce qu’un avenant annonce est ce que ses articles changent.",
    holds_final=True,
)
SIGNED_ALTERED = Code(
    "C512", _ERROR, "acte signé retouché depuis", "Un avenant modifie le texte que les parties ont signé."
)
NOT_CARRIED = Code("C513", _ERROR, "acte qui ne porte pas de spécification")
CLAUSES_LACKING = Code(
    "C514", _ERROR, "clauses de l’acte signé absentes", "Un avenant modifie le texte que les parties ont signé."
)
UNSIGNED = Code("C710", _ERROR, "avenant sans date de signature")
PAST = Code(
    "C711",
    _ERROR,
    "un avenant ne change pas ce qui a eu lieu",
    "Un avenant modifie des stipulations, pour l’avenir\u00a0; la décision qui a attribué un montant est un fait.",
)
RETOLD = Code(
    "C713",
    _WARNING,
    "la nouvelle version ne rappelle plus le montant attribué",
    "La décision qui a attribué un montant est un fait\u00a0: ce que l’acte en rappelle reste vrai.",
)
CLOSED_YEAR = Code(
    "C712",
    _ERROR,
    "un avenant ne change pas les crédits d’une année close",
    "LOLF, articles 1er et 15\u00a0: les AE non engagées tombent le 31 décembre, et les CP sont ceux de l’année.",
)

CODES: tuple[Code, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Code))
