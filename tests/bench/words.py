"""Words for generated records: names with their marks, gists, quotations, as long as real ones."""

# ruff: noqa: SIM905 - lists of words read best as words

import unicodedata

FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = "Văn Thị Đức Minh Hữu Quang Ngọc Thanh Xuân Hoài Bích Khánh Tuấn Mỹ Công Đình".split()
GIVEN = "Cường Trung Hùng Sơn Hằng Thắng Phương Lan Dũng Quý Tô Ánh Đạt Nghĩa Uyên Vượng".split()
FIRST = "António María Ghada José Zoë Søren François Łukasz Ana Jürgen Fatima John Aiko Chi".split()
LAST = "Guterres Waly Núñez Møller Lefèvre Šimić Öztürk Okafor Tanaka Smith Ngata Ñahui".split()
CITIES = "Hà Nội,Đà Nẵng,Huế,Cần Thơ,Vienna,New York,Genève,São Paulo,Bogotá,Malmö,Tōkyō".split(",")
BODIES = (
    "Ministry of Justice,Ministry of Foreign Affairs,Ministry of Public Security,Permanent Mission,"
    "Thông tấn xã,Daily,Institute for Cyber Law,Supreme People’s Procuracy,Đài Tiếng nói,Federation"
).split(",")
OFFICES = (
    "Deputy Minister,Director-General,Permanent Representative,Spokesperson,Head of Delegation,"
    "Ambassador,Prosecutor-General,Chair of the Ad Hoc Committee,Acting Minister,Special Envoy"
).split(",")
SUBJECTS = (
    "The Convention,International co-operation,The exchange of electronic evidence,Every State,"
    "The 24/7 network,A common legal ground,The protection of children online,Capacity-building,"
    "The signing in Hà Nội,Respect for human rights,The text agreed by consensus,Law enforcement"
).split(",")
VERBS = (
    "shows,will strengthen,makes possible,must not weaken,opens the way to,depends on,calls for,"
    "is the first step towards,gives all countries,has brought about,cannot replace,protects"
).split(",")
OBJECTS = (
    "trust between investigators of different countries,the sovereignty of every nation,"
    "a safe and open cyberspace for all,help for developing countries without conditions,"
    "the privacy of those who use the network,five years of patient negotiation,"
    "a quick answer to fraud across borders,what no country can achieve on its own,"
    "the recovery of stolen assets,early ratification by forty States"
).split(",")
TAILS = (
    "as the delegations agreed,in line with the Charter,within the limits of domestic law,"
    "before the end of the year,whatever their level of development,and nobody is left behind,"
    "as set out in the treaty itself"
).split(",")
TOPICS = (
    "Evidence,Ratification,Children,Fraud,Human rights,Capacity,Sovereignty,Privacy,Extradition"
).split(",")


def clause(rng):
    """Some 60 to 110 characters, without a full stop."""
    return f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)}"


def gist(rng):
    """One sentence, some 60 to 160 characters."""
    tail = f", {rng.choice(TAILS)}" if rng.random() < 0.6 else ""
    return f"{clause(rng)}{tail}."


def quotation(rng):
    """One to four sentences, some 80 to 400 characters."""
    return " ".join(gist(rng) for _ in range(rng.choice((1, 1, 2, 2, 3, 4))))[:400].strip()


def few(rng):
    """Three to six words that name the start or the end of a stretch."""
    return " ".join(clause(rng).split()[: rng.randint(3, 6)])


def person_name(rng):
    """A name as its bearer writes it, the name it is sorted under, and its language."""
    if rng.random() < 0.6:
        name = f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)} {rng.choice(GIVEN)}"
        return name, name, "vi"
    first, last = rng.choice(FIRST), rng.choice(LAST)
    return f"{first} {last}", f"{last}, {first}", ""


def as_slug(text):
    """Small letters, digits and single hyphens; letters that cannot be written so fall away."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if c.isascii() and (c.isalnum() or c == " "))
    return "-".join(letters.split())
