"""What checks say, in the form that tests compare."""

from hanoiconv.checks.catalogue import CHECKS

BY_SLUG = {check.slug: check for check in CHECKS}


def told(slug, kind, ids=None):
    """The record's key, the field and the sentence of each finding."""
    return [tuple(finding) for finding in BY_SLUG[slug].find(kind, ids)]
