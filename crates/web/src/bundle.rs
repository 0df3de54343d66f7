//! The files that records become, for saving: one as it is, several as a ZIP archive.

use std::io::{Cursor, Write};
use tablemend::{Format, Records, WriteOptions};
use zip::write::SimpleFileOptions;

/// A file to save.
pub(crate) struct Saved {
    pub(crate) name: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Records in a format (`csv`: all tables with their data package, zipped), named after the document.
pub(crate) fn records(records: &Records, format: &str, stem: &str) -> Result<Saved, String> {
    let info = tablemend::FORMATS.iter().find(|f| f.name == format && f.built);
    let info = info.ok_or_else(|| format!("there is no format “{format}” here"))?;
    let options = WriteOptions::new().with_bom(true).with_escaped_formulas(true);
    if info.format == Format::Csv {
        let files = tablemend::package(records, &[Format::Csv], stem, &options);
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for file in &files {
            let entry = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
            zip.start_file(file.name(), entry).map_err(|e| e.to_string())?;
            let mut bytes = Vec::new();
            file.write(None, &mut bytes).map_err(|e| e.to_string())?;
            zip.write_all(&bytes).map_err(|e| e.to_string())?;
        }
        let bytes = zip.finish().map_err(|e| e.to_string())?.into_inner();
        let name = format!("{stem}-csv.zip");
        return Ok(Saved { name, media_type: "application/zip", bytes });
    }
    let mut bytes = Vec::new();
    tablemend::write(records, info.format, &options, &mut bytes).map_err(|e| e.to_string())?;
    let extension = info.extensions.first().copied().unwrap_or("txt");
    Ok(Saved { name: format!("{stem}.{extension}"), media_type: media_type(info.format), bytes })
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Json | Format::Jsonl => "application/json",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Html => "text/html",
        _ => "text/plain",
    }
}

/// A file's name without its folder and its last extension.
pub(crate) fn stem(name: &str) -> &str {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}
