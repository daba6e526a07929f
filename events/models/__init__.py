from events.models.articles import Article, Correction
from events.models.events import Event, Participation
from events.models.figures import Figure
from events.models.instruments import Instrument
from events.models.photos import Depiction, Photo
from events.models.places import Place
from events.models.provisions import Provision
from events.models.reports import Passage, Report
from events.models.statements import Speaker, Statement
from events.models.topics import Topic
from events.models.wordings import Wording

__all__ = [
    "Article",
    "Correction",
    "Depiction",
    "Event",
    "Figure",
    "Instrument",
    "Participation",
    "Passage",
    "Photo",
    "Place",
    "Provision",
    "Report",
    "Speaker",
    "Statement",
    "Topic",
    "Wording",
]
