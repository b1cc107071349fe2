"""An icon in the desktop's tray, for a chat whose window is closed or behind others."""
