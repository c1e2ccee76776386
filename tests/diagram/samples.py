"""Small documents with known numbers, and pictures of them."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.diagram.picture import Picture
from nnviz.diagram.style import LIGHT
from nnviz.document.builders import new_document
from nnviz.document.settings import TrainingSettings


def chain():
    """The chain of the notes."""
    document = new_document(
        (1, 1, 1),
        "sigmoid",
        "sigmoid",
        input=np.array([0.1]),
        target=np.array([0.25]),
        training=TrainingSettings("half_squared_error", "sgd", learning_rate=0.4),
    )
    return document.replaced(parameters=np.array([0.15, 0.40, 0.45, 0.65]))


def network(sizes, activation="tanh", output="linear", **fields):
    """A network with drawn weights, biases and inputs."""
    loss = "categorical_crossentropy" if output == "softmax" else "mean_squared_error"
    training = TrainingSettings(loss, "sgd", learning_rate=0.1)
    document = new_document(sizes, activation, output, seed=1, training=training, **fields)
    draw = np.random.default_rng(1)
    parameters = np.where(
        document.parameters == 0,
        draw.normal(0, 0.4, document.n_parameters),
        document.parameters,
    )
    target = np.eye(sizes[-1])[0]
    inputs = draw.normal(0, 0.8, sizes[0])
    return document.replaced(parameters=parameters, input=inputs, target=target)


def iris_like(**fields):
    return network(
        (4, 8, 3),
        output="softmax",
        input_names=("sepal length", "sepal width", "petal length", "petal width"),
        output_names=("setosa", "versicolor", "virginica"),
        **fields,
    )


def trace(document):
    return document.model().trace(document.x, document.y)


def picture(document, size=(1008, 367), theme=LIGHT, **kwargs):
    return Picture(document, trace(document), QRectF(0, 0, *size), theme, **kwargs)


def painted(what, overlay=None):
    """Return the image of a picture at rest, or with an overlay's options."""
    box = what.layout.box
    image = QImage(round(box.width), round(box.height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    what.paint_base(painter)
    if overlay is not None:
        what.paint_overlay(painter, **overlay)
    painter.end()
    return image


def pixels(image):
    """Return an image as an array of shape (height, width, 4): red, green, blue, alpha."""
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(straight.constBits(), np.uint8)
    rows = rows.reshape(straight.height(), straight.bytesPerLine())
    return rows[:, : 4 * straight.width()].reshape(straight.height(), straight.width(), 4).copy()


def near(colour, other, tolerance=3):
    """Tell whether two colours agree in each channel."""
    a, b = QColor(colour), QColor(other)
    pairs = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return all(abs(p - q) <= tolerance for p, q in pairs)
