"""The data drawings, as inline SVG: `{% load charts %}`, with css/charts.css linked by the page."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template

from events.models import Event, Figure, Instrument, Place
from hanoiconv.charts.maps import map_around
from hanoiconv.charts.plots import Plot
from hanoiconv.charts.plots import figure_plots as plots_of
from hanoiconv.charts.roads import road
from hanoiconv.charts.timelines import timeline

register = template.Library()


@register.inclusion_tag("includes/_map.html")
def place_map(place: Place | None) -> dict[str, Any]:
    """The region around a place; nothing where its coordinates are not known."""
    if place is None or place.latitude is None or place.longitude is None:
        return {}
    return {"place": place, "map": map_around(place.latitude, place.longitude)}


@register.simple_tag
def figure_plots(figures: Iterable[Figure]) -> list[Plot]:
    """The plots of the measures on which reports differ: `{% figure_plots figures as plots %}`."""
    return plots_of(figures)


@register.inclusion_tag("includes/_timeline.html")
def timeline_of(events: Iterable[Event], today: dt.date) -> dict[str, Any]:
    """The dated events on an axis of years, for wide screens.

    A list of them has to stand below, each row with the id "e-" and the slug.
    """
    return {"timeline": timeline(events, today)}


@register.inclusion_tag("includes/_road.html")
def road_of(
    instrument: Instrument | None, today: dt.date, events: Iterable[Event] = ()
) -> dict[str, Any]:
    """The steps of an instrument, drawn and listed; with its negotiations, if among the events."""
    return {"road": road(instrument, today, events)}
