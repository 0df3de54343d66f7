//! Charts: their labels stand in rows and columns as well, and are no tables.

use super::aligned::Strip;
use super::words::{self, Sheet};
use tablemend_model::Rect;

/// Whether the caption next above an area says that it is a figure.
pub(crate) fn is_figure(sheet: &Sheet, area: &Rect) -> bool {
    let low = sheet.words.partition_point(|w| w.base < area.y0 - 60.0);
    let above: Vec<u32> = (low..sheet.words.len())
        .take_while(|i| sheet.words[*i].base < area.y0)
        .filter(|i| {
            let w = &sheet.words[*i];
            w.area.x1 > area.x0 - 60.0 && w.area.x0 < area.x1
        })
        .map(|i| i as u32)
        .collect();
    let lines = words::lines(&sheet.words, &above);
    let mut captions = lines.iter().rev().take(4).filter_map(|line| {
        let first = sheet.words[*line.words.first()? as usize].text.as_str();
        if is_caption(first) {
            return Some(false);
        }
        let first = first.to_lowercase();
        let named = first.trim_end_matches(['.', ':', ',']);
        matches!(named, "figure" | "fig" | "chart" | "graph" | "map" | "diagram").then_some(true)
    });
    captions.next().unwrap_or(false)
}

/// Whether a line is the scale of an axis: five numbers or more in equal steps. Years, and the
/// numbers that count columns, head tables.
pub(crate) fn is_scale(sheet: &Sheet, strip: &Strip) -> bool {
    let values: Vec<f64> = strip
        .pieces
        .iter()
        .filter_map(|p| {
            let said: String =
                p.words.iter().map(|i| sheet.words[*i as usize].text.as_str()).collect();
            said.replace([',', '%'], "").replace('\u{2212}', "-").parse().ok()
        })
        .collect();
    if values.len() < 5 || values.len() != strip.pieces.len() {
        return false;
    }
    let step = values[1] - values[0];
    let is_year = |v: &f64| (1850.0..2100.0).contains(v);
    step.abs() > 1e-9
        && step.abs() != 1.0
        && !values.iter().all(is_year)
        && values.windows(2).all(|w| (w[1] - w[0] - step).abs() <= 1e-3 * step.abs())
}

/// Whether a word begins the caption of a table.
pub(crate) fn is_caption(word: &str) -> bool {
    let word = word.to_lowercase();
    matches!(word.trim_end_matches(['.', ':', ',']), "table" | "tab")
}
