"""Being found on the network, and finding: mDNS (RFC 6762) and DNS-SD (RFC 6763), by zeroconf.

Whatever comes from the network is untrusted; whatever fails here never stops a chat. zeroconf is
imported only by the threads that use it: it is slow to load, and a chat works without it.
"""
