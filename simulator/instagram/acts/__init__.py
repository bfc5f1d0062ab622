"""What people do on Instagram: `POST /_sim/instagram/{account}/{act}`.

`account` is an id or a username; `username` is who acts, and he appears when he is first named.
"""

from simulator.instagram.acts import account, comments, direct

ACTS = {**comments.ACTS, **direct.ACTS, **account.ACTS}
