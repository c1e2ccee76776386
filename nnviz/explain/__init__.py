"""A pass told as captioned steps."""
