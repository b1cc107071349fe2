"""What goes into the executable and what stays out, with the reasons. Used by build.spec."""
