"""How the reader model was made: from annotated articles to the encoder and its heads. Run by hand, never by a user."""
