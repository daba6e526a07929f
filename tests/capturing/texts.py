"""A source as a newspaper would print it, for tests; nobody ever said any of it."""

TEXT = """\
HA NOI — Delegates arriving in the capital on Friday spoke of a rare chance.

“No harbour is safe while one lighthouse stays dark,” UN Secretary-General António Guterres said.
Ms. Ghada Waly, Executive Director of UNODC, told reporters that small islands would get help \
with training investigators before the end of next year.
“We shall lend our ladders to every neighbour,” added Berta Lindqvist, Minister of Justice of \
Norland. The hall applauded.
He also stressed that the treaty – long awaited – would not replace what is there."""
PARAGRAPHS = [line for line in TEXT.split("\n") if line]
HARBOUR = "No harbour is safe while one lighthouse stays dark"
LADDERS = "We shall lend our ladders to every neighbour"
ISLANDS = "small islands would get help with training investigators before the end of next year"
