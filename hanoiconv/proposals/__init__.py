"""Changes proposed by those who may not make them: told, compared, accepted or declined."""
