from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("The Hanoi Convention Record: desk")
admin.site.site_title = _("The Hanoi Convention Record")
admin.site.index_title = _("What is on record")
