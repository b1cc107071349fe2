"""What a chat is: rooms, members, messages. Knows no HTTP and no sockets."""
