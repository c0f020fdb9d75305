"""The teacher node: what staff do with courses and rosters, and rehearsals."""
