"""The way to the database: pool, request transaction, named SQL; models and migrations beside them."""
