"""What the roof itself keeps: what is not part of the record, so in no file and no download."""

from hanoiconv.core.former_slugs import FormerSlug
from hanoiconv.models.calendars import EventRevision
from hanoiconv.models.error_reports import ErrorReport, check_path
from hanoiconv.models.front_page import FrontPage
from hanoiconv.models.imports import Import, ImportEntry, ImportFile
from hanoiconv.models.merges import Merge
from hanoiconv.models.proposals import Opening, Proposal
from hanoiconv.models.second_checks import SecondCheck
from hanoiconv.models.versions import DeletedRecord, Version

__all__ = [
    "DeletedRecord",
    "ErrorReport",
    "EventRevision",
    "FormerSlug",
    "FrontPage",
    "Import",
    "ImportEntry",
    "ImportFile",
    "Merge",
    "Opening",
    "Proposal",
    "SecondCheck",
    "Version",
    "check_path",
]
