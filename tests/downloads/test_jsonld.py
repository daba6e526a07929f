from hanoiconv.downloads.jsonld import catalog_jsonld
from hanoiconv.downloads.kinds import KINDS
from tests.downloads.files import ADDRESSES


def test_catalogue_describes_every_kind_with_its_files():
    catalogue = catalog_jsonld()["@graph"][0]

    assert catalogue["@type"] == "DataCatalog"
    assert [item["url"] for item in catalogue["dataset"]] == [
        f"http://127.0.0.1:8000/data/#{name}" for name in KINDS
    ]
    assert [
        file["contentUrl"] for item in catalogue["dataset"] for file in item["distribution"]
    ] == [f"http://127.0.0.1:8000{address}" for address in ADDRESSES]
    assert {file["encodingFormat"] for file in catalogue["dataset"][0]["distribution"]} == {
        "application/json",
        "text/csv",
    }


def test_data_sets_have_what_dataset_search_requires():
    for item in catalog_jsonld()["@graph"][0]["dataset"]:
        assert item["name"]
        assert 50 <= len(item["description"]) <= 5000, item["name"]
        assert item["license"] == "https://creativecommons.org/licenses/by/4.0/"
