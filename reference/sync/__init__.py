"""Synchronisation and mutual exclusion: semaphores, events, locks."""
