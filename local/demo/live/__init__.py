"""What makes the demo company live: two channels connected to the simulated vendors, and three weeks of conversations there.

Everything goes the way of a real one: people act at the simulated vendor as of their own day, what it would have posted is stored,
understood and accepted by the workers' code, and answers are queued as their managers and sent by it. Nothing here runs without a simulator.
"""
