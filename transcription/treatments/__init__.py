"""How one recording is treated: what its teller's yes demands, and what its editor asks for beyond that."""
