"""Faces alone blurred: found by a computer, hidden, and looked at by a person wherever the computer lost one."""
