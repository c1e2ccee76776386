"""A hand that does in a window what a person can, room by room."""
