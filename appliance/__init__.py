"""Chat Appliance: a chat for one network that needs nothing but itself."""

__version__ = "0.1.0"
