//! A drawing of what was seen on each page: words, rulings, and the cells that came of them.

use super::page;
use super::running;
use crate::{Error, Options};
use std::fmt::Write;
use std::sync::Arc;
use tablemend_model::Rect;

/// An SVG drawing of each page (1-based number, drawing): words gray, struck-out words crossed,
/// running lines brown, watermarks and what else is across the text lilac, rulings orange, cells blue where they are drawn, purple where tagged and red where only the
/// alignment of the text tells them. Coordinates are points of the upright page.
///
/// # Errors
/// When the file cannot be opened.
pub fn debug_svg(bytes: &[u8], options: &Options) -> Result<Vec<(u32, String)>, Error> {
    let pdf = super::open(Arc::new(bytes.to_vec()), options)?;
    let pages = super::Pages::Pdf(&pdf);
    let tagged = pdf.tags().map(|tree| super::tagged::tagged(&tree)).unwrap_or_default();
    let mut drawings = Vec::new();
    let mut past = running::Past::default();
    for first in (1..=pdf.page_count()).step_by(super::CHUNK as usize) {
        let last = (first + super::CHUNK - 1).min(pdf.page_count());
        let (contents, _) = super::contents(&pages, first, last, &options.ocr);
        let furniture = running::find(&contents, &mut past);
        for (content, furniture) in contents.iter().zip(&furniture) {
            let Some(content) = content else { continue };
            let proposals = tagged.get(&content.number).map_or(&[][..], Vec::as_slice);
            let draft = page::draft(content, furniture, proposals);
            let mut headers = super::open::Known::default();
            headers.add(&draft.readings);
            let (grids, rulings, _) = page::grids(draft, content, &headers);
            let mut svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n",
                content.width, content.height
            );
            for (n, word) in content.words.iter().enumerate() {
                let is_running = furniture.iter().any(|(_, w)| w.contains(&(n as u32)));
                let colour = if is_running { "#a06000" } else { "#555555" };
                let line = if word.is_struck { " text-decoration=\"line-through\"" } else { "" };
                let _ = writeln!(
                    svg,
                    "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{colour}\"{line}>{}</text>",
                    word.area.x0,
                    word.base,
                    word.size,
                    word.area.width().max(0.1),
                    escaped(&word.text)
                );
            }
            for apart in &content.apart {
                let a = content.turn.upright(&apart.area);
                let _ = writeln!(
                    svg,
                    "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{:.1}\" fill=\"#9060c0\" fill-opacity=\"0.5\">{}</text>",
                    a.x0,
                    a.y1,
                    a.height().clamp(4.0, 20.0),
                    escaped(apart.text.as_str())
                );
            }
            for line in &rulings.across {
                draw(&mut svg, &Rect::new(line.from, line.at, line.to, line.at), line.is_edge);
            }
            for line in &rulings.down {
                draw(&mut svg, &Rect::new(line.at, line.from, line.at, line.to), line.is_edge);
            }
            for grid in &grids {
                let colour = page::colour_of(grid.method);
                for cell in &grid.cells {
                    let a = &cell.area;
                    let _ = writeln!(
                        svg,
                        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{colour}\" fill-opacity=\"0.08\" stroke=\"{colour}\" stroke-width=\"0.8\"/>",
                        a.x0,
                        a.y0,
                        a.width().max(0.0),
                        a.height().max(0.0)
                    );
                }
            }
            svg.push_str("</svg>\n");
            drawings.push((content.number, svg));
        }
    }
    Ok(drawings)
}

fn draw(svg: &mut String, line: &Rect, is_edge: bool) {
    let dash = if is_edge { " stroke-dasharray=\"2 2\"" } else { "" };
    let _ = writeln!(
        svg,
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"#ff9900\" stroke-width=\"1.6\" stroke-opacity=\"0.6\"{dash}/>",
        line.x0, line.y0, line.x1, line.y1
    );
}

/// Text as XML has it: what XML 1.0 has no place for (2.2) is left out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace(|c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'), "")
}
