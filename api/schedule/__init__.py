"""The plan: weekly hours, days that differ, company holidays. Admins edit, a manager reads his own."""
