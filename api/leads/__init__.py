"""Leads and comments from the company's own site: public, stored raw first, understood later by a worker."""
