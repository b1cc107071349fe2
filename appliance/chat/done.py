"""What was done before: whoever asks again under the same key lost the answer, and gets it now."""

from __future__ import annotations

from appliance.feed.contract import OURSELVES, Feed, Reader
from appliance.feed.entry import Draft


def done(feed: Feed, draft: Draft, reader: Reader = OURSELVES) -> int | None:
    """The number that `draft` has in the feed, if its member stored it under its key; None where
    there is none, or no key. Raises KeyTaken.
    """
    found = feed.find(draft, reader)
    return None if found is None else found.id
