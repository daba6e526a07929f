from django.apps import AppConfig


class HanoiconvConfig(AppConfig):
    name = "hanoiconv"
    label = "hanoiconv"
    verbose_name = "The Hanoi Convention Record"
