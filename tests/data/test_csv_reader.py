"""Reading CSV files as people have them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from nnviz.data import csv_columns
from nnviz.data.csv_reader import read_csv
from nnviz.data.errors import DataError


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
        pytest.param("a,b\n1.5,2\n-3,4e2\n", id="plain"),
        pytest.param("a,b\r1.5,2\r-3,4e2", id="old Mac line ends, none at the end"),
        pytest.param("\N{BYTE ORDER MARK}a,b\r\n1.5,2\r\n-3,4e2\r\n", id="byte order mark"),
        pytest.param("a\tb\n1.5\t2\n-3\t4e2\n".encode("utf-16"), id="Excel's Unicode text"),
        pytest.param("a;b\n1,5;2\n-3;4e2\n", id="semicolon, decimal comma"),
        pytest.param("a\tb\n1,5\t2\n-3\t4e2\n", id="tab, decimal comma"),
        pytest.param("a;b\n1.5;2\n-3;4e2\n", id="semicolon, decimal point"),
        pytest.param('"a","b"\n"1.5","2"\n"-3" ,"4e2"\n', id="quoted"),
        pytest.param('"a";"b"\n"1,5";"2"\n"-3";"4e2"\n', id="quoted decimal comma"),
        pytest.param("a,b\n\n1.5,2\n , \n-3,4e2\n\n", id="empty rows"),
        pytest.param("a,b\n1.5,2\n\N{MINUS SIGN}3,+4e2\n", id="true minus"),
        pytest.param("a,b,\n1.5,2,\n-3,4e2,\n", id="a delimiter at each end"),
    ],
)
def test_dialects_give_the_same_table(write, text):
    table = read_csv(write(text))
    assert table.columns == ("a", "b")
    np.testing.assert_array_equal(table.numbers("a"), [1.5, -3.0])
    np.testing.assert_array_equal(table.numbers("b"), [2.0, 400.0])


def test_both_decimal_signs_in_one_file_are_ambiguous_so_the_comma_is_refused(write):
    with pytest.raises(DataError, match=r'row 3, column "a": "1,5" is not a number'):
        read_csv(write("a;b\n1.5;2\n1,5;2\n7;1\n"))


def test_an_old_windows_file_keeps_its_letters(write):
    table = read_csv(write("Länge;Größe\n1;2\n".encode("cp1252")))
    assert table.columns == ("Länge", "Größe")


def test_a_column_of_words_is_kept_as_words(write):
    table = read_csv(write("length,species\n1.0,setosa\n2.0, virginica \n"))
    assert table.column("species") == ("setosa", "virginica")
    with pytest.raises(DataError, match=r'"species" holds text \("setosa"\)'):
        table.numbers("species")


def test_the_majority_says_that_a_column_is_numbers(write):
    with pytest.raises(DataError, match=r'row 2, column "a": "abc" is not a number'):
        read_csv(write("a,b\nabc,2\n1,2\n3,4\n"))


def test_without_a_header_the_columns_are_counted(write):
    table = read_csv(write("5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n"))
    assert table.columns == ("column 1", "column 2", "column 3")
    np.testing.assert_array_equal(table.numbers("column 1"), [5.1, 4.9])
    assert table.column("column 3") == ("Iris-setosa", "Iris-setosa")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("id,2020\n1,5\n2,6\n", ("id", "2020")),
        ("year;2019;2020\n1,5;2;3\n", ("year", "2019", "2020")),
        ("NA,3\n1,2\n4,5\n6,7\n", None),
        ("2019,2020\n1,2\n", ("column 1", "column 2")),
        ("setosa,1\nvirginica,2\n", ("column 1", "column 2")),
    ],
)
def test_a_word_over_a_number_makes_the_first_row_a_header(write, text, names):
    if names is None:
        with pytest.raises(DataError, match='row 1, column "column 1": the value is missing'):
            read_csv(write(text))
    else:
        assert read_csv(write(text)).columns == names


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ('"1,234"', '"12,345.5"'),
            r'text \("1,234" has a sign between the thousands\): .* write 1',
        ),
        (("5%", "7.5 %"), r'text \("5%" has a percent sign\): an input needs numbers, so write 5'),
        (("n.a.", "5%"), r'text \("5%" has a percent sign\)'),
        (("red", "blue"), r'text \("red"\): an input needs numbers, so leave this column out'),
    ],
)
def test_text_that_is_nearly_a_number_is_told_why(write, cells, sentence):
    table = read_csv(write("a,b\n" + "".join(f"{cell},1\n" for cell in cells)))
    with pytest.raises(DataError, match=sentence):
        table.numbers("a")


def test_names_that_are_empty_or_there_twice_are_made_unique(write):
    table = read_csv(write("Age,,Age,Age (2),column 2\n1,2,3,4,5\n"))
    assert table.columns == ("Age", "column 2 (2)", "Age (3)", "Age (2)", "column 2")
    assert [float(cells[0]) for cells in table.cells] == [1, 2, 3, 4, 5]


def test_a_column_without_a_name_is_kept_if_it_has_values(write):
    assert read_csv(write("a,b,\n1,2,3\n")).columns == ("a", "b", "column 3")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "table.csv: the file is empty"),
        ("\n \n", "table.csv: the file is empty"),
        ("a,b\n", "no rows below the header"),
        ("a\n1\n", "only one column"),
        ("1\n2\n", "only one column"),
        ("a,b\n1,2\n3,\n", 'table.csv, row 3, column "b": the value is missing'),
        ("a,b\n1,2\n3, \n", 'row 3, column "b": the value is missing'),
        ("a,b\n1,2\n\n3,NA\n", 'row 4, column "b": the value is missing'),
        ("a,b\n1,NaN\n", 'row 2, column "b": the value is missing'),
        ("a,kind\n1,x\n2,\n", 'row 3, column "kind": the value is missing'),
        ("a,b\n1,2\n3,4\nx,y\n", 'row 4, column "a": "x" is not a number'),
        ("a,b\n1,2\n3,4\n1_0,4\n", 'row 4, column "a": "1_0" is not a number'),
        ("a,b\n1,2\n3,1e400\n", 'row 3, column "b": "1e400" is not a finite number'),
        ("a,b\n1,2\n3,inf\n", 'row 3, column "b": "inf" is not a finite number'),
        ("a,b\n1,2\n1,2,3\n", "row 3: 3 values instead of 2"),
        ("a,b\n1,2\n1\n", "row 3: 1 value instead of 2"),
        ("a,b\n1,2\0\n", "table.csv is not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "table.csv is not a text file"),
        (",".join(["c"] * 1_000_000), "1,000,000 columns, but at most 10,000 can be read"),
        ('a,b\n"' + "x" * 200_000 + '",2\n', "a cell has more than 131,072 characters"),
        ('a,b\n1,2\n3,"4\n', "a quotation mark is opened and never closed"),
        ('a,b\n1,2\n3,"4\n5,6\n7,8', "a quotation mark is opened and never closed"),
        ('a,b\n1,2\n"', "a quotation mark is opened and never closed"),
    ],
)
def test_bad_files_get_one_clear_sentence(write, text, sentence):
    with pytest.raises(DataError) as caught:
        read_csv(write(text))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_fault_far_down_is_named_by_its_place(write):
    rows = "".join(f"{k},{k}\n" for k in range(2, 5_000))
    with pytest.raises(DataError, match=r'row 5000, column "b": "oops" is not a number'):
        read_csv(write(f"a,b\n{rows}5000,oops\n1,\n"))


def test_a_file_that_cannot_be_read(tmp_path, write):
    with pytest.raises(DataError, match=r"there is no file .*absent\.csv"):
        read_csv(tmp_path / "absent.csv")
    with pytest.raises(DataError, match="is not a file"):
        read_csv(tmp_path)


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(5 * 2**30)
    with pytest.raises(DataError, match=r"huge.csv is too large \(5,120 MiB\)"):
        read_csv(path)


@pytest.mark.parametrize(
    ("line", "count", "sentence"),
    [
        ("1" * 60_000_000, 1, "the line is too long"),
        ("," * 30_000_000, 1, "columns, but at most 10,000"),
    ],
)
def test_a_line_without_end_takes_little_memory(tmp_path, line, count, sentence):
    path = tmp_path / "endless.csv"
    path.write_text(line)
    tracemalloc.start()
    with pytest.raises(DataError, match=sentence):
        read_csv(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000


@pytest.mark.parametrize(
    ("limit", "text", "sentence"),
    [
        ("MAX_NUMBERS", "a,b\n" + "1,2\n" * 60, "more than 100 numbers"),
        ("MAX_TEXTS", "a,b\n" + "x,2\n" * 101, "more than 100 cells of text"),
    ],
)
def test_too_many_cells_are_refused_while_they_are_read(write, monkeypatch, limit, text, sentence):
    monkeypatch.setattr(csv_columns, limit, 100)
    with pytest.raises(DataError, match=sentence):
        read_csv(write(text))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.binary(max_size=200) | some.text("1,;\t\n\r\"x. -e'", max_size=60).map(str.encode))
def test_whatever_the_bytes_only_a_data_error_escapes(write, data):
    try:
        table = read_csv(write(data))
    except DataError:
        return
    assert len(table.columns) == len(set(table.columns)) == len(table.cells) >= 2
    assert {len(cells) for cells in table.cells} == {table.n_rows}


@given(
    some.lists(
        some.tuples(*[some.floats(allow_nan=False, allow_infinity=False)] * 3),
        min_size=1,
        max_size=20,
    ),
    some.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", ",")]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_come_back_to_the_bit(write, rows, signs):
    delimiter, decimal = signs
    lines = [delimiter.join("abc")]
    lines += [delimiter.join(repr(value).replace(".", decimal) for value in row) for row in rows]
    table = read_csv(write("\n".join(lines)))
    np.testing.assert_array_equal(np.column_stack(table.cells), np.array(rows))
