"""What many subjects come to: on the terminal, as a page, as a sheet, as data."""
