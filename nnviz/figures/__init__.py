"""Pictures out: PNG, SVG, PDF, clipboard."""

from nnviz.figures.clipboard import copy_figure
from nnviz.figures.errors import FigureError
from nnviz.figures.rendering import render
from nnviz.figures.view import View

__all__ = ["FigureError", "View", "copy_figure", "render"]
