"""The network of this machine: addresses, what is in their way, finding chats. Knows no web."""
