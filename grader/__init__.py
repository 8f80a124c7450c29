"""Grades programs made of processes that talk by signals, on evidence from the kernel."""

__version__ = "0.1.0"
