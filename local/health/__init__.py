"""What `smena doctor` looks at, one module per part."""
