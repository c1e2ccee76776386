"""Pictures out: PNG, SVG, PDF, clipboard."""

from nnviz.figures.clipboard import copy_figure
from nnviz.figures.errors import FigureError
from nnviz.figures.rendering import render

__all__ = ["FigureError", "copy_figure", "render"]
