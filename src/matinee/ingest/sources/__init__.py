"""Where videos come from: each source ends in an Arrival that the flow takes on."""
