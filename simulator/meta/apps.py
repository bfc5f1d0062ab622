"""The one app of Messenger and WhatsApp in the developers' dashboard."""

META_APP_ID, META_APP_SECRET = "990000000000202", "simulated-meta-app-secret"
VERIFY_TOKEN = "simulated-verify-token"  # noqa: S105 -- opens nothing real
