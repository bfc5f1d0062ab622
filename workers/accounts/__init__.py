"""Connected accounts as the workers use them: their access, their state, what is read from them."""
