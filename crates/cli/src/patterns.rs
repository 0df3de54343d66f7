//! Which documents of a folder are meant: patterns of names, as shells write them.

use anyhow::{Context as _, Result, bail};
use glob::MatchOptions;

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

/// Capitals and small letters are made the same before; a star is a part of one name.
const AS_SHELLS_DO: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// One pattern: `*` is any part of a name, `**` any number of folders, `?` one character, `[12a-c]` one
/// of these and `[!12]` none of these. Capitals and small letters are the same.
#[derive(Clone, Debug)]
struct Pattern {
    glob: glob::Pattern,
    /// Whether it is of a name alone, which may be in any folder and may be a folder's.
    is_name: bool,
}

impl Pattern {
    fn new(typed: &str) -> Result<Self> {
        let lower = typed.trim().to_lowercase().replace('\\', "/");
        let path = lower.trim_start_matches("./").trim_end_matches('/');
        // What begins with a slash is in the folder itself.
        let is_name = !path.contains('/');
        let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
        if parts.is_empty() {
            bail!("a pattern is empty: write one as '*.pdf', 'drafts' or '2024/**'");
        }
        let names: Vec<String> = parts.iter().map(|part| one_name(part, is_name)).collect();
        let glob = glob::Pattern::new(&names.join("/"))
            .with_context(|| format!("{typed}: the pattern cannot be read"))?;
        Ok(Self { glob, is_name })
    }

    fn fits(&self, path: &str) -> bool {
        let lower = path.to_lowercase();
        let is_it = |path: &str| self.glob.matches_with(path, AS_SHELLS_DO);
        if self.is_name {
            return lower.split('/').any(is_it);
        }
        // A folder is all that is in it.
        let folders = lower.match_indices('/').filter_map(|(end, _)| lower.get(..end));
        folders.chain([lower.as_str()]).any(is_it)
    }
}

/// A pattern of one name. Two stars are folders only where they are all of it, and a bracket that is not closed is
/// a character like any other.
fn one_name(part: &str, is_name: bool) -> String {
    if part == "**" && !is_name {
        return part.to_owned();
    }
    let mut name = part.replace("[^", "[!");
    while name.contains("**") {
        name = name.replace("**", "*");
    }
    let is_right = glob::Pattern::new(&name).is_ok();
    if is_right { name } else { name.replace('[', "[[]") }
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
