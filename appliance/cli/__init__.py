"""The command `chat-appliance`. Each subcommand is a module with `add` and `run`."""
