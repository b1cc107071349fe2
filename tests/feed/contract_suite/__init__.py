"""What every storage must do: its tests inherit `FeedContract`, or `LastingFeedContract`."""
