"""A table that is damaged anywhere is told in a line, whatever is asked of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inside import run

KEPT = Path(__file__).parent / "fuzz" / "corpus"
COPIES = 24
ONE = ("--measure", "provincial-single-champion")
ASKED = ("--as-of", "2026-06-01", "--lang", "en")
FORMS = {"parquet": KEPT / "parquet" / "plain.parquet", "arrow": KEPT / "arrow" / "small.arrow"}


@pytest.fixture(params=FORMS)
def damaged(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    """Return copies of a table, each with a byte changed or cut off at another place."""
    form: str = request.param
    data = FORMS[form].read_bytes()
    files = []
    for at in range(COPIES):
        place = len(data) * at // COPIES
        file = tmp_path / f"{at}.{form}"
        changed = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        file.write_bytes(data[:place] if at % 3 == 2 else changed)
        files.append(file)
    return files


def test_damage_is_told_and_never_raised(damaged: list[Path], tmp_path: Path) -> None:
    codes = set()
    for at, file in enumerate(damaged):
        asks = ["batch", "--preview"], ["batch", *ONE], ["batch", *ONE, "-o", f"{at}.csv"], ["batch", *ONE, "--wide"]
        words = asks[at % 4]
        told = run(*words, str(file), *ASKED, folder=tmp_path)
        codes.add(told.code)
        assert told.code in (0, 2), told.err
        assert told.code == 0 or "error" in told.err
    assert codes == {0, 2}


@pytest.mark.parametrize("form", FORMS)
def test_damage_is_told_by_compare(tmp_path: Path, form: str) -> None:
    data = FORMS[form].read_bytes()
    file = tmp_path / f"x.{form}"
    file.write_bytes(data[: len(data) // 2])
    told = run("compare", str(file), str(FORMS[form]), *ASKED, folder=tmp_path)
    assert told.code == 2
    assert "cannot be read" in " ".join(told.err.split())


def test_damage_that_only_the_rows_show_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    from zhence.app import batch_run

    ends = OSError("failed to fill whole buffer")  # how Polars tells that a file of Arrow ends too soon
    for error in (pl.exceptions.ComputeError("thrift"), pl.exceptions.PanicException("range end index"), ends):

        def fails(*_: object, error: BaseException = error) -> None:
            raise error

        monkeypatch.setattr(batch_run, "_tables", fails)
        told = run("batch", str(FORMS["parquet"]), *ASKED, folder=tmp_path)
        assert told.code == 2
        assert str(error) in " ".join(told.err.split())
        assert "plain.parquet" in told.err


def test_a_disk_that_fails_is_no_damage() -> None:
    from zhence.app.table_options import damage_told

    with pytest.raises(BrokenPipeError), damage_told([FORMS["arrow"]], "en"):
        raise BrokenPipeError(32, "Broken pipe")
