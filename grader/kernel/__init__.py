"""What the kernel says and does: the only place that reads /proc, traces, and talks to pidfds."""
