"""Pages put together from several features: a household's first page, a leader's, guides, the access log."""
