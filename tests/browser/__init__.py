"""What only a browser shows: a real server, a real Chromium, the page as readers meet it."""
