"""The rules of law, money and Chorus."""
