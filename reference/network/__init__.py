"""Homework 1, network programming: TCP and UDP, one client and a hundred, all on loopback."""
