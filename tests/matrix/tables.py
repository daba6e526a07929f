"""What everybody meets on every page of the desk: a line for each, in the order of WHO.

A page that is added stands here, or test_every_page_is_in_a_table fails.
"""

from events.models import Article, Event, Instrument, Place, Statement, Topic
from people.models import Capture, Organisation, Person, Source
from tests.matrix.people import row
from tests.matrix.rows import MADE

LISTS = {
    "changelist": row("shown shown shown shown"),
    "add": row("refused form form form"),
}
# Of a row that readers see, or that stands in what they see.
SEEN = {
    "change": row("read read form form"),
    "history": row("shown shown shown shown"),
    "delete": row("refused refused shown shown"),
    "propose": row("refused form on on"),
}
UNSEEN = {
    "change": row("read form form form"),
    "history": row("shown shown shown shown"),
    "delete": row("refused shown shown shown"),
    "propose": row("refused on on on"),
}
FOR_PUBLISHERS = row("refused refused shown shown")
FOR_EDITORS = row("refused shown shown shown")
SENT_TO = row("never never never never")  # with what a form says, by POST
MERGED = (Person, Organisation, Place, Topic, Event)
CORRECTED = (Article, Event, Statement)
# The pages that some kinds have besides: of a row that is seen, and of one that is not.
FURTHER = {
    "merge": (MERGED, FOR_PUBLISHERS, FOR_EDITORS),
    # There is none to undo; test_acts.py has one.
    "unmerge": (MERGED, *[row("refused none none none")] * 2),
    "correct": (CORRECTED, FOR_PUBLISHERS, row("refused refused on on")),
    # A source that readers see still gets statements, as drafts.
    "statements": ([Source], FOR_EDITORS, FOR_EDITORS),
    "reading": ([Source], *[row("refused wrong wrong wrong")] * 2),
    "second_check": ([Statement], SENT_TO, SENT_TO),
    "preview": ([Article], SENT_TO, SENT_TO),
    "review-link": ([Article], FOR_PUBLISHERS, FOR_EDITORS),
    "publish": ([Article], row("refused refused on on"), FOR_PUBLISHERS),
}


def pages_of(model):
    """The table of a kind: by page, or by page and state of the row."""
    lists, seen, unseen = LISTS, SEEN, UNSEEN
    if model is Instrument:  # public from the start
        lists = LISTS | {"add": row("refused refused form form")}
    if model is Capture:  # no part of what readers see, nor a record
        seen = unseen = {page: line for page, line in UNSEEN.items() if page != "propose"}
    further = {page: rest for page, (kinds, *rest) in FURTHER.items() if model in kinds}
    seen = seen | {page: lines[0] for page, lines in further.items()}
    unseen = unseen | {page: lines[1] for page, lines in further.items()}
    return (
        {(page, ""): line for page, line in lists.items()}
        | {(page, "seen"): line for page, line in seen.items()}
        | {(page, "unseen"): line for page, line in unseen.items()}
    )


# Pages of the desk itself, and of what is no part of the record. In braces: a row that is there.
FOR_ALL = row("shown shown shown shown")
DATA = row("data data data data")
OTHER = {
    "index": FOR_ALL,
    "search": FOR_ALL,
    "checks": FOR_ALL,
    "correct": FOR_PUBLISHERS,
    "article-preview": SENT_TO,
    "article-records": row("refused data data data"),
    "same_name people.person": DATA,
    "autocomplete": row("refused refused refused refused"),  # of no field; see test_choosing.py
    "jsi18n": DATA,
    "app_list people": FOR_ALL,
    "app_list events": FOR_ALL,
    "app_list hanoiconv": FOR_ALL,
    "app_list auth": row("none none none shown"),
    "password_change": FOR_ALL,
    "password_change_done": FOR_ALL,
    "logout": row("never never never never") | {"anonymous": "on", "stranger": "on"},
    "view_on_site {page}": row("on on on on"),
    "login": row("on on on on") | {"anonymous": "shown", "stranger": "shown"},
    "auth_group_changelist": row("refused refused refused shown"),
    "auth_group_add": row("refused refused refused refused"),
    "auth_group_change {group}": row("refused refused refused read"),
    "auth_group_history {group}": row("refused refused refused shown"),
    "auth_group_delete {group}": row("refused refused refused refused"),
    "auth_user_changelist": row("refused refused refused shown"),
    "auth_user_add": row("refused refused refused form"),
    "auth_user_change {user}": row("refused refused refused form"),
    "auth_user_change {superuser}": row("refused refused refused read"),
    "auth_user_history {user}": row("refused refused refused shown"),
    "auth_user_delete {user}": row("refused refused refused shown"),
    "auth_user_delete {superuser}": row("refused refused refused refused"),
    "auth_user_password_change {user}": row("refused refused refused shown"),
    "auth_user_password_change {superuser}": row("refused refused refused refused"),
    "hanoiconv_import_changelist": FOR_ALL,
    "hanoiconv_import_add": FOR_EDITORS,
    "hanoiconv_import_change {plan}": FOR_ALL,
    "hanoiconv_import_throw_away {plan}": FOR_EDITORS,
    "hanoiconv_import_undo {plan}": row("refused on on on"),
    "hanoiconv_import_tables": row("refused data data data"),
    "hanoiconv_import_table people.csv": row("refused data data data"),
    "hanoiconv_proposal_changelist": FOR_EDITORS,
    "hanoiconv_proposal_change {proposal}": FOR_EDITORS,
    "hanoiconv_deletedrecord_changelist": FOR_EDITORS,
    "hanoiconv_version_restore {unseen}": FOR_EDITORS,
    "hanoiconv_version_restore {seen}": FOR_PUBLISHERS,
    "hanoiconv_frontpage_changelist": FOR_ALL,
    "hanoiconv_frontpage_add": row("refused refused refused refused"),  # there is one
    "hanoiconv_frontpage_change {front page}": row("read read form form"),
    "hanoiconv_frontpage_history {front page}": FOR_ALL,
    "hanoiconv_frontpage_delete {front page}": FOR_PUBLISHERS,
    "hanoiconv_errorreport_changelist": FOR_ALL,
    "hanoiconv_errorreport_add": row("refused refused refused refused"),  # readers write them
    "hanoiconv_errorreport_change {report}": row("read form form form"),
    "hanoiconv_errorreport_history {report}": FOR_ALL,
    "hanoiconv_errorreport_delete {report}": FOR_PUBLISHERS,
}


def names_in_tables():
    """The names of all addresses that the tables have."""
    kinds = {
        f"{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in MADE
        for page, _state in pages_of(model)
    }
    return kinds | {name.split()[0] for name in OTHER}
