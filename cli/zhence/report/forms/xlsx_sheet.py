"""A worksheet that keeps most of its cells as they will stand in the file: large tables take a third of the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format

LETTERS = [xl_col_to_name(column) for column in range(100)]


class Sheet(Worksheet):  # type: ignore[misc]
    """Hold a sheet of XlsxWriter; `widths` are those of a table's columns, `heights` the lines its fullest cells take.

    `places` are those of the texts of the whole workbook, each of which is held once.
    """

    def __init__(self) -> None:
        super().__init__()
        self.widths: Sequence[float] = ()
        self.heights: dict[int, int] = {}
        self.places: dict[str, int] = {}

    def put_text(self, row: int, column: int, said: str, look: Format) -> None:
        """Keep a text; the workbook takes it in where it is new."""
        place = self.places.get(said)
        if place is None:
            self.write_string(row, column, said, look)
            self.places[said] = self.table[row][column].string
        else:
            self.str_table.count += 1
            self._keep(row, column, look, f' t="s"><v>{place}</v></c>')

    def put_number(self, row: int, column: int, number: float, look: Format) -> None:
        """Keep a number."""
        self._keep(row, column, look, f"><v>{number:.16G}</v></c>")

    def put_blank(self, row: int, column: int, look: Format) -> None:
        """Keep an empty cell."""
        self._keep(row, column, look, "/>")

    def _keep(self, row: int, column: int, look: Format, rest: str) -> None:
        style = look._get_xf_index()  # noqa: SLF001 - XlsxWriter's own sheets ask for it in this way
        self.table[row][column] = f'<c r="{LETTERS[column]}{row + 1}" s="{style}"{rest}'

    def _assemble_xml_file(self) -> None:
        for row, cells in self.table.items():
            if cells:
                self._check_dimensions(row, min(cells))
                self._check_dimensions(row, max(cells))
        super()._assemble_xml_file()

    def _calculate_spans(self) -> None:
        """Leave out from where to where each row reaches: nobody needs it, and it takes a tenth of the time."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:  # noqa: ANN401 - a cell of ours or of XlsxWriter
        if isinstance(cell, str):
            self.fh.write(cell)
        else:
            super()._write_cell(row, col, cell)
