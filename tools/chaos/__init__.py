"""What becomes of logged sets and open pages while one part after another is killed, frozen, slowed or cut off."""
