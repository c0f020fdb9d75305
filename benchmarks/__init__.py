"""What prints the figures that the documents quote."""
