"""Lists as files: CSV that spreadsheets open as it is, XLSX with real types. Rows are fetched in stretches."""
