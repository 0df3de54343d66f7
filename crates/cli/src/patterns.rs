//! Which documents of a folder are meant: patterns of names, as shells write them.

use anyhow::{Result, bail};

/// How many patterns one with braces may mean.
const MOST: usize = 1000;

/// Patterns that were asked for: what is read of a folder, and what is left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    include: Vec<Pattern>,
    exclude: Vec<Pattern>,
}

impl Patterns {
    /// From what was typed.
    ///
    /// # Errors
    /// When one is empty, and so fits nothing, or has too many alternatives.
    pub(crate) fn new(include: &[String], exclude: &[String]) -> Result<Self> {
        let read = |all: &[String]| -> Result<Vec<Pattern>> {
            let each = all.iter().map(|one| alternatives(one));
            let each: Vec<String> = each.collect::<Result<Vec<_>>>()?.concat();
            each.iter().map(|one| Pattern::new(one)).collect()
        };
        Ok(Self { include: read(include)?, exclude: read(exclude)? })
    }

    /// Whether a document is meant, by its path below the folder that was named (`2024/plan.md`).
    pub(crate) fn takes(&self, path: &str) -> bool {
        let is_included = self.include.is_empty() || self.include.iter().any(|p| p.fits(path));
        is_included && !self.exclude.iter().any(|p| p.fits(path))
    }

    /// Whether there are any.
    pub(crate) fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }
}

/// One pattern: `*` is any part of a name, `**` any number of folders, `?` one character, `[12a-c]` one
/// of these and `[!12]` none of these. Capitals and small letters are the same.
#[derive(Clone, Debug)]
struct Pattern {
    parts: Vec<Part>,
    /// Whether it is of a name alone, which may be in any folder and may be a folder's.
    is_name: bool,
}

/// What a pattern has for one name of a path.
#[derive(Clone, Debug)]
enum Part {
    /// Any number of folders.
    Folders,
    Name(Vec<Piece>),
}

/// What a pattern has for one character of a name, or for several.
#[derive(Clone, Debug)]
enum Piece {
    Several,
    One,
    Exactly(char),
    /// Ranges of characters, of which one fits, or none.
    Class {
        ranges: Vec<(char, char)>,
        is_none: bool,
    },
}

impl Piece {
    fn fits(&self, c: char) -> bool {
        match self {
            Self::Several => false,
            Self::One => true,
            Self::Exactly(one) => *one == c,
            Self::Class { ranges, is_none } => {
                ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) != *is_none
            }
        }
    }

    /// The pieces of a name. A bracket that is not closed is a character like any other.
    fn all(name: &str) -> Vec<Self> {
        let name: Vec<char> = name.chars().collect();
        let (mut pieces, mut at) = (Vec::new(), 0);
        while let Some(c) = name.get(at) {
            let class = (*c == '[').then(|| Self::class(&name, at + 1)).flatten();
            let (piece, next) = class.unwrap_or(match c {
                '*' => (Self::Several, at + 1),
                '?' => (Self::One, at + 1),
                c => (Self::Exactly(*c), at + 1),
            });
            pieces.push(piece);
            at = next;
        }
        pieces
    }

    /// The class whose characters begin at a place, and the place behind its bracket.
    fn class(name: &[char], start: usize) -> Option<(Self, usize)> {
        let is_none = matches!(name.get(start), Some('!' | '^'));
        let first = start + usize::from(is_none);
        // A bracket right at the beginning is one of the characters.
        let length = name.get(first + 1..)?.iter().position(|c| *c == ']')? + 1;
        let end = first + length;
        let (mut ranges, mut at) = (Vec::new(), first);
        while at < end {
            let from = *name.get(at)?;
            let to = name.get(at + 2).filter(|_| at + 2 < end && name.get(at + 1) == Some(&'-'));
            ranges.push((from, to.copied().unwrap_or(from)));
            at += if to.is_some() { 3 } else { 1 };
        }
        Some((Self::Class { ranges, is_none }, end + 1))
    }
}

impl Pattern {
    fn new(typed: &str) -> Result<Self> {
        let lower = typed.trim().to_lowercase().replace('\\', "/");
        let path = lower.trim_start_matches("./").trim_end_matches('/');
        if path.trim_matches('/').is_empty() {
            bail!("a pattern is empty: write one as '*.pdf', 'drafts' or '2024/**'");
        }
        // What begins with a slash is in the folder itself.
        let is_name = !path.contains('/');
        let part = |part: &str| match part {
            "**" if !is_name => Part::Folders,
            name => Part::Name(Piece::all(name)),
        };
        Ok(Self { parts: path.split('/').filter(|p| !p.is_empty()).map(part).collect(), is_name })
    }

    fn fits(&self, path: &str) -> bool {
        let lower = path.to_lowercase();
        let parts: Vec<Vec<char>> = lower.split('/').map(|p| p.chars().collect()).collect();
        if let (true, [Part::Name(name)]) = (self.is_name, self.parts.as_slice()) {
            return parts.iter().any(|part| fits_name(name, part));
        }
        // A folder is all that is in it.
        (1..=parts.len()).any(|n| parts.get(..n).is_some_and(|some| fits_path(&self.parts, some)))
    }
}

/// The patterns that one with braces means: `*.{md,pdf}` is `*.md` and `*.pdf`. Braces without
/// a comma are characters like any other.
fn alternatives(typed: &str) -> Result<Vec<String>> {
    let (mut open, mut done) = (vec![typed.to_owned()], Vec::new());
    while let Some(one) = open.pop() {
        let Some((from, to)) = braces(&one) else {
            done.push(one);
            continue;
        };
        let (before, within, after) = (&one[..from], &one[from + 1..to], &one[to + 1..]); // OK because braces are one byte each.
        open.extend(within.split(',').map(|choice| format!("{before}{choice}{after}")));
        if open.len() + done.len() > MOST {
            bail!("{typed}: the pattern has more than {MOST} alternatives");
        }
    }
    Ok(done)
}

/// Where the first innermost braces with a comma are.
fn braces(pattern: &str) -> Option<(usize, usize)> {
    pattern.match_indices('}').find_map(|(to, _)| {
        let from = pattern.get(..to)?.rfind('{')?;
        pattern.get(from..to)?.contains(',').then_some((from, to))
    })
}

fn fits_path(pattern: &[Part], path: &[Vec<char>]) -> bool {
    let is_one = |part: &Part, name: &Vec<char>| match part {
        Part::Folders => false,
        Part::Name(pieces) => fits_name(pieces, name),
    };
    fits(pattern, path, |p| matches!(p, Part::Folders), is_one)
}

fn fits_name(pattern: &[Piece], name: &[char]) -> bool {
    fits(pattern, name, |p| matches!(p, Piece::Several), |p, c| p.fits(*c))
}

/// Whether a sequence fits a pattern of which some parts fit any number of others. Goes back to
/// the last of these only, so that the time is bounded by the product of both lengths.
fn fits<P, T>(
    pattern: &[P],
    all: &[T],
    is_any: impl Fn(&P) -> bool,
    is_one: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut p, mut a) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while a < all.len() {
        if pattern.get(p).is_some_and(&is_any) {
            last = Some((p, a));
            p += 1;
        } else if pattern.get(p).zip(all.get(a)).is_some_and(|(x, y)| is_one(x, y)) {
            p += 1;
            a += 1;
        } else if let Some((any, from)) = last {
            last = Some((any, from + 1));
            p = any + 1;
            a = from + 1;
        } else {
            return false;
        }
    }
    pattern.iter().skip(p).all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names_and_paths() {
        for (pattern, fitting, others) in [
            ("*.pdf", &["a.pdf", "2024/b.PDF"][..], &["a.md", "a.pdf.md"][..]),
            ("drafts", &["drafts/a.md", "x/Drafts/y/a.md"], &["draft/a.md", "drafts2/a.md"]),
            ("*draft*", &["my draft.md", "x/drafts/a.md"], &["plan.md"]),
            ("2024/**", &["2024/a.md", "2024/x/a.md"], &["2023/a.md", "x/2024/a.md"]),
            ("2024", &["2024/a.md", "x/2024/a.md"], &["a-2024.md"]),
            ("2024/", &["2024/a.md"], &["a-2024.md"]),
            ("/2024", &["2024/a.md"], &["x/2024/a.md"]),
            ("**/q?.md", &["q1.md", "a/b/q2.md"], &["q10.md", "a/q.md"]),
            ("a/**/z.md", &["a/z.md", "a/b/z.md", "a/b/c/z.md"], &["z.md", "b/a/z.md"]),
            ("./a/*.md", &["a/x.md"], &["a/b/x.md"]),
            ("größe*", &["Größe 1.md"], &["grosse.md"]),
            ("plan-[12].md", &["plan-1.md", "x/Plan-2.md"], &["plan-3.md", "plan-12.md"]),
            ("[p-r]*.md", &["plan.md", "Q1.md"], &["o.md", "s.md"]),
            ("q[!12].md", &["q3.md", "qa.md"], &["q1.md", "q.md"]),
            ("202[3-4]/**", &["2023/a.md", "2024/x/a.md"], &["2025/a.md", "202/a.md"]),
            ("a[]-].md", &["a].md", "a-.md"], &["a.md", "ab.md"]),
            ("a[b.md", &["a[b.md"], &["ab.md"]),
            ("{a}.md", &["{a}.md"], &["a.md"]),
        ] {
            let one = Pattern::new(pattern).unwrap();
            for path in fitting {
                assert!(one.fits(path), "{pattern} {path}");
            }
            for path in others {
                assert!(!one.fits(path), "{pattern} {path}");
            }
        }
        for nothing in ["", "/", "./", "  "] {
            assert!(Pattern::new(nothing).is_err(), "{nothing:?}");
        }
    }

    #[test]
    fn what_is_left_out_goes_before_what_is_taken() {
        let list = |all: &[&str]| all.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>();
        let both = Patterns::new(&list(&["*.md", "*.pdf"]), &list(&["draft*"])).unwrap();
        assert!(both.takes("a.md") && both.takes("x/a.pdf"));
        assert!(!both.takes("draft.md") && !both.takes("a.html"));
        assert!(Patterns::default().takes("anything") && Patterns::default().is_empty());
    }

    #[test]
    fn braces_are_alternatives() {
        let one = |pattern: &str| Patterns::new(&[pattern.to_owned()], &[]);
        let some = one("{north,south/{a,b}}/*.{md,pdf}").unwrap();
        for path in ["north/x.md", "south/a/x.pdf", "south/b/x.md"] {
            assert!(some.takes(path), "{path}");
        }
        for path in ["north/x.html", "south/x.md", "south/c/x.md", "a/x.md"] {
            assert!(!some.takes(path), "{path}");
        }
        assert!(one(&"{a,b}".repeat(20)).is_err(), "more than a million");
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = Pattern::new(&"*a".repeat(200)).unwrap();
        assert!(!pattern.fits(&"a".repeat(5000).replace("aaaaaaaaaa", "aaaaaaaaab")));
    }
}
