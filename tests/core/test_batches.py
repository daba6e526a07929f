from hanoiconv.core.batches import batches


def test_items_come_in_pieces_the_last_of_which_may_be_short():
    assert [*batches(iter("abcde"), 2)] == [["a", "b"], ["c", "d"], ["e"]]
    assert [*batches("abcd", 2)] == [["a", "b"], ["c", "d"]]
    assert [len(some) for some in batches(range(1001))] == [500, 500, 1]
    assert [*batches([])] == []
