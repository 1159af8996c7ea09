"""The content of attachments: kept in parts, read, destroyed by order."""
