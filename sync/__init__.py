"""Exchange: the journal on its way between desks and hubs, by network and by stick."""
