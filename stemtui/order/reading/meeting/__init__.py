"""Requests met with what the session has: order lines, and questions about what is open."""
