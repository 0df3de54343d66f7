//! The tables of a PDF as JSON, page by page: `tables_json tables FILE ..`, for measuring.
use std::fmt::Write;
use tablemend_ingest::{Options, pdf};
use tablemend_model::Place;

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn bbox(place: &Place) -> String {
    match place {
        Place::Page { number, area } => format!(
            "\"page\":{number},\"bbox\":[{:.1},{:.1},{:.1},{:.1}]",
            area.x0, area.y0, area.x1, area.y1
        ),
        Place::Lines { .. } => String::new(),
    }
}

#[allow(clippy::print_stdout)] // An example program: its result goes to standard output.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let file = args.get(2).ok_or("usage: tables_json tables FILE")?;
    let bytes = std::fs::read(file)?;
    if args.get(1).is_some_and(|a| a == "svg") {
        for (number, svg) in pdf::debug_svg(&bytes, &Options::default())? {
            std::fs::write(format!("{}-{number}.svg", args.get(3).ok_or("prefix")?), svg)?;
        }
        return Ok(());
    }
    let read = pdf::read(&bytes, "a.pdf", &Options::default())?;
    if args.get(1).is_some_and(|a| a == "blocks") {
        for block in &read.value.blocks {
            println!("{block:?}");
        }
        return Ok(());
    }
    let mut out = String::new();
    let source = &read.value.source;
    let sizes: Vec<String> = source.page_sizes.iter().map(|[w, h]| format!("[{w},{h}]")).collect();
    write!(
        out,
        "{{\"document\":{{\"pages\":{},\"page_sizes\":[{}]}},\"tables\":[",
        source.pages.unwrap_or(0),
        sizes.join(",")
    )?;
    for (n, table) in read.value.tables().enumerate() {
        let pieces: Vec<String> =
            table.pieces().iter().map(|p| format!("{{{}}}", bbox(p))).collect();
        let pages: Vec<String> =
            table.pieces().iter().filter_map(Place::page).map(|p| p.to_string()).collect();
        write!(
            out,
            "{}\n{{\"id\":{},\"method\":\"{}\",\"title\":{},\"pages\":[{}],\"boxes\":[{}],\"cells\":[",
            if n > 0 { "," } else { "" },
            n + 1,
            table.method().as_str(),
            quoted(table.title.as_deref().unwrap_or("")),
            pages.join(","),
            pieces.join(",")
        )?;
        for (k, cell) in table.cells().iter().enumerate() {
            write!(
                out,
                "{}\n{{\"row\":{},\"col\":{},\"rowspan\":{},\"colspan\":{},\"text\":{},\"fill\":{}}}",
                if k > 0 { "," } else { "" },
                cell.row(),
                cell.col(),
                cell.rowspan(),
                cell.colspan(),
                quoted(cell.text.as_str()),
                cell.fill.map_or("null".to_owned(), |f| quoted(&f.hex()))
            )?;
        }
        out.push_str("]}");
    }
    out.push_str("]}");
    println!("{out}");
    Ok(())
}
