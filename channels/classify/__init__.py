"""What a stored event is: where it came from (`source`), and what its author wants (`intent`). Pure, explained by rule ids."""
