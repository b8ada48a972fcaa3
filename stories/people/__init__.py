"""People and places: who a teller's stories name, what stands for them instead, and more general words for the rest."""
