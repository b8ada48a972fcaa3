"""The trainers' library: terms that a training body agrees to, search, playing, and what its tellers see of it."""
