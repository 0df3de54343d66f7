//! Real documents, where they are at hand.

use std::path::{Path, PathBuf};
use tablemend_pdf::{OpenOptions, Page, Pdf, TagNode, open};

/// PDFs of a shared folder; `None` where it is not there, which only a person may pass over.
#[expect(clippy::print_stderr, reason = "a skipped test has to say so")]
fn pdfs(folder: &str) -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is missing", folder.display());
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    };
    let mut files: Vec<PathBuf> = entries
        .map(|e| e.expect("a readable file").path())
        .filter(|p| p.extension().is_some_and(|e| e == "pdf"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    Some(files)
}

fn opened(path: &Path) -> Pdf {
    open(std::fs::read(path).expect("a readable file"), &OpenOptions::default())
        .expect("a readable file")
}

fn letters(page: &Page) -> String {
    page.glyphs.iter().flat_map(|g| g.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_page_of_the_competition_set_is_read_to_the_last_letter() {
    let Some(files) = pdfs("corpora/icdar2013/competition-dataset-eu") else { return };
    for file in files {
        for page in opened(&file).pages() {
            let page = page.unwrap();
            let letters = letters(&page);
            assert!(!letters.is_empty(), "{} {}", file.display(), page.number);
            assert!(!letters.contains('\u{fffd}'), "{} {}", file.display(), page.number);
            let bounds = (page.width + 1.0, page.height + 1.0);
            let is_inside = |x: f32, y: f32| x > -1.0 && y > -1.0 && x < bounds.0 && y < bounds.1;
            assert!(page.rules.iter().all(|r| is_inside(r.area.x0, r.area.y1)));
            assert!(page.fills.iter().all(|f| is_inside(f.area.x1, f.area.y0)));
        }
    }
}

#[test]
fn the_appendix_says_the_same_whoever_set_it() {
    let Some(files) = pdfs("appendix") else { return };
    let truth = files[0].with_file_name("january-2020-pdf.truth.json");
    let truth = std::fs::read_to_string(truth).unwrap();
    let refs: Vec<&str> = truth
        .split("\"ref_printed\": \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|r| r.matches('.').count() == 2)
        .collect();
    assert!(refs.len() > 50);
    for file in files {
        let pages: Vec<Page> = opened(&file).pages().into_iter().map(Result::unwrap).collect();
        let text: String = pages.iter().map(letters).collect();
        for reference in &refs {
            assert!(text.contains(reference), "{reference} in {}", file.display());
        }
        let colours: std::collections::BTreeSet<_> =
            pages.iter().flat_map(|p| &p.fills).map(|f| f.colour).collect();
        assert!(colours.len() >= 5, "{colours:?} in {}", file.display());
        if let Some(tags) = opened(&file).tags() {
            let cells: usize = tags.nodes.iter().map(cells).sum();
            assert!(cells == 0 || cells > 500, "{cells} in {}", file.display());
        }
    }
}

/// Number of table cells at or under an element.
fn cells(node: &TagNode) -> usize {
    usize::from(matches!(node.kind.as_str(), "TD" | "TH"))
        + node.children.iter().map(cells).sum::<usize>()
}
