import errno
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import numpy as np
import pypdf
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from nnviz.diagram.style import DARK, LIGHT, fill
from nnviz.document.elements import Edge
from nnviz.document.errors import DocumentError
from nnviz.document.files import save
from nnviz.figures import FigureError, View, copy_figure, render
from nnviz.figures.figure import Figure
from tests.diagram.samples import chain, iris_like, near, network, pixels

NETWORKS = [(2, 1), (2, 2, 1), (3, 4, 2), (8, 10, 1), (64, 32, 10), (784, 128, 10), (2,) * 60]


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "chain.nnviz"
    save(chain(), path)
    return path


@pytest.mark.usefixtures("qapp")
class TestPictures:
    def test_an_ordinary_network_is_a_column_of_a_journal_wide(self):
        figure = Figure(network((3, 4, 2), output="softmax"))
        assert figure.width / 150 * 25.4 == pytest.approx(89, abs=3)

    def test_a_png_has_the_scale_and_the_colours_of_the_values(self, tmp_path):
        for scale in (1, 2):
            render(chain(), tmp_path / "chain.png", scale=scale)
            image, figure = QImage(str(tmp_path / "chain.png")), Figure(chain())
            assert image.width() == round(figure.width * scale)
            assert image.height() == round(figure.height * scale)
            assert image.dotsPerMeterX() == pytest.approx(scale * 150 / 0.0254, abs=1)
            column = figure.picture.layout.columns[2]
            x, y = column.x * scale, (column.y[0] - 0.7 * column.radius) * scale
            assert near(image.pixelColor(round(x), round(y)), fill(LIGHT, 0.7153, 1.0))

    @pytest.mark.parametrize("sizes", NETWORKS)
    def test_nothing_is_cut_off_and_no_side_is_left_empty(self, tmp_path, sizes):
        render(network(sizes), tmp_path / "figure.png", scale=1)
        ink = (pixels(QImage(str(tmp_path / "figure.png")))[..., :3] < 250).any(axis=2)
        assert not ink[[0, 1, -1, -2]].any()
        assert not ink[:, [0, 1, -1, -2]].any()
        assert ink[:, :40].any()
        assert ink[:, -40:].any()

    def test_transparent_leaves_the_ground_bare_and_edges_with_alpha(self, tmp_path):
        render(network((3, 4, 2)), tmp_path / "bare.png", transparent=True)
        alpha = pixels(QImage(str(tmp_path / "bare.png")))[..., 3]
        assert alpha[0].max() == 0
        assert (alpha == 0).mean() > 0.6
        between = (alpha > 100) & (alpha < 250)
        assert between.sum() > 2000

    def test_transparent_over_white_looks_like_the_opaque_one(self, tmp_path):
        for name, bare in (("bare", True), ("full", False)):
            render(network((3, 4, 2)), tmp_path / f"{name}.png", scale=1, transparent=bare)
        bare = QImage(str(tmp_path / "bare.png"))
        ground = QImage(bare.size(), QImage.Format.Format_RGB32)
        ground.fill(QColor("white"))
        painter = QPainter(ground)
        painter.drawImage(0, 0, bare)
        painter.end()
        opaque = pixels(QImage(str(tmp_path / "full.png")))
        difference = np.abs(pixels(ground).astype(int) - opaque.astype(int))
        assert difference[..., :3].mean() < 1.5

    def test_negative_edges_are_dashed_and_positive_ones_are_not(self, tmp_path):
        document = network((2, 1)).replaced(parameters=np.array([0.8, -0.8, 0.1]))
        figure = Figure(document)
        render(document, tmp_path / "two.png", scale=2)
        image = QImage(str(tmp_path / "two.png"))
        bare = {0: 0, 1: 0}
        for edges in figure.picture.drawn:
            for k, (x0, y0, x1, y1) in enumerate(edges.lines):
                for share in np.linspace(0.02, 0.25, 60):
                    at = 2 * (x0 + share * (x1 - x0)), 2 * (y0 + share * (y1 - y0))
                    white = image.pixelColor(round(at[0]), round(at[1])).name() == "#ffffff"
                    bare[int(edges.sources[k])] += white
        assert bare[0] == 0
        assert 10 < bare[1] < 30

    def test_the_dark_theme_is_dark(self, tmp_path):
        render(chain(), tmp_path / "dark.png", theme="dark")
        assert QImage(str(tmp_path / "dark.png")).pixelColor(2, 2) == QColor(DARK.surface)

    def test_svg_is_xml_without_fonts_and_draws_what_the_png_shows(self, tmp_path):
        document = network((3, 4, 2), output="softmax")
        render(document, tmp_path / "net.svg")
        render(document, tmp_path / "net.png", scale=1)
        root = ElementTree.parse(tmp_path / "net.svg").getroot()
        names = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert "text" not in names
        assert root.get("width").endswith("mm")
        renderer = QSvgRenderer(str(tmp_path / "net.svg"))
        assert renderer.isValid()
        expected = QImage(str(tmp_path / "net.png"))
        image = QImage(expected.size(), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        difference = np.abs(pixels(image).astype(int) - pixels(expected).astype(int))
        assert difference[..., :3].mean() < 6

    def test_a_pdf_is_one_cropped_page_whose_text_can_be_searched(self, tmp_path):
        document = iris_like()
        render(document, tmp_path / "iris.pdf")
        (page,) = pypdf.PdfReader(tmp_path / "iris.pdf").pages
        text = page.extract_text()
        for word in ("sepal length", "versicolor", "Hidden", "8, tanh", "positive"):
            assert word in text.replace("\t", " "), word
        value = float(document.model().trace(document.x, document.y).output[0, 0])
        assert f"{value:.2f}" in text
        figure = Figure(document)
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert width == pytest.approx(figure.width * 72 / 150, abs=1)
        assert height == pytest.approx(figure.height * 72 / 150, abs=1)

    @pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
    def test_every_source_is_taken(self, tmp_path, saved, ending):
        for source in (chain(), saved, str(saved), chain().model(), "example:chain"):
            path = tmp_path / f"out.{ending}"
            path.unlink(missing_ok=True)
            render(source, path)
            assert path.stat().st_size > 1000

    def test_rows_stand_one_under_the_other_and_the_picture_is_as_high_as_they_need(self, tmp_path):
        document = iris_like()
        rows, columns = (Figure(document, view=View(rows=turned)) for turned in (True, False))
        heights = [column.x for column in rows.picture.layout.columns]
        assert heights == sorted(heights)
        assert rows.width / rows.height > columns.width / columns.height
        render(document, tmp_path / "rows.pdf", rows=True)
        (page,) = pypdf.PdfReader(tmp_path / "rows.pdf").pages
        text = page.extract_text().replace("\t", " ")
        for word in ("sepal length", "virginica", "Hidden", "8, tanh", "positive"):
            assert word in text, word

    @pytest.mark.parametrize("rows", [False, True])
    def test_labels_of_a_figure_stand_apart(self, rows):
        for sizes in ((4, 8, 3), (2, 2, 1), (10, 8, 1)):
            figure = Figure(network(sizes), view=View(rows=rows))
            boxes = [tag.box for tag in figure.picture.tags]
            discs = [
                (x, y, column.radius)
                for column in figure.picture.layout.columns
                for x, y in column.centres
            ]
            assert len(boxes) == sum(sizes[1:])
            for k, box in enumerate(boxes):
                assert not any(box.overlaps(other) for other in boxes[:k])
                for x, y, radius in discs:
                    aside = np.clip(x, box.left + 8, box.right - 8) - x  # its padding is bare
                    above = np.clip(y, box.top, box.bottom) - y
                    assert np.hypot(aside, above) > radius - 1

    def test_numbers_of_all_of_the_selected_and_of_none(self):
        document, picked = network((4, 8, 3)), frozenset({Edge(2, 7, 1)})
        found = {
            numbers: Figure(document, view=View(numbers=numbers, selected=picked))
            for numbers in ("all", "selected", "none")
        }
        edges = {
            numbers: {number.edge for number in figure.picture.edge_numbers}
            for numbers, figure in found.items()
        }
        assert edges["selected"] == picked
        assert edges["none"] == set()
        assert len(edges["all"]) > 30

    def test_gradients_are_shown_with_their_numbers(self, tmp_path):
        document = chain()
        trace = document.model().trace(document.x, document.y)
        render(document, tmp_path / "gradients.pdf", show="gradients")
        (page,) = pypdf.PdfReader(tmp_path / "gradients.pdf").pages
        text = page.extract_text()
        for layer in trace.layers:
            assert f"{layer.dE_dkernel[0, 0]:.2f}" in text
        assert "∂E/∂w" in text

    def test_what_is_not_frozen_is_pale_on_paper(self, tmp_path):
        frozen = np.array([True, False, False, False])
        document = chain().replaced(frozen=frozen)
        figure = Figure(document, view=View(show="frozen"))
        render(document, tmp_path / "frozen.png", scale=1, show="frozen")
        image = QImage(str(tmp_path / "frozen.png"))
        darkest = []
        for edges in figure.picture.drawn:
            x, y = edges.at(0.25)[0]
            near_by = [image.pixelColor(round(x), round(y) + k).lightness() for k in range(-2, 3)]
            darkest.append(min(near_by))
        # The first weight is the smaller one, 0.15 beside 0.45, and alone it is frozen.
        assert darkest[0] < darkest[1]

    def test_a_large_layer_is_unfolded_by_wish(self, tmp_path):
        document = network((64, 300, 10), "relu", "softmax")
        folded, opened = (
            Figure(document, view=View(unfolded=u)) for u in map(frozenset, ((), (0,)))
        )
        assert [len(f.picture.layout.columns[0].units) for f in (folded, opened)] == [10, 64]
        column = opened.picture.layout.columns[0]
        assert np.diff(column.y).min() > 2 * column.radius
        render(document, tmp_path / "all.png", scale=0.5, unfolded="all")
        image = QImage(str(tmp_path / "all.png"))
        assert image.height() == pytest.approx(0.5 * opened.height, abs=1)

    def test_many_layers_are_drawn_edge_by_edge(self, tmp_path):
        """A picture of the weaker ones for each pair of layers would weigh far more."""
        figure = Figure(network((4,) * 150))
        assert [len(edges) for edges in figure.picture.drawn] == [16] * 149
        render(network((4,) * 150), tmp_path / "deep.svg")
        svg = (tmp_path / "deep.svg").read_text()
        assert "<image" not in svg
        assert len(svg) < 8_000_000

    def test_the_clipboard_takes_image_and_svg(self):
        copy_figure(chain())
        data = QGuiApplication.clipboard().mimeData()
        assert data.hasImage()
        assert QSvgRenderer(QByteArray(data.data("image/svg+xml"))).isValid()


@pytest.mark.usefixtures("qapp")
class TestFaults:
    @pytest.mark.parametrize("name", ["out.jpg", "out", "out.png.exe"])
    def test_unknown_formats_are_named_with_the_known_ones(self, tmp_path, name):
        with pytest.raises(FigureError, match=r"\.png, \.svg, \.pdf") as error:
            render(chain(), tmp_path / name)
        assert name in str(error.value)

    @pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
    def test_a_folder_that_is_not_there_is_one_sentence(self, tmp_path, ending):
        with pytest.raises(FigureError, match="cannot write") as error:
            render(chain(), tmp_path / "nowhere" / f"out.{ending}")
        assert "\n" not in str(error.value)

    def test_a_folder_in_the_way_is_an_error(self, tmp_path):
        (tmp_path / "out.png").mkdir()
        with pytest.raises(FigureError, match="cannot write"):
            render(chain(), tmp_path / "out.png")

    def test_a_failed_figure_leaves_the_old_file(self, tmp_path, monkeypatch):
        path = tmp_path / "out.png"
        render(chain(), path)
        before = path.read_bytes()
        with pytest.raises(FigureError, match="smaller scale"):
            render(network((64, 32, 16, 10)), path, scale=50)

        def full(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(FigureError, match=r"cannot write .*out\.png: no space left on device"):
            render(iris_like(), path)
        assert path.read_bytes() == before
        assert [p.name for p in tmp_path.iterdir()] == ["out.png"]

    @pytest.mark.parametrize("option", [{"scale": 0}, {"scale": 1e9}, {"theme": "pink"}])
    def test_options_out_of_range_are_refused(self, tmp_path, option):
        with pytest.raises(FigureError):
            render(chain(), tmp_path / "out.png", **option)
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize(
        ("option", "told"),
        [
            ({"show": "weights"}, "show 'weights' is none of values, gradients, updates, frozen"),
            ({"numbers": "some"}, "numbers 'some' is none of"),
            ({"show": "gradients"}, "the network has no target"),
            ({"show": "frozen"}, "no weight of the network is frozen"),
            ({"unfolded": [3]}, "no layer 3 to unfold: 0 is the input, 2 the output"),
            ({"unfolded": [1]}, "layer 1 has 300 neurons: layers of up to 256"),
        ],
    )
    def test_what_the_network_has_not_is_said_in_one_sentence(self, tmp_path, option, told):
        document = network((2, 300, 1)).replaced(target=None)
        with pytest.raises(FigureError, match=told):
            render(document, tmp_path / "out.png", **option)
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize("scale", ["a", "2", None, True])
    def test_a_scale_that_is_no_number_is_said_to_be_none(self, tmp_path, scale):
        with pytest.raises(FigureError, match="is not a number"):
            render(chain(), tmp_path / "out.png", scale=scale)

    @pytest.mark.parametrize("source", [None, 5, [[1.0]]])
    def test_a_source_of_another_kind_is_named(self, tmp_path, source):
        with pytest.raises(TypeError, match="a document or a model; received "):
            render(source, tmp_path / "out.png")

    def test_a_path_that_ends_as_a_folder_does_is_none_of_a_picture(self, tmp_path):
        with pytest.raises(FigureError, match=r"out\.png/: it is a folder"):
            render(chain(), f"{tmp_path}/out.png/")
        assert not list(tmp_path.iterdir())

    def test_a_source_that_is_not_there_is_the_documents_error(self, tmp_path):
        with pytest.raises(DocumentError):
            render(tmp_path / "none.nnviz", tmp_path / "out.png")


def test_a_script_can_render_and_then_open_a_window(tmp_path, saved):
    script = f"""
import nnviz
from PySide6.QtCore import QCoreApplication
for k in range(2):
    nnviz.render({str(saved)!r}, {str(tmp_path)!r} + f"/{{k}}.png")
    assert QCoreApplication.instance() is None
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
nnviz.render({str(saved)!r}, {str(tmp_path)!r} + "/2.png")
assert QCoreApplication.instance() is app
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    first, *others = ((tmp_path / f"{k}.png").read_bytes() for k in range(3))
    assert all(other == first for other in others)
