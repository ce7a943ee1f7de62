"""The command `wechat-policy fmt`: what it writes, what it leaves, and how it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from invoking import run

UGLY = "制度 'a'".replace("'", '"') + "\r\n\tuse 'b'".replace("'", '"') + " # 甲\r\n条款 c 情节 d"
NEAT = "制度 “a”\n\n引用 “b”  # 甲\n\n条款 c\n  情节 d\n"
ENGLISH = 'policy "a"\n\nuse "b"  # 甲\n\nclause c\n  severity d\n'
FAULTY = "条款 e\r\n  不得\r\n"


def written(path: Path, text: str) -> str:
    path.write_bytes(text.encode("utf-8"))
    return str(path)


def test_files_are_written_and_named(tmp_path: Path) -> None:
    """What changes is written anew and said; what is formatted is not touched."""
    ugly = written(tmp_path / "a.policy", UGLY)
    neat = written(tmp_path / "b.policy", NEAT)
    os.chmod(ugly, 0o640)
    os.utime(neat, (1, 1))
    result = run("fmt", ugly, neat)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"formatted: {ugly}\n"
    assert Path(ugly).read_bytes() == NEAT.encode("utf-8")
    assert Path(ugly).stat().st_mode & 0o777 == 0o640
    assert Path(neat).stat().st_mtime == 1
    assert sorted(os.listdir(tmp_path)) == ["a.policy", "b.policy"]
    assert run("fmt", ugly, neat).output == ""


def test_the_other_skin(tmp_path: Path) -> None:
    """A file goes to the other skin and back."""
    path = written(tmp_path / "a.policy", UGLY)

    assert run("fmt", path, "--skin", "en").exit_code == 0
    assert Path(path).read_text(encoding="utf-8") == ENGLISH
    assert run("fmt", path, "--skin", "zh").exit_code == 0
    assert Path(path).read_text(encoding="utf-8") == NEAT


def test_check_names_what_would_change(tmp_path: Path) -> None:
    """Nothing is written; the exit code says whether anything would be."""
    ugly = written(tmp_path / "a.policy", UGLY)
    neat = written(tmp_path / "b.policy", NEAT)
    result = run("fmt", "--check", neat, ugly, language="zh")

    assert (result.exit_code, result.output) == (1, f"尚未排版：{ugly}\n")
    assert Path(ugly).read_bytes() == UGLY.encode("utf-8")
    assert run("fmt", "--check", neat).exit_code == 0


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_diff_shows_what_would_change(tmp_path: Path, check: tuple[str, ...]) -> None:
    """Nothing is written; the standard output is a unified diff and nothing else."""
    path = written(tmp_path / "a.policy", NEAT.replace("情节 d\n", "情节  d"))
    result = run("fmt", "--diff", *check, path)

    assert result.exit_code == 1
    assert result.stdout == (
        f"--- {path}\n+++ {path}\n@@ -3,4 +3,4 @@\n 引用 “b”  # 甲\n \n 条款 c\n"
        "-  情节  d\n\\ No newline at end of file\n+  情节 d\n"
    )
    assert Path(path).read_text(encoding="utf-8").endswith("情节  d")
    assert run("fmt", "--diff", written(tmp_path / "b.policy", NEAT)).output == ""


def test_standard_input(tmp_path: Path) -> None:
    """`-` is read and its text goes to the standard output, formatted or not before."""
    assert run("fmt", "-", stdin=UGLY).output == NEAT
    assert run("fmt", "-", "--skin", "en", stdin=NEAT).output == ENGLISH
    assert run("fmt", "-", "--check", stdin=UGLY).output == "would change: <stdin>\n"
    assert run("fmt", "-", "-", stdin=UGLY).exit_code == 2
    faulty = run("fmt", "-", stdin=FAULTY)
    assert (faulty.exit_code, faulty.stdout) == (2, "")
    assert "--> <stdin>:2:5" in faulty.stderr


def test_a_file_with_faults_is_left_and_the_others_are_written(tmp_path: Path) -> None:
    """Every fault is told, with its place; the exit code says that something is left to do."""
    faulty = written(tmp_path / "a.policy", FAULTY)
    text = tmp_path / "b.policy"
    text.write_bytes("制度".encode("gb18030"))
    ugly = written(tmp_path / "c.policy", UGLY)
    missing = str(tmp_path / "d.policy")
    for words in (("--check",), ("--diff",), ()):
        result = run("fmt", faulty, str(text), missing, ugly, *words)
        assert result.exit_code == 2
        told = [result.stderr.index(one) for one in ("error[E006]", "UTF-8", "no file")]
        assert told == sorted(told)
        assert f"--> {faulty}:2:5" in result.stderr

    assert Path(faulty).read_bytes() == FAULTY.encode("utf-8")
    assert Path(ugly).read_text(encoding="utf-8") == NEAT


def test_a_link_stays_one(tmp_path: Path) -> None:
    """What is written anew is the file behind a link."""
    written(tmp_path / "a.policy", UGLY)
    link = tmp_path / "b.policy"
    link.symlink_to("a.policy")

    assert run("fmt", str(link)).exit_code == 0
    assert link.is_symlink()
    assert (tmp_path / "a.policy").read_text(encoding="utf-8") == NEAT


def test_what_cannot_be_written_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails half-way leaves the file and nothing beside it."""
    path = written(tmp_path / "a.policy", UGLY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = run("fmt", path)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert Path(path).read_bytes() == UGLY.encode("utf-8")
    assert os.listdir(tmp_path) == ["a.policy"]


@pytest.mark.parametrize(
    ("name", "said"), [("P13", "不予改动；请先另存为文件"), (".", "是文件夹，请写出其中的文件")]
)
def test_what_is_no_file_of_the_author_is_not_written(name: str, said: str) -> None:
    """A shipped pack by its number, and a folder: what to do instead is said."""
    result = run("fmt", name, language="zh")

    assert result.exit_code == 2
    assert said in result.stderr
