"""The product as a person meets it: a real Chromium against what `./smena up` starts."""
