"""Small parts of which panels, dialogs and the tool bar are made."""
