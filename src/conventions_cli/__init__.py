"""Le paquet."""
