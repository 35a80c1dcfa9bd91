"""Whether a file that was read says what its export said."""

from __future__ import annotations

from sessions.files.provenance import Standing, document_hash
from sessions.files.reading import SessionFile
from sessions.files.writing import session_document


def standing(file: SessionFile) -> Standing:
    """Compare what a file says with the hash that its export left in it."""
    if file.provenance is None or not file.provenance.content_hash:
        return Standing.UNKNOWN
    said = document_hash(session_document(file.session, with_private=True))
    return Standing.UNCHANGED if said == file.provenance.content_hash else Standing.EDITED
