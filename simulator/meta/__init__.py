"""What Instagram, Messenger and WhatsApp have in common: the Graph API's errors, tokens, fields, pages and webhooks."""
