"""Reports as files and as stored snapshots: the figures of api.kpi laid out in tables for CSV, XLSX, PDF and mail."""
