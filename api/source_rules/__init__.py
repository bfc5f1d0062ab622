"""Where leads come from: the rules of sources, tried on what came and run over history."""
