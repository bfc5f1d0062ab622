"""What every simulated vendor stands on: the clock, the journal, faults, and posts to the webhooks of the CRM."""
