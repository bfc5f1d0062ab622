"""Facebook pages: login, Messenger, comments under posts, Lead Ads."""
