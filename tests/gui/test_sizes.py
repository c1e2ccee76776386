import pytest

from nnviz.gui.dialogs.sizes import parse_hidden, parse_sizes


@pytest.mark.parametrize(
    ("text", "named"),
    [("-3", "-3"), ("8, -10, 1", "-10"), ("8--10", "-10"), ("8 –10 1", "–10"), ("3-", "-")],
)
def test_a_number_below_nothing_is_refused_and_named(text, named):
    for parse in (parse_hidden, parse_sizes):
        with pytest.raises(ValueError, match=f": “{named}” is not a positive whole number"):
            parse(text)


@pytest.mark.parametrize("text", ["8 - 10 - 1", "8- 10-1", "8 – 10–1"])
def test_dashes_between_numbers_are_none(text):
    assert parse_sizes(text) == (8, 10, 1)
