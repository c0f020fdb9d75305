"""In which order the requests of a round are decided: one file a policy, `policies` names them."""
