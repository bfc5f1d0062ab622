"""One-time codes: how they are made, mailed, found and used up."""
