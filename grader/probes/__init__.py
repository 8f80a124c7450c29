"""What `grade --doctor` tries out: each probe returns a `Finding` and leaves nothing behind."""
