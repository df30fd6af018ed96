"""What the pages share on screen: films and their player, charts, language, export."""
