"""The routes, one noun each. They read the request, ask the chat, and word the answer."""
