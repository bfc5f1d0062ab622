"""How a source gives its leads away beyond its rule: who is at work, who is on duty, when somebody else gets them."""
