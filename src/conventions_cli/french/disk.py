"""The reason why a file could not be read or written, in French; the system gives it in its own language."""

import errno

_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "opération non permise",
    errno.ENOENT: "dossier ou fichier introuvable",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "un élément du chemin n’est pas un dossier",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EROFS: "disque en lecture seule",
    errno.EINVAL: "ce n’est pas un fichier ordinaire",
    errno.EFBIG: "taille permise dépassée",
    errno.ELOOP: "liens en boucle",
    errno.EMLINK: "un lien tient sa place",  # the error of some systems when a link must not be followed
    errno.ENAMETOOLONG: "nom trop long",
    errno.EBUSY: "fichier occupé par un autre programme",
    errno.EADDRINUSE: "déjà pris par un autre programme",
    errno.EMFILE: "trop de fichiers ouverts",
    errno.EXDEV: "il est hors du dossier ouvert",
    errno.EIO: "erreur du disque",
    errno.ENXIO: "aucun programme ne lit à l’autre bout",
    errno.EPIPE: "le programme qui lisait s’est arrêté",
    errno.EBADF: "ce descripteur n’est pas ouvert",
}


def disk_reason(fault: Exception) -> str:
    """The reason of a fault of the disk, in French."""
    if isinstance(fault, OSError) and fault.errno in _REASONS:
        return _REASONS[fault.errno]
    return f"erreur {fault.errno} du système" if isinstance(fault, OSError) and fault.errno else "nom de fichier refusé"
