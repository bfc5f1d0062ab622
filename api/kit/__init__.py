"""What every feature uses and none owns: paging, versions, money, phones, clock, JSON. Imports no domain."""
