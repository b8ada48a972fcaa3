"""Old discs and tapes with several people on them, parted into a testimony for each. See docs/splitting.md."""
