"""From cards and forms to HTML and keyboards. Pure: nothing here talks to anybody."""
