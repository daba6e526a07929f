from django.urls import path

from events import picture_views, views

app_name = "events"
urlpatterns = [
    path("news/", views.article_list, name="article-list"),
    path("news/<slug:slug>/", views.article_detail, name="article-detail"),
    path("events/", views.event_list, name="event-list"),
    path("events/<slug:slug>/", views.event_detail, name="event-detail"),
    path("statements/", views.statement_list, name="statement-list"),
    path("statements/<slug:slug>/", views.statement_detail, name="statement-detail"),
    path("topics/", views.topic_list, name="topic-list"),
    path("topics/<slug:slug>/", views.topic_detail, name="topic-detail"),
    path("places/", views.place_list, name="place-list"),
    path("places/<slug:slug>/", views.place_detail, name="place-detail"),
    path("media/photos/<slug:name>.<slug:form>", picture_views.picture, name="picture"),
    path("corrections/", views.correction_list, name="correction-list"),
]
