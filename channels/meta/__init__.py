"""What Instagram, Messenger and WhatsApp share: signed deliveries, the Graph API, its refusals."""
