"""What the desk does for the record as a whole: its start page, search, names on record twice."""
