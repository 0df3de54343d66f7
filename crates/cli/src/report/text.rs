//! Diagnostics for people, in the manner of a good compiler.

use super::Style;
use super::excerpt::{Cut, SourceText, cut};
use annotate_snippets::{AnnotationKind, Group, Level as Grade, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use tablemend_model::{Diagnostic, Level, Place};

/// Notes of one code that are shown without `--verbose`.
const HANDFUL: usize = 3;
/// A value longer than this gets a line of its own, not beside the mark.
const LABEL: usize = 48;

/// Stands for the place until the renderer is done.
const HERE: &str = "\u{e000}";

/// The notes of one document; `full_list` names the file that has all of them.
pub(super) fn render(
    notes: &[Diagnostic],
    shown: &str,
    source: Option<&SourceText>,
    style: &Style,
    full_list: Option<&str>,
) -> String {
    let least = match (style.quiet, style.verbose) {
        (true, _) => Level::Error,
        (_, true) => Level::Info,
        _ => Level::Warning,
    };
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width.max(60));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for note in notes.iter().filter(|n| n.level >= least) {
        let count = seen.entry(&note.code).or_default();
        *count += 1;
        if *count <= HANDFUL || style.verbose {
            out.push_str(&one(note, shown, source, style, &renderer));
            out.push_str("\n\n");
        }
    }
    let held_back: Vec<String> = seen
        .iter()
        .filter(|(_, count)| **count > HANDFUL && !style.verbose)
        .map(|(code, count)| format!("{} more {code}", count - HANDFUL))
        .collect();
    if !held_back.is_empty() {
        let place = full_list.map_or_else(String::new, |f| format!("; they are all in {f}"));
        let _ =
            writeln!(out, "{shown}: and {} (--verbose shows all{place})\n", held_back.join(", "));
    }
    out
}

fn one(
    note: &Diagnostic,
    shown: &str,
    source: Option<&SourceText>,
    style: &Style,
    renderer: &Renderer,
) -> String {
    let grade = match note.level {
        Level::Error => Grade::ERROR,
        Level::Warning => Grade::WARNING,
        Level::Info => Grade::INFO,
    };
    let message = match &note.record {
        Some(record) if !note.message.contains(record.as_str()) => {
            format!("{record}: {}", note.message)
        }
        _ => note.message.clone(),
    };
    // What has no place in a document is about the document itself.
    let message = match note.source.place {
        None if !shown.is_empty() => format!("{shown}: {message}"),
        _ => message,
    };
    let used = note.used.as_deref().filter(|u| !u.is_empty() && note.printed.as_deref() != Some(u));
    let label = used.filter(|u| u.chars().count() <= LABEL && !u.contains('\n'));
    let read_as = used_is(&note.code);
    let seen = sight(note, shown, source, style);
    let is_marked = seen.part.is_some() && label.is_some();
    let mut group = Group::with_title(grade.primary_title(message).id(note.code.as_ref()));
    group = match seen.part {
        Some((part, line)) => {
            let mark = AnnotationKind::Primary.span(part.mark);
            let snippet = Snippet::source(part.text)
                .path(HERE)
                .annotation(mark.label(label.map(|u| format!("{read_as} {u}"))));
            group.element(match line {
                Some(line) => snippet.line_start(line as usize),
                None => snippet.line_numbering(false),
            })
        }
        None if note.source.place.is_some() => group.element(Origin::path(HERE)),
        None => group,
    };
    if let Some(used) = used.filter(|_| !is_marked) {
        group = group.element(
            Grade::NOTE.message(format!("{read_as}: {}", shortened(used, 4 * style.width))),
        );
    }
    if let Some(help) = &note.help {
        group = group.element(Grade::HELP.message(help.clone()));
    }
    with_origin(&renderer.render(&[group]), &seen.origin)
}

/// What a note's second value is: what was read, but with a correction what a person says.
fn used_is(code: &str) -> &'static str {
    if code.starts_with("correction.") { "the correction says" } else { "read as" }
}

/// What of the source is shown with a note.
struct Sight {
    /// Where, in words.
    origin: String,
    /// The part of the line, and the line's number where it has one.
    part: Option<(Cut, Option<u32>)>,
}

fn sight(note: &Diagnostic, shown: &str, source: Option<&SourceText>, style: &Style) -> Sight {
    match note.source.place {
        Some(Place::Lines { first, last }) => {
            let (line, range) = words_at(note, source, first, last);
            let text = source.and_then(|s| s.line(line)).filter(|t| !t.trim().is_empty());
            let Some(text) = text else {
                return Sight { origin: format!("{shown}:{line}"), part: None };
            };
            let column = text.get(..range.start).map_or(0, |t| t.chars().count()) + 1;
            let gutter = line.to_string().len() + 4;
            let part = cut(text, range, style.width.saturating_sub(gutter));
            Sight { origin: format!("{shown}:{line}:{column}"), part: Some((part, Some(line))) }
        }
        Some(place @ (Place::Paragraph { .. } | Place::Cells { .. })) => {
            let origin = match place.cells() {
                Some((sheet, cells)) => format!("{shown}, sheet {sheet}, {cells}"),
                None => format!("{shown}, paragraph {}", place.paragraph().unwrap_or_default()),
            };
            Sight { origin: crate::inputs::plain(&origin), part: printed_part(note, style) }
        }
        Some(Place::Page { number, area }) => {
            let part = printed_part(note, style);
            let origin = format!(
                "{shown}, page {number}, box {:.0} {:.0} {:.0} {:.0}",
                area.x0, area.y0, area.x1, area.y1
            );
            Sight { origin, part }
        }
        None => Sight { origin: shown.to_owned(), part: None },
    }
}

/// What the note says is printed, for a source that is not a text.
fn printed_part(note: &Diagnostic, style: &Style) -> Option<(Cut, Option<u32>)> {
    let printed = note.printed.as_deref().and_then(|p| p.lines().next()).unwrap_or("");
    (!printed.is_empty())
        .then(|| (cut(printed, 0..printed.len(), style.width.saturating_sub(5)), None))
}

/// Puts the place where `HERE` is, with the line and column that the renderer found: it counts
/// columns in the part that is shown, not in the whole line.
fn with_origin(rendered: &str, origin: &str) -> String {
    let Some((before, after)) = rendered.split_once(HERE) else { return rendered.to_owned() };
    let after = after.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
    format!("{before}{origin}{after}")
}

/// The line to show and what to mark in it: the words that are there, else the record's id, else
/// the first words of the line.
fn words_at(
    note: &Diagnostic,
    source: Option<&SourceText>,
    first: u32,
    last: u32,
) -> (u32, Range<usize>) {
    let Some(source) = source else { return (first, 0..0) };
    for words in [note.printed.as_deref(), note.record.as_deref()].into_iter().flatten() {
        if let Some(found) = source.find(first, last, words) {
            return found;
        }
    }
    let line = source.line(first).unwrap_or_default();
    let start = line.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
    let rest = line.get(start..).unwrap_or_default();
    let end = rest.find(['|', '<']).unwrap_or(rest.len());
    (first, start..start + rest.get(..end).unwrap_or_default().trim_end().len())
}

fn shortened(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::DiagnosticsForm;
    use tablemend_model::{Rect, SourceRef};

    const PLAIN: Style = Style {
        form: DiagnosticsForm::Text,
        colour: false,
        colour_out: false,
        width: 60,
        width_out: 60,
        quiet: false,
        verbose: false,
        is_terminal: false,
    };

    fn impossible(place: Place) -> Diagnostic {
        Diagnostic::new("date.impossible", Level::Warning, "no calendar has 31 November 2019")
            .at(SourceRef::at(place))
            .of("6.1.2a")
            .repair("31 November 2019", "2019-11")
            .help("ask which day is meant")
    }

    #[test]
    fn the_words_are_marked_in_their_line() {
        let source = SourceText::new("\n| 6.1.2a Do | 31 November 2019 | Head |\n".into());
        let text = render(&[impossible(Place::line(2))], "plan.md", Some(&source), &PLAIN, None);
        let expected = "\
warning[date.impossible]: 6.1.2a: no calendar has 31 November 2019
 --> plan.md:2:15
  |
2 | | 6.1.2a Do | 31 November 2019 | Head |
  |               ^^^^^^^^^^^^^^^^ read as 2019-11
  |
  = help: ask which day is meant

";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_page_stands_in_place_of_lines() {
        let place = Place::Page { number: 7, area: Rect::new(10.0, 20.0, 30.0, 40.0) };
        let text = render(&[impossible(place)], "plan.pdf", None, &PLAIN, None);
        assert!(text.contains("--> plan.pdf, page 7, box 10 20 30 40"), "{text}");
        assert!(text.contains("^^^^^^^^^^^^^^^^ read as 2019-11"), "{text}");
    }

    #[test]
    fn a_handful_is_shown_and_the_rest_counted() {
        let notes = vec![impossible(Place::line(1)); 15];
        let text = render(&notes, "plan.md", None, &PLAIN, Some("diagnostics.csv"));
        assert_eq!(text.matches("warning[date.impossible]").count(), 3);
        assert!(
            text.contains(
                "and 12 more date.impossible (--verbose shows all; they are all in diagnostics.csv)"
            ),
            "{text}"
        );
        let all = render(&notes, "plan.md", None, &Style { verbose: true, ..PLAIN }, None);
        assert_eq!(all.matches("warning[date.impossible]").count(), 15);
    }

    #[test]
    fn what_is_below_the_level_is_not_shown() {
        let notes = [Diagnostic::new("leads.inherited", Level::Info, "taken from above")];
        assert_eq!(render(&notes, "a.md", None, &PLAIN, None), "");
        assert_ne!(render(&notes, "a.md", None, &Style { verbose: true, ..PLAIN }, None), "");
    }
}
