"""What the rules of intent doubted, and what people say of it."""
