//! Tables and records as JSON, CSV, workbooks and more.
