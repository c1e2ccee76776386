"""The few dialogs; each makes one thing and hands it on."""
