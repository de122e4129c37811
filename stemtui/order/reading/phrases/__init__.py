"""A sentence made plain, and cut into segments: asked, declined, excepted."""
