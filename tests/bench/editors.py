"""Two editors who save one record at the same moment, again and again: none overwrites unseen.

`make torture-desk` runs 200 rounds on SQLite and on PostgreSQL. In each, both have the form open
as it is and send it within a few milliseconds of each other, in random order: one save must stand
as it was typed, and the other be refused with its own words still in the form. Then it saves
again, from the page that refused it, and must stand too; the history has every save.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hanoiconv.settings")
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402 - Django is set up first
from django.db import connection  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from hanoiconv.models import Version  # noqa: E402
from people.models import Person  # noqa: E402
from tests.bench.databases import engines, switch_to  # noqa: E402
from tests.checks import change_screen, filled_in, logged_in  # noqa: E402
from tests.make import make_person  # noqa: E402

APART = 0.02  # seconds, at most, between the two
LINE = "{:16} {:>8} {:>8} {:>10} {:>10}"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


def editor(name):
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name="Editors"))
    return logged_in(user)


def both_sent(pool, clients, row, forms, chance):
    """The answers to both forms, sent at the same moment but for chance; seconds for each."""
    gate = Barrier(2)

    def send(client, form, pause):
        gate.wait()
        time.sleep(pause)
        start = time.monotonic()
        answer = client.post(change_screen(row), form)
        return answer, time.monotonic() - start

    jobs = [
        pool.submit(send, client, form, chance.random() * APART)
        for client, form in zip(clients, forms, strict=True)
    ]
    return [job.result() for job in jobs]


def breaches_of(row, clients, forms, answers):
    """What is wrong with a round; at its end both saves stand, one after the other."""
    codes = [answer.status_code for answer in answers]
    if sorted(codes) != [200, 302]:
        yield f"answers {codes}"
        return
    first, second = codes.index(302), codes.index(200)
    if Person.objects.get(pk=row.pk).name != forms[first]["name"]:
        yield "the save that was taken does not stand"
    page = answers[second].content.decode()
    if f'value="{forms[second]["name"]}"' not in page:
        yield "what was typed is not in the form"
    again = forms[second] | {"_opened": re.search(r'name="_opened" value="(\w*)"', page)[1]}
    answer = clients[second].post(change_screen(row), again)
    if (answer.status_code, Person.objects.get(pk=row.pk).name) != (302, again["name"]):
        yield "what was saved again does not stand"


def tortured(rounds, seed):
    """The breaches of all rounds, and the seconds that each save took."""
    chance = Random(seed)  # noqa: S311 - the same order every time
    clients, row = [editor("one"), editor("other")], make_person()
    breaches, times = [], []
    with ThreadPoolExecutor(2) as pool:
        for number in range(rounds):
            row.refresh_from_db()
            opened = filled_in(row)
            forms = [opened | {"name": f"{number} {who}"} for who in ("one", "other")]
            sent = both_sent(pool, clients, row, forms, chance)
            times += [seconds for _answer, seconds in sent]
            answers = [answer for answer, _seconds in sent]
            found = breaches_of(row, clients, forms, answers)
            breaches += [f"round {number}: {breach}" for breach in found]
        for _ in range(2):  # threads keep connections of their own
            pool.submit(connection.close)
    kept = Version.objects.filter(record_id=row.pk, how=Version.How.DESK).count()
    if kept != 2 * rounds:
        breaches.append(f"{kept} versions of {2 * rounds} saves")
    return breaches, times


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    setup_test_environment(debug=False)
    wrong = []
    print(LINE.format("two editors", "rounds", "breaches", "median ms", "longest ms"))
    with tempfile.TemporaryDirectory() as folder:
        for engine in engines(options.only, folder):
            try:
                switch_to(engine.make("editors"))
                with override_settings(STORAGES={"staticfiles": {"BACKEND": PLAIN}}):
                    breaches, times = tortured(options.rounds, options.seed)
                connection.close()
            finally:
                engine.close()
            times = sorted(round(seconds * 1000) for seconds in times)
            median, longest = times[len(times) // 2], times[-1]
            print(LINE.format(engine.name, options.rounds, len(breaches), median, longest))
            wrong += breaches
    print("\n".join(wrong[:20]))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
