"""Pages, and what makes a site of them: menu, search, links, feed, redirects."""
