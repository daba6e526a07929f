"""The geometry of the data drawings, without markup.

Positions reach the templates as text (`svg_number`), so that no locale can put a comma into them.
"""

from hanoiconv.charts.bars import Bar, bars

__all__ = ["Bar", "bars"]
