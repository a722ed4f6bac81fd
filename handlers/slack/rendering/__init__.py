"""From cards and forms to Block Kit. Pure: nothing here talks to anybody."""
