"""Nothing received is lost, nothing is done or sent twice: the inbox, the outbox, and who empties them."""
