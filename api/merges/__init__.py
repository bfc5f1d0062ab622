"""Who may be one person, who was made one, and two again."""
