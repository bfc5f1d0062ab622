"""What time and the outside world cause: `python -m workers`. Any number of these processes may run."""
