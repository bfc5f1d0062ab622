"""What tests of several layers share: the cluster, personas, tokens, the in-process API."""
