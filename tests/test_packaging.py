"""Every way to install the package brings the language's definition and the data along.

The ways are tried in fresh environments that see the libraries of the one that runs the tests, so
that nothing is fetched; the long test fetches everything, as a stranger's first installation does.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "wechat_policy"
LANGUAGE = ["policy.lark", "keywords.toml"]
ENTRY_POINT = "wechat_policy.cli:main"

READ = "from wechat_policy.grammar import read_text; print(read_text({name!r}), end='')"
WHERE = "import wechat_policy; print(wechat_policy.__file__)"
SCRIPT = (
    "from importlib.metadata import distribution;"
    "print(*(s.value for s in distribution('wechat-policy').entry_points"
    " if s.group == 'console_scripts'))"
)


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; its error output is the message if it fails."""
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(kind: str, source: Path, into: Path) -> Path:
    """Build one wheel or sdist with the libraries at hand, and give its path."""
    run(sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "-o", into, source, cwd=into)
    (built,) = into.iterdir()
    return built


@pytest.fixture(name="wheel", scope="module")
def _wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(name="sdist", scope="module")
def _sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(name="unpacked", scope="module")
def _unpacked(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source tree that an sdist unpacks to."""
    directory = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(directory, filter="data")
    (tree,) = directory.iterdir()
    return tree


@pytest.fixture(name="wheel_of_sdist", scope="module")
def _wheel_of_sdist(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", unpacked, tmp_path_factory.mktemp("wheel-of-sdist"))


def bin_python(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    scripts = sysconfig.get_path("scripts", "venv", {"base": str(environment)})
    return Path(scripts) / Path(sys.executable).name


def fresh_environment(directory: Path) -> Path:
    """The interpreter of a new environment that sees this one's libraries.

    What is installed here as editable stays unseen, since a `.pth` file read from a `.pth` path
    does not count.
    """
    venv.create(directory, with_pip=False, symlinks=os.name != "nt")
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(directory)}))
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return bin_python(directory)


@pytest.fixture(
    name="installed", scope="module", params=["wheel", "sdist", "wheel_of_sdist", "editable"]
)
def _installed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """An interpreter with the package installed in one way, and the way's name."""
    way: str = request.param
    what: list[str | Path] = (
        ["--editable", ROOT] if way == "editable" else [request.getfixturevalue(way)]
    )
    directory = tmp_path_factory.mktemp(f"installed-{way}")
    python = fresh_environment(directory / "venv")
    flags = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--ignore-installed"]
    run(python, "-m", "pip", "install", *flags, *what, cwd=directory)
    return python, way


@pytest.mark.parametrize("name", LANGUAGE)
def test_an_installation_reads_the_language(
    installed: tuple[Path, str], tmp_path: Path, name: str
) -> None:
    """The installed package reads the same grammar and keywords as stand in the repository."""
    python, _ = installed

    text = run(python, "-c", READ.format(name=name), cwd=tmp_path)

    assert (ROOT / "grammar" / name).read_text(encoding="utf-8") == text


def test_an_installation_runs_its_own_code(installed: tuple[Path, str], tmp_path: Path) -> None:
    """Only an editable install runs from the repository; the others run their own copy."""
    python, way = installed

    file = Path(run(python, "-c", WHERE, cwd=tmp_path).strip())

    assert (way == "editable") == file.is_relative_to(PACKAGE)


def test_an_installation_has_the_command(installed: tuple[Path, str], tmp_path: Path) -> None:
    """The command `wechat-policy` is declared, lies beside the interpreter and starts."""
    python, _ = installed

    assert ENTRY_POINT == run(python, "-c", SCRIPT, cwd=tmp_path).strip()
    assert "judge" in run(python.parent / "wechat-policy", "--help", cwd=tmp_path)


def test_an_installation_colours_policies(installed: tuple[Path, str], tmp_path: Path) -> None:
    """Pygments finds the lexer by its name and by the end of a file's name."""
    python, _ = installed
    (tmp_path / "ours.policy").write_text("clause a\n", encoding="utf-8")

    assert "policy" in run(python, "-m", "pygments", "-N", "ours.policy", cwd=tmp_path)
    told = run(python, "-m", "pygments", "-f", "raw", "ours.policy", cwd=tmp_path)
    assert "Token.Keyword.Namespace\t'clause'" in told


def files_of(wheel: Path) -> set[str]:
    """The package's files in a wheel, below `wechat_policy/`."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("wechat_policy/")}
    return {name.removeprefix("wechat_policy/") for name in names}


def test_a_wheel_holds_the_whole_package(wheel: Path) -> None:
    """A wheel holds every file of the package, data included, and the language's definition."""
    sources = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    language = {f"_grammar/{path.name}" for path in (ROOT / "grammar").iterdir()}

    assert sources | language == files_of(wheel)


@pytest.mark.parametrize(
    "pattern", ["packs/*.policy", "vocabulary.json", "diagnostics.toml", "py.typed", "_grammar/*"]
)
def test_a_wheel_holds_the_data(wheel: Path, pattern: str) -> None:
    """Each kind of data that the code reads is in the wheel."""
    assert [name for name in files_of(wheel) if Path(name).match(pattern)]


def test_a_wheel_of_an_sdist_is_the_same(wheel: Path, wheel_of_sdist: Path) -> None:
    """A wheel built from an sdist holds the same files as one built from the repository."""
    assert files_of(wheel) == files_of(wheel_of_sdist)


@pytest.mark.parametrize(
    "name",
    [
        "grammar",
        "src",
        "tests",
        "docs",
        "editors",
        "examples",
        "LICENSE",
        "README.md",
        "README.zh.md",
    ],
)
def test_an_sdist_holds_the_repository(unpacked: Path, name: str) -> None:
    """An sdist brings what one needs to build, test and read about the package."""
    assert (unpacked / name).exists()


@pytest.mark.long
def test_the_core_dependencies_suffice(wheel: Path, tmp_path: Path) -> None:
    """With nothing but the declared dependencies, the command starts and the language is read."""
    venv.create(tmp_path / "venv", with_pip=True, symlinks=os.name != "nt")
    python = bin_python(tmp_path / "venv")
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)

    assert run(python, "-c", READ.format(name="policy.lark"), cwd=tmp_path)
    assert "judge" in run(python.parent / "wechat-policy", "--help", cwd=tmp_path)
