"""From the pasted text of a source to statements, on one page; the screen is capture_admin.py."""
