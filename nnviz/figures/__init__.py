"""Pictures out: PNG, SVG, PDF and the clipboard."""
