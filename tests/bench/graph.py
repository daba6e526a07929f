"""A generated record of any number of rows, like the real one in its proportions and lengths.

`write(path, rows(1000))` from Python; the same number and seed give the same rows. What is pointed
at stands before what points, so that `loaddata` takes the file, too.
"""

from hanoiconv.interchange.outgoing_files import write_fixture
from hanoiconv.interchange.shape import completed, record_models
from tests.bench import words
from tests.bench.picks import Picks, link, row

TREATY = "generated-convention"


class Graph(Picks):
    """The rows, kind after kind."""

    def organisations(self):
        for number, slug in self.each("organisation"):
            kind = "state" if number <= max(1, self.number["organisation"] // 3) else None
            # Codes that ISO 3166-1 gives to nobody: the real record may be there, too.
            code = f"X{chr(64 + number)}" if kind and number <= 26 else ""
            kind = kind or self.rng.choice(("ministry", "outlet", "agency", "mission", "other"))
            name = f"{self.rng.choice(words.BODIES)} {self.rng.choice(words.CITIES)} {number}"
            parent = None if kind == "state" else link(self.perhaps("organisation", 0.6))
            rest = {"kind": kind, "country_code": code, "parent": parent}
            yield row("people.organisation", slug=slug, name=name, **rest)

    def people(self):
        taken, made = set(), self.slugs.setdefault("person", [])
        while len(made) < self.number["person"]:
            name, under, lang = words.person_name(self.rng)
            name, under = (name, under) if name not in taken else (
                f"{name} {self.rng.choice(words.GIVEN)}", f"{under} {len(made)}"
            )  # fmt: skip
            taken.add(name)
            made.append(f"{words.as_slug(name)}-{len(made) + 1}")
            yield row("people.person", slug=made[-1], name=name, lang=lang, sort_name=under)

    def topics(self):
        for number, slug in self.each("topic"):
            yield row("events.topic", slug=slug, name=f"{self.rng.choice(words.TOPICS)} {number}")

    def places(self):
        for number, slug in self.each("place"):
            parent = self.perhaps("place", 0.6) if number > 1 else None
            rest = {"name": f"{self.rng.choice(words.CITIES)} {number}", "parent": link(parent)}
            rest |= {"kind": "venue" if parent else "city", "country": ["organisation-1"]}
            if not parent:
                rest["latitude"] = f"{self.rng.randint(-8_000_000, 8_000_000) / 100_000:.5f}"
                rest["longitude"] = f"{self.rng.randint(-17_000_000, 17_000_000) / 100_000:.5f}"
                rest["time_zone"] = "Asia/Ho_Chi_Minh"
            yield row("events.place", slug=slug, **rest)

    def sources(self):
        for number, slug in self.each("source"):
            rest = {"title": words.clause(self.rng), "published_on": self.date()}
            rest |= {"publisher": link(self.some("organisation")), "read_on": "2026-11-21"}
            rest |= {"url": f"https://press.example/{self.rng.randint(1, 9999)}/{slug}-{number}"}
            rest |= {"lang": self.rng.choice(("en", "en", "vi")), "credit": "VNA"}
            if number > 1:
                rest["listed_by"] = link(self.perhaps("source", 0.1))
                rest["credited_to"] = link(self.perhaps("organisation", 0.3))
            yield row("people.source", slug=slug, **rest)

    def roles_and_names(self):
        people = self.slugs["person"]
        for person, number in self.spread("role", people).items():
            keys = [f"{person}-role{n}" for n in range(1, number + 1)]
            self.roles[person] = keys
            for key in keys:
                rest = {"title": self.rng.choice(words.OFFICES), "started_on": self.date()[:4]}
                rest |= {"organisation": link(self.some("organisation"))}
                rest |= {"sources": self.several("source", 3)}
                yield row("people.role", key=key, person=[person], **rest)
        for owner, number in self.spread("name", people + self.slugs["organisation"]).items():
            bearer = "person" if owner in self.roles else "organisation"
            for n in range(1, number + 1):
                text = f"{words.person_name(self.rng)[0]} {n}"
                rest = {"text": text, "lang": "vi", "sources": self.several("source", 2)}
                yield row("people.name", key=f"{owner}-n{n}", **{bearer: [owner]}, **rest)

    def instrument(self):
        self.slugs["instrument"] = [TREATY]
        rest = {"name": "Công ước Hà Nội", "formal_title": "United Nations Convention (generated)"}
        rest |= {"adopted_on": "2024-12-24", "sources": self.several("source", 5)}
        yield row("events.instrument", slug=TREATY, **rest)
        for number in range(1, self.number["provision"] + 1):
            rest = {"kind": "article", "number": f"{number}", "heading": words.clause(self.rng)}
            rest |= {"source": link(self.some("source")), "order": number}
            key = f"{TREATY}-v{number}"
            yield row("events.provision", key=key, instrument=[TREATY], **rest)

    def events(self):
        for number, slug in self.each("event"):
            # Sub-events of the even ones, which have no parent: two levels.
            parent = f"event-{number // 4 * 2}" if number % 8 == 5 else None
            rest = {"title": words.clause(self.rng), "kind": "meeting", "standing": "held"}
            rest |= {"date": self.date(), "place": link(self.perhaps("place", 0.9))}
            rest |= {"parent": link(parent), "order": number % 50, "instrument": [TREATY]}
            rest |= {"summary": words.quotation(self.rng), "topics": self.several("topic", 3)}
            yield row("events.event", slug=slug, **rest, **self.workflow())
        yield from self.parts_of_events()

    def parts_of_events(self):
        events = self.slugs["event"]
        for event, number in self.spread("participation", events).items():
            for n in range(1, number + 1):
                rest = self.credit() | {"part": self.rng.choice(("host", "guest", "speaker"))}
                rest |= {"source": link(self.some("source")), "printed_as": words.few(self.rng)}
                rest |= {"paragraph": n, "order": n * 10}
                yield row("events.participation", key=f"{event}-part{n}", event=[event], **rest)
        for event, number in self.spread("wording", events).items():
            for n in range(1, number + 1):
                rest = {"aspect": self.rng.choice(("title", "theme")), "text": words.gist(self.rng)}
                rest |= {"source": link(self.some("source")), "paragraph": n}
                if n % 3 == 0:
                    rest |= {"aspect": "date", "date": "2025-10-25", "basis": "held"}
                yield row("events.wording", key=f"{event}-w{n}", event=[event], **rest)
        for number, slug in self.each("photo"):
            rest = {"caption": words.gist(self.rng), "source": link(self.some("source"))}
            rest |= {"event": link(self.some("event")), "paragraph": number % 40 + 1}
            yield row("events.photo", slug=slug, **rest)
        for photo, number in self.spread("depiction", self.slugs["photo"]).items():
            for n in range(1, number + 1):
                rest = self.credit() | {"position": f"{n} from left", "order": n}
                yield row("events.depiction", key=f"{photo}-d{n}", photo=[photo], **rest)

    def statements(self):
        slugs = [f"statement-{n}" for n in range(1, self.number["statement"] + 1)]
        self.slugs["statement"] = made = []
        speakers, reports = self.spread("speaker", slugs), self.spread("report", slugs)
        keys = [f"{slug}-r{n}" for slug in slugs for n in range(1, reports[slug] + 1)]
        passages, figures = self.spread("passage", keys), self.spread("figure", slugs)
        for slug in slugs:
            rest = {"gist": words.gist(self.rng), "event": link(self.perhaps("event", 0.9))}
            rest |= {"instrument": link(self.perhaps("instrument", 0.5)), "date": self.date()}
            rest |= {"order": len(made) % 200 * 10, "topics": self.several("topic", 3)}
            rest["responds_to"] = self.several("statement", 1) if len(made) % 5 == 4 else []
            workflow = self.workflow()
            yield row("events.statement", slug=slug, **rest, **workflow)
            made.append(slug)
            is_public = workflow["status"] == "published" and reports[slug]
            for n in range(1, speakers[slug] + 1):
                rest = self.credit() | {"order": n}
                if is_public and rest.get("person"):
                    self.public.append((slug, rest["person"][0]))
                yield row("events.speaker", key=f"{slug}-s{n}", statement=[slug], **rest)
            for n in range(1, reports[slug] + 1):
                yield from self.report(slug, f"{slug}-r{n}", passages)
            for n in range(1, figures[slug] + 1):
                yield self.figure(slug, f"{slug}-f{n}")

    def report(self, statement, key, passages):
        is_quoting = self.rng.random() < 0.5
        rest = {"mode": "quotation" if is_quoting else "paraphrase"}
        rest |= {
            "source": link(self.some("source")),
            "via": link(self.perhaps("organisation", 0.1)),
        }
        rest |= {"printed_as": words.few(self.rng), "printed_in": self.rng.randint(1, 40)}
        rest |= {"occasion": words.few(self.rng) if self.rng.random() < 0.3 else ""}
        yield row("events.report", key=key, statement=[statement], **rest)
        for n in range(1, passages[key] + 1):
            rest = {"order": n, "paragraph": self.rng.randint(1, 60)}
            if is_quoting:
                rest["quoted"] = words.quotation(self.rng)
            else:
                rest |= {"starts": words.few(self.rng), "ends": words.few(self.rng)}
            yield row("events.passage", key=f"{key}-p{n}", report=[key], **rest)

    def figure(self, statement, key):
        low = self.rng.randint(1, 10**9)
        rest = {"measure": "countries represented", "unit": "countries", "basis": "final"}
        rest |= {"low": low, "high": low + self.rng.choice((0, 0, 12)), "as_of": self.date()}
        rest |= {"words": f"some {low} countries", "source": link(self.some("source"))}
        return row("events.figure", key=key, statement=[statement], **rest)

    def articles(self):
        """Articles name people and statements that are public, so that they may be published."""
        for number, slug in self.each("article"):
            named = dict(self.rng.choices(self.public, k=4)) if self.public else {}
            lines = [
                f"[{who}](person:{who}) said: {words.quotation(self.rng)}\n\n{{statement: {what}}}"
                for what, who in named.items()
            ]
            rest = {"headline": words.clause(self.rng), "standfirst": words.gist(self.rng)}
            rest |= {"byline": f"Compiled from reports, {number}"}
            rest |= {"body": "\n\n".join(["It began.", *lines])}
            rest |= {"sources": self.several("source", 4), "events": self.several("event", 2)}
            state = {"status": "published", "publish_at": "2026-11-21T08:00:00Z"}
            yield row("events.article", slug=slug, **rest, **state)

    def all(self):
        yield from self.organisations()
        yield from self.people()
        yield from self.topics()
        yield from self.places()
        yield from self.sources()
        yield from self.roles_and_names()
        yield from self.instrument()
        yield from self.events()
        yield from self.statements()
        yield from self.articles()


def rows(number, seed=1):
    """That many rows, each with every field that a file holds.

    Raises:
        ValueError: too few for one row of each kind.
    """
    known = record_models()
    for made in Graph(number, seed).all():
        yield row(made["model"], **completed(known[made["model"]], made["fields"]))


def write(path, graph):
    """Writes rows into one file as our fixtures are written."""
    with path.open("w", encoding="utf-8") as file:
        write_fixture(((made["model"], made["fields"]) for made in graph), file)
