"""The servers that ours is compared with, each as its author would write it in a few lines."""
