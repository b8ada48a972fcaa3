"""Who listened to which stretch of a recording, and which words they found to be right."""
