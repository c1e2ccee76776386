"""What keeps unsaved work safe from a crash: written while one works, offered back at the start."""
