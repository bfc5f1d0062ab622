"""The signed-in person: who he is, what he may set himself."""
