"""Is it up, is it ready, and what must the front end know before anybody signs in."""
