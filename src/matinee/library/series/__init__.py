"""Series: what is known of them, what lies in their folders, and how they are shown."""
