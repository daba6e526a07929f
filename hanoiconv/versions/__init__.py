"""The history of records: kept, compared, restored; and editors kept from each other's work."""
