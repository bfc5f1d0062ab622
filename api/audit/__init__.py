"""Who changed what, before and after. Written by the database's triggers; here it is only read."""
