"""The plots under the canvas."""
