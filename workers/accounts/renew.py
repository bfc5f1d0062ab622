"""Access that ends before long is renewed; what lies sealed with an old key is sealed anew."""

import logging
from uuid import UUID

from api.auth.principal import SERVICE
from api.db.pool import Database
from api.sources.vault import Vault
from channels import registry
from channels.capabilities import Renewer
from channels.failures import Failure, VendorError
from workers.accounts.access import TOKEN_KIND, Accounts
from workers.accounts.queries import sql

log = logging.getLogger("smena.workers.accounts")


async def renew_access(database: Database, vault: Vault) -> None:
    """Every account of every channel whose access needs it."""
    for channel, adapter in registry.adapters().items():
        if not isinstance(adapter, Renewer):
            continue
        async with database.write(SERVICE) as tx:
            rows = await tx.rows(
                sql.claim_renewals, channel=channel, seconds_before=adapter.renew_before.total_seconds()
            )
        for row in rows:
            await _renew(database, vault, adapter, row["source_id"])


async def _renew(database: Database, vault: Vault, renewer: Renewer, source_id: UUID) -> None:
    accounts = Accounts(database, vault)
    account = await accounts.find(source_id)
    if account is None:
        return
    try:
        access = await renewer.renew(account)
    except VendorError as error:
        log.warning("source %s: its access could not be renewed: %s", source_id, error)
        # Whatever the reason: an admin has the time that is left to connect anew.
        failure = error.failure
        if failure.kind == "permanent":
            failure = Failure("reauth", failure.reason, failure.words)
        await accounts.minds(source_id, failure)
        return
    nonce, ciphertext = vault.seal(source_id, TOKEN_KIND, access.token)
    async with database.write(SERVICE) as tx:
        await tx.run(
            sql.store_token, source_id=source_id, kind=TOKEN_KIND, nonce=nonce, ciphertext=ciphertext
        )
        await tx.run(sql.renewed, source_id=source_id, access_until=access.until)


async def seal_anew(database: Database, vault: Vault) -> None:
    """Every secret that an older key opens; the present one keeps it from here on."""
    async with database.read(SERVICE) as tx:
        rows = await tx.rows(sql.credentials)
    for row in rows:
        sealed = (row["source_id"], row["kind"], row["nonce"], row["ciphertext"])
        if vault.is_current(*sealed):
            continue
        nonce, ciphertext = vault.seal(row["source_id"], row["kind"], vault.open(*sealed))
        async with database.write(SERVICE) as tx:
            await tx.run(
                sql.reseal,
                source_id=row["source_id"],
                kind=row["kind"],
                nonce=nonce,
                ciphertext=ciphertext,
                old_nonce=row["nonce"],
            )
