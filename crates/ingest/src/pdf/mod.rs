//! Pages to blocks: words, text lines, tables by three witnesses.
