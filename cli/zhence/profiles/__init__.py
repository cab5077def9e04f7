"""Files of towns and enterprises as people write them, read into records; every mistake is found in one go."""
