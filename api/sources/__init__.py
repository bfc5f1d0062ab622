"""Lead sources: where leads come from, who gets them, the keys of sites, what was parked."""
