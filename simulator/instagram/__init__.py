"""Instagram with Instagram Login: Business Login, graph.instagram.com, comments, Direct, webhooks."""
