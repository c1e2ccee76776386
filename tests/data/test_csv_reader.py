"""Reading CSV files as people have them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from nnviz.data.csv_reader import read_csv
from nnviz.data.table import DataError


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_blanks_around_names_and_numbers_are_dropped(write):
    table = read_csv(write("Cement , Water\n 540.0 , 162.0 \n 332.5,228\n"))
    assert table.columns == ("Cement", "Water")
    np.testing.assert_array_equal(table.numbers("Cement"), [540.0, 332.5])
    np.testing.assert_array_equal(table.numbers("Water"), [162.0, 228.0])


@pytest.mark.parametrize(
    "text",
    [
        "a;b\n1,5;2\n-3;4e2\n",
        "a\tb\n1,5\t2\n-3\t4e2\n",
        "\N{BYTE ORDER MARK}a,b\r\n1.5,2\r\n-3,4e2\r\n",
        '"a","b"\n"1.5","2"\n"-3","4e2"\n',
        "a,b\n\n1.5,2\n\n\N{MINUS SIGN}3,4e2\n\n",
        "a,b,\n1.5,2,\n-3,4e2,\n".replace(",\n", "\n"),
    ],
)
def test_dialects_give_the_same_table(write, text):
    table = read_csv(write(text))
    assert table.columns == ("a", "b")
    np.testing.assert_array_equal(table.numbers("a"), [1.5, -3.0])
    np.testing.assert_array_equal(table.numbers("b"), [2.0, 400.0])


def test_a_column_of_words_is_kept_as_words(write):
    table = read_csv(write("length,species\n1.0,setosa\n2.0, virginica \n"))
    assert table.column("species") == ("setosa", "virginica")
    with pytest.raises(DataError, match="'species' holds text such as 'setosa'"):
        table.numbers("species")


def test_without_a_header_the_columns_are_counted(write):
    table = read_csv(write("1,2\n3,4\n"))
    assert table.columns == ("column 1", "column 2")
    np.testing.assert_array_equal(table.numbers("column 1"), [1.0, 3.0])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "table.csv is empty"),
        ("\n \n", "table.csv is empty"),
        ("a,b\n", "has a header but no rows"),
        ("a\n1\n", "has one column"),
        ("a,b\n1,2\n3,\n", "row 3, column 'b': the value is missing"),
        ("a,b\n1,NA\n", "row 2, column 'b': the value is missing"),
        ("a,b\n1,2\nx,4\n", "row 3, column 'a': 'x' is not a number"),
        ("a,b\n1,2\n\n3,1e400\n", "row 4, column 'b': 1e400 is too large"),
        ("a,b\n1,2\n1_0,4\n", "row 3, column 'a': '1_0' is not a number"),
        ("a,b\n1,2\n1,2,3\n", "row 3: 3 cells under 2 columns"),
        ("a,b\n1,2\n1\n", "row 3: 1 cells under 2 columns"),
        ("a,a\n1,2\n", "2 columns named 'a'"),
        ("a,b\n1,2\0\n", "binary data"),
        (b"a,b\n1,\xff\xfe\n", "not UTF-8"),
        (",".join(["c"] * 1_000_000), "1,000,000 columns; at most 10,000"),
        ('a,b\n"' + "x" * 200_000 + '",2\n', "not a CSV file"),
    ],
)
def test_bad_files_get_one_clear_sentence(write, text, sentence):
    with pytest.raises(DataError) as caught:
        read_csv(write(text))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(DataError, match=r"absent\.csv cannot be read"):
        read_csv(tmp_path / "absent.csv")
    with pytest.raises(DataError, match="cannot be read"):
        read_csv(tmp_path)


def test_a_line_without_end_takes_little_memory(tmp_path):
    path = tmp_path / "endless.csv"
    path.write_bytes(b"1" * 60_000_000)
    tracemalloc.start()
    with pytest.raises(DataError, match="over 10,000,000 characters"):
        read_csv(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000
