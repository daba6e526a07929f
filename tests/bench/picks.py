"""What a generated record is drawn from: how many of each kind, and which of them a row names."""

from random import Random

from tests.bench import words

# Of 100,000 rows; passages are the rest. At least one of each, except where a row needs two.
SHARES = {
    "organisation": 400, "person": 1200, "topic": 60, "place": 120, "source": 2000, "role": 1800,
    "name": 2400, "instrument": 0, "provision": 60, "event": 1000, "participation": 3500,
    "wording": 2500, "figure": 900, "photo": 300, "depiction": 700, "statement": 17_000,
    "speaker": 19_000, "report": 22_000, "article": 50,
}  # fmt: skip
FEWEST = 50
MOST_PROVISIONS = 80  # a treaty has so many chapters and articles however much is said of it


def row(model, **fields):
    return {"model": model, "fields": fields}


def link(key):
    return None if key is None else [key]


class Picks:
    """Rows in the making: what was made so far, for others to point at."""

    def __init__(self, number, seed):
        if number < FEWEST:
            raise ValueError(f"A record of fewer than {FEWEST} rows would lack some kinds.")
        self.rng = Random(seed)  # noqa: S311 - no secret, the same rows each time
        self.number = {kind: max(1, number * share // 100_000) for kind, share in SHARES.items()}
        self.number["provision"] = min(self.number["provision"], MOST_PROVISIONS)
        self.number["passage"] = number - sum(self.number.values())
        self.slugs = {}
        self.roles = {}  # by person
        self.public = []  # statements, with a speaker

    def some(self, kind):
        """One that was made, the first ones far more often than the last."""
        made = self.slugs[kind]
        return made[int(len(made) * self.rng.random() ** 3)]

    def perhaps(self, kind, chance):
        return self.some(kind) if self.rng.random() < chance else None

    def several(self, kind, most):
        number = self.rng.randint(0, most)
        return [[slug] for slug in dict.fromkeys(self.some(kind) for _ in range(number))]

    def spread(self, kind, owners):
        """How many parts of a kind each owner has: one, then what remains to some of them."""
        left = self.number[kind]
        parts = dict.fromkeys(owners, 0)
        for owner in owners[:left]:
            parts[owner] = 1
        for _ in range(left - min(left, len(owners))):
            parts[owners[int(len(owners) * self.rng.random() ** 2)]] += 1
        return parts

    def each(self, kind):
        """The slugs of a kind, which later rows may point at as soon as they are given out."""
        made = self.slugs.setdefault(kind, [])
        for number in range(1, self.number[kind] + 1):
            slug = f"{kind}-{number}"
            yield number, slug
            made.append(slug)

    def date(self):
        year, month, day = (self.rng.randint(*ends) for ends in ((2019, 2026), (1, 12), (1, 28)))
        day = f"{year}-{month:02}-{day:02}"
        return self.rng.choice((day, day, day, day, day, day[:7], f"{year}", f"{day}/..", ""))

    def workflow(self):
        """Most rows are published, on one of many days, all before those of the articles."""
        day = f"2026-{self.rng.randint(1, 10):02}-{self.rng.randint(1, 28):02}T08:00:00Z"
        state = self.rng.choices(("published", "draft", "review", "withdrawn"), (90, 5, 3, 2))[0]
        reason = "It was credited to somebody else." if state == "withdrawn" else ""
        at = None if state in ("draft", "review") else day
        return {"status": state, "publish_at": at, "withdrawn_reason": reason}

    def credit(self):
        """Somebody: a person, perhaps with a role; a body; or somebody described."""
        luck = self.rng.random()
        if luck > 0.85:
            described = f"{self.rng.choice(words.OFFICES)} of {self.rng.choice(words.CITIES)}"
            described = described if luck > 0.93 else ""
            return {"organisation": link(self.some("organisation")), "described_as": described}
        person = self.some("person")
        role = self.rng.choice(self.roles.get(person) or [None])
        body = self.perhaps("organisation", 0.7)
        return {"person": link(person), "role": link(role), "organisation": link(body)}
