"""Long polls: who waits for what, and waking all of them at once.

A poll comes as a `LongPoll` (from the resource), waits in a `Group` (with all who get the same
bytes), in the `ParkingLot` (which knows the groups of each room); a `RememberedHead` lets the
next poll on the connection skip the way through parser and app.
"""
