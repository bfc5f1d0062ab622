"""Names of buckets and objects: the characters a hosted project accepts, and nothing that walks about in a file tree."""

import re

from local.storage.errors import InvalidBucketName, InvalidKey

LONGEST = 1024
_OBJECT = re.compile(r"[A-Za-z0-9_/!.*'() &$=@;:+,?-]+")
_BUCKET = re.compile(r"[A-Za-z0-9_!*'()&$=@;:+,?-][A-Za-z0-9_!.*'() &$=@;:+,?-]{0,99}")


def object_name(name: object) -> str:
    """`name` itself. Empty, `.` and `..` segments are refused: two spellings of one path would get two policies' answers."""
    if not isinstance(name, str) or len(name) > LONGEST or not _OBJECT.fullmatch(name):
        raise InvalidKey(str(name)[:LONGEST])
    if any(part in {"", ".", ".."} for part in name.split("/")):
        raise InvalidKey(name)
    return name


def bucket_name(name: object) -> str:
    """`name` itself; it is also the name of a folder, so it neither starts with a dot nor holds a slash."""
    if not isinstance(name, str) or not _BUCKET.fullmatch(name) or name != name.strip():
        raise InvalidBucketName()
    return name
