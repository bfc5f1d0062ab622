"""The benchmark of classification runs and says what it says it measures. Never how fast."""

from bench import classify


def test_every_kind_of_text_and_event_is_timed() -> None:
    found = classify.measure(rounds=1)
    assert len(found) == 4
    assert found[0].calls > 600
    assert all(0 < one.usual <= one.high <= one.worst for one in found)
