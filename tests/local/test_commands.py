"""The command line: what is printed, and one sentence instead of a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from api.mail.outbox import keep
from local import running, schema
from local.cli.main import main
from local.environment import ROOT

VALUES = {
    "api_url": "http://127.0.0.1:8111",
    "database_url": "postgresql://postgres:secret@127.0.0.1:1/postgres",
    "publishable_key": "sb_publishable_x",
    "secret_key": "sb_secret_y",
}


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have a project of his own configured."""
    for name in ("DATABASE_URL", "SUPABASE_URL", "SMENA_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("local.environment.dotenv_values", lambda _: {})


@pytest.fixture
def announced(tmp_path: Path) -> Path:
    """A directory in which this very process says it runs."""
    started = psutil.Process().create_time()
    running.announce(running.Running(**VALUES, data_dir=str(tmp_path), pid=os.getpid(), started=started))
    return tmp_path


def test_status_as_json(announced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "-o", "json", "--data", str(announced)]) == 0
    assert json.loads(capsys.readouterr().out) == {**VALUES, "data_dir": str(announced), "pid": os.getpid()}


def test_status_as_shell_variables(announced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data", str(announced), "--output", "env"]) == 0
    script = capsys.readouterr().out + 'printf %s "$API_URL $SECRET_KEY $PID"'
    assert (
        subprocess.check_output(["sh", "-c", script], text=True)
        == f"http://127.0.0.1:8111 sb_secret_y {os.getpid()}"
    )


def test_status_for_people(announced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data", str(announced)]) == 0
    assert "publishable key: sb_publishable_x\n" in capsys.readouterr().out


def test_status_carries_keys_and_is_closed_to_others(announced: Path) -> None:
    assert (announced / running.FILE_NAME).stat().st_mode & 0o077 == 0


def test_status_where_nothing_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"smena: Nothing runs on {tmp_path}: start it with ./smena up.\n"


def test_a_number_that_is_another_process_by_now_counts_as_nothing_running(tmp_path: Path) -> None:
    running.announce(running.Running(**VALUES, data_dir=str(tmp_path), pid=os.getpid(), started=1.0))
    assert running.find(tmp_path) is None
    assert running.left_behind(tmp_path)


def test_half_a_configuration_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://x@127.0.0.1:1/x")
    assert main(["migrate"]) == 1
    assert "DATABASE_URL is set but SUPABASE_URL is not" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://x:y@127.0.0.1:1/x")
    monkeypatch.setenv("SUPABASE_URL", "http://127.0.0.1:1")
    assert main(["migrate"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("smena: The database does not answer")
    assert error.count("\n") == 1


def test_the_doctor_names_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://x:y@127.0.0.1:1/x")
    monkeypatch.setenv("SUPABASE_URL", "http://127.0.0.1:1")
    monkeypatch.delenv("API_DATABASE_URL", raising=False)
    assert main(["doctor"]) == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("WRONG")]
    for word in ("DATABASE_URL (127.0.0.1)", "API_DATABASE_URL is not set", "Supabase Auth", "signing keys"):
        assert any(word in line for line in wrong), word


def test_the_doctor_is_content_before_the_first_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--data", str(tmp_path / "new")]) == 0
    assert "Nothing is installed" in capsys.readouterr().out


def test_the_outbox_shows_the_newest_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from email.message import EmailMessage

    for number in (1, 2):
        mail = EmailMessage()
        mail["To"], mail["Subject"] = "anna@demo.example", f"Письмо {number}"
        mail["Date"] = "Sun, 22 Nov 2026 09:00:00 +0000"
        mail.set_content(f"link {number}")
        keep(tmp_path / "outbox", mail)
    assert main(["outbox", "--data", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.index("Письмо 1") < out.index("link 1") < out.index("Письмо 2") < out.index("link 2")


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"SMTP_HOST": "mail.example", "SMTP_PORT": "smtp"}, "SMTP_PORT is smtp, which is no port"),
        ({"SUPABASE_SECRET_KEY": ""}, "SUPABASE_SECRET_KEY is not set"),
        ({"SUPABASE_URL": "http://[nowhere"}, "Supabase Auth does not answer"),
    ],
)
def test_odd_settings_do_not_stop_the_doctor(
    settings: dict[str, str],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = {"DATABASE_URL": "postgresql://x:y@127.0.0.1:1/x", "SUPABASE_URL": "http://127.0.0.1:1"}
    for name, value in {**project, "SUPABASE_SECRET_KEY": "sb_secret_x", **settings}.items():
        monkeypatch.setenv(name, value)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert complaint in out
    assert ("Supabase Storage" in out) is (settings.get("SUPABASE_SECRET_KEY") != "")


def test_a_reader_that_has_seen_enough_is_no_failure_to_talk_about(announced: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "local", "status", "--data", str(announced)],
        cwd=ROOT,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["up", "--port", "0"], "0 is no port"),
        (["up", "--port", "web"], "web is no port"),
        (["status", "-o", "xml"], "invalid choice: 'xml'"),
        (["fly"], "invalid choice: 'fly'"),
        ([], "required: COMMAND"),
    ],
)
def test_wrong_arguments_are_named(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["restore", "/nonexistent/file"], ["backup", "/nonexistent/folder/file"]]
)
def test_missing_files_are_named(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--data", str(tmp_path)]) == 1
    assert "/nonexistent" in capsys.readouterr().err


def test_the_launcher_works_through_a_link_from_a_folder_that_shadows_us(tmp_path: Path) -> None:
    (tmp_path / "local").mkdir()
    (tmp_path / "local" / "__init__.py").write_text("raise SystemExit('the wrong local')")
    (tmp_path / "link").symlink_to(ROOT / "smena")
    done = subprocess.run(
        ["./link", "status", "--data", "no where"],
        cwd=tmp_path,
        env={**os.environ, "SMENA_PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"smena: Nothing runs on {tmp_path / 'no where'}: start it with ./smena up.\n"


def test_passwords_are_set_for_our_own_logins_only() -> None:
    urls = [
        "postgresql://smena_api.projectref:p%40ss@pooler.example:6543/postgres",
        "postgresql://postgres:secret@db.example/postgres",
        "postgresql://smena_worker@db.example/postgres",
    ]
    assert schema.logins(urls) == [("smena_api", "p@ss")]
