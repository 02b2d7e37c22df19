def write_docx(document): return b""
