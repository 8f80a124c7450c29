"""Communication between processes: pipes, queues, shared memory."""
