"""A provider of mailboxes: a real IMAP and a real SMTP server on loopback, from which no mail leaves this machine."""
