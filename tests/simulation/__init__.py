"""A world in one thread, decided by a seed: desks, hubs, sticks, and everything that goes wrong."""
