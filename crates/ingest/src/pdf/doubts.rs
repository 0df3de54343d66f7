//! What a PDF could not give, as diagnostics: damage of the file, of its pages, letters left out.

use super::words::PageContent;
use tablemend_model::{Diagnostic, Level, Place, Rect, SourceRef};
use tablemend_pdf::{Damage, Doubt, DoubtKind, Pdf};

/// What to do about a file that is damaged.
const AGAIN: &str = "download or export the file again and compare; until then take what is \
                     missing for unread, not for removed";

/// Fewer hidden letters than this are a mark of the typesetter, not text.
const A_WORD: u32 = 3;

/// Damage of the file as a whole.
pub(super) fn of_file(pdf: &Pdf) -> Vec<Diagnostic> {
    let pages = pdf.page_count();
    let found = if pages == 1 { "1 page was".to_owned() } else { format!("{pages} pages were") };
    let notes = pdf.info().damage.iter().map(|damage| match damage {
        Damage::CutOff => Diagnostic::new(
            "pdf.cut_off",
            Level::Error,
            format!("the file breaks off before its end: {found} found, and more may be missing"),
        ),
        Damage::Rescued => Diagnostic::new(
            "pdf.rescued",
            Level::Error,
            format!("the file is damaged and was read by looking for its parts: {found} found"),
        ),
        Damage::PagesMissing(1) => Diagnostic::new(
            "pdf.pages_missing",
            Level::Error,
            "the file says to have 1 page more than could be found",
        ),
        Damage::PagesMissing(more) => Diagnostic::new(
            "pdf.pages_missing",
            Level::Error,
            format!("the file says to have {more} pages more than could be found"),
        ),
    });
    notes.map(|note| note.help(AGAIN)).collect()
}

/// A page of which nothing could be read. Its number and its place in the document stay.
pub(super) fn unreadable(number: u32, why: &str) -> Diagnostic {
    let message = format!("page {number} could not be read: {why}");
    let place = Place::Page { number, area: Rect::new(0.0, 0.0, 0.0, 0.0) };
    Diagnostic::new("page.unreadable", Level::Error, message).help(AGAIN).at(SourceRef::at(place))
}

/// What of a page could not be read or was left out: one note for what is damaged, one for each
/// kind of letters.
pub(super) fn of_page(doubts: &[Doubt], content: &PageContent) -> Vec<Diagnostic> {
    let number = content.number;
    let damaged: Vec<String> = doubts.iter().filter_map(damage).collect();
    let mut notes = Vec::new();
    if !damaged.is_empty() {
        let message = format!("page {number} could be read only in part: {}", damaged.join("; "));
        let area = Rect::new(0.0, 0.0, content.width, content.height);
        let note = Diagnostic::new("page.damaged", Level::Error, message).help(AGAIN);
        notes.push(note.at(SourceRef::at(Place::Page { number, area })));
    }
    notes.extend(doubts.iter().filter_map(|doubt| letters(doubt, content)));
    notes
}

fn damage(doubt: &Doubt) -> Option<String> {
    let many = |one: &str, several: &str| match doubt.count {
        1 => one.to_owned(),
        n => format!("{n} {several}"),
    };
    Some(match doubt.kind {
        DoubtKind::ContentLost => many(
            "a part of its content is not in the file or cannot be decoded",
            "parts of its content are not in the file or cannot be decoded",
        ),
        DoubtKind::ContentBroken => {
            many("a part of its content breaks off", "parts of its content break off")
        }
        DoubtKind::TokensSkipped => many(
            "a damaged instruction of its content was skipped",
            "damaged instructions of its content were skipped",
        ),
        DoubtKind::FormLost => many(
            "a drawing on it is not in the file or cannot be decoded",
            "drawings on it are not in the file or cannot be decoded",
        ),
        DoubtKind::FontLost => "the font of some text is not in the file or cannot be read".into(),
        DoubtKind::Bounded => many(
            "a drawing on it goes beyond a limit and was left out",
            "drawings on it go beyond a limit and were left out",
        ),
        DoubtKind::Undecoded | DoubtKind::Hidden | DoubtKind::Clipped | DoubtKind::OffPage => {
            return None;
        }
    })
}

fn letters(doubt: &Doubt, content: &PageContent) -> Option<Diagnostic> {
    let (count, number) = (doubt.count, content.number);
    let letters = if count == 1 { "1 letter".to_owned() } else { format!("{count} letters") };
    let sample = sample(&doubt.sample);
    let (code, level, message, help) = match doubt.kind {
        DoubtKind::Undecoded => (
            "text.undecoded",
            Level::Warning,
            format!(
                "{letters} on page {number} cannot be decoded: the font does not say what they are"
            ),
            "each is shown as \u{fffd}; compare with the page, or run text recognition (OCR) on it",
        ),
        DoubtKind::Hidden if count >= A_WORD => (
            "text.hidden",
            Level::Warning,
            format!("{letters} on page {number} were left out because they cannot be seen{sample}"),
            "they are white on white, covered or transparent; select the text in a reader to see it",
        ),
        DoubtKind::OffPage => (
            "text.off_page",
            Level::Warning,
            match count {
                1 => format!(
                    "1 letter on page {number} was left out because its line runs over the edge of the \
                     page{sample}"
                ),
                _ => format!(
                    "{letters} on page {number} were left out because their lines run over the edge of \
                     the page{sample}"
                ),
            },
            "ask for the document as it was before it was made into a PDF, or compare with its text",
        ),
        DoubtKind::Clipped => (
            "text.hidden",
            Level::Info,
            match count {
                1 => format!(
                    "1 letter on page {number} was left out because the edge of its frame cuts it \
                     off{sample}"
                ),
                _ => format!(
                    "{letters} on page {number} were left out because the edge of their frame cuts \
                     them off{sample}"
                ),
            },
            "select the text in a reader to see it",
        ),
        _ => return None,
    };
    let area = doubt.area.map(|area| content.turn.upright(&area));
    let area = area.unwrap_or(Rect::new(0.0, 0.0, content.width, content.height));
    let note = Diagnostic::new(code, level, message).help(help);
    Some(note.at(SourceRef::at(Place::Page { number, area })))
}

/// The first of the letters, for the message.
fn sample(letters: &str) -> String {
    let text: String = letters.chars().filter(|c| !c.is_control() && *c != '\u{fffd}').collect();
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!(" (\u{201c}{text}\u{201d}\u{2026})") }
}
