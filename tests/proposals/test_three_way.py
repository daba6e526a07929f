"""A proposal put onto what others changed since: both stay, and what clashes is told."""

from hanoiconv.proposals.three_way import joined


def event(**fields):
    return ("events.event", {"slug": "vienna", "title": "A", "summary": "B"} | fields)


def figure(key="vienna-f1", **fields):
    return ("events.figure", {"key": key, "event": ["vienna"], "words": "ten"} | fields)


def told(found):
    return [(each.row, each.field, each.old, each.new, each.change) for each in found.conflicts]


def test_changes_of_both_stay():
    base = [event(), figure()]
    proposed = [event(title="Mine"), figure()]
    now = [event(summary="Theirs"), figure(words="eleven"), figure("vienna-f2")]

    found = joined(base, proposed, now)

    assert told(found) == []
    assert found.document == [event(title="Mine", summary="Theirs"), *now[1:]]


def test_record_with_another_slug_by_now_keeps_it():
    now = [event(slug="wien"), figure(event=["wien"])]

    found = joined([event(), figure()], [event(title="Mine"), figure(words="x")], now)

    assert told(found) == []
    assert found.document == [
        event(slug="wien", title="Mine"),
        figure(event=["wien"], words="x"),
    ]


def test_field_that_both_changed_clashes():
    found = joined([event()], [event(title="Mine")], [event(title="Theirs")])

    assert told(found) == [("events.event vienna", "title", "Theirs", "Mine", "changed")]


def test_part_that_one_removed_and_the_other_changed_clashes():
    whole, changed, gone = [event(), figure()], [event(), figure(words="x")], [event()]

    assert told(joined(whole, gone, changed)) == [
        ("events.figure vienna-f1", "", figure(words="x")[1], None, "removed")
    ]
    assert told(joined(whole, changed, gone)) == [
        ("events.figure vienna-f1", "words", None, "x", "changed")
    ]
    assert joined(whole, gone, gone).document == gone


def test_parts_that_both_added_under_one_key_clash_unless_they_are_the_same():
    base, mine, theirs = [event()], [event(), figure()], [event(), figure(words="x")]

    assert told(joined(base, mine, theirs)) == [
        ("events.figure vienna-f1", "", None, figure()[1], "added")
    ]
    assert told(joined(base, mine, mine)) == []


def test_part_of_a_part_that_the_other_removed_clashes():
    statement = ("events.statement", {"slug": "s"})
    report = ("events.report", {"key": "s-r1", "statement": ["s"]})
    passage = ("events.passage", {"key": "s-r1-p1", "report": ["s-r1"]})

    found = joined([statement, report], [statement], [statement, report, passage])

    assert told(found) == [("events.passage s-r1-p1", "", passage[1], None, "removed")]
