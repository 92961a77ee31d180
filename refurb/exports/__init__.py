"""Lists as files: CSV and XLSX, with the columns of the page, row by row in constant memory."""
