"""Articles, events, statements, places, topics and treaties in schema.org's terms."""

from events.jsonld.articles import article_jsonld
from events.jsonld.events import event_jsonld
from events.jsonld.places import place_jsonld
from events.jsonld.statements import statement_jsonld
from events.jsonld.subjects import instrument_jsonld, topic_jsonld

__all__ = [
    "article_jsonld",
    "event_jsonld",
    "instrument_jsonld",
    "place_jsonld",
    "statement_jsonld",
    "topic_jsonld",
]
