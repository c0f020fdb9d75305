"""The porch: the one HTTP address in front of the house."""
