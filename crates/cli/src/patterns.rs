//! Which documents of a folder are meant: patterns of names, as shells write them.

use anyhow::{Result, bail};

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
    /// When one is empty, and so fits nothing.
    pub(crate) fn new(include: &[String], exclude: &[String]) -> Result<Self> {
        let read = |all: &[String]| -> Result<Vec<Pattern>> {
            all.iter().map(|one| Pattern::new(one)).collect()
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

/// One pattern: `*` is any part of a name, `**` any number of folders, `?` one character. Capitals
/// and small letters are the same.
#[derive(Clone, Debug)]
struct Pattern {
    parts: Vec<Vec<char>>,
    /// Whether it speaks of a name alone, which may be in any folder and may be a folder's.
    is_name: bool,
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
        let parts = path.split('/').filter(|p| !p.is_empty()).map(|p| p.chars().collect());
        Ok(Self { parts: parts.collect(), is_name })
    }

    fn fits(&self, path: &str) -> bool {
        let lower = path.to_lowercase();
        let parts: Vec<Vec<char>> = lower.split('/').map(|p| p.chars().collect()).collect();
        if let (true, [name]) = (self.is_name, self.parts.as_slice()) {
            return parts.iter().any(|part| fits_name(name, part));
        }
        // A folder stands for all that is in it.
        (1..=parts.len()).any(|n| parts.get(..n).is_some_and(|some| fits_path(&self.parts, some)))
    }
}

fn fits_path(pattern: &[Vec<char>], path: &[Vec<char>]) -> bool {
    fits(pattern, path, |p| p.as_slice() == ['*', '*'], |p, name| fits_name(p, name))
}

fn fits_name(pattern: &[char], name: &[char]) -> bool {
    fits(pattern, name, |p| *p == '*', |p, c| *p == '?' || p == c)
}

/// Whether a sequence fits a pattern of which some parts stand for any number of others. Goes back to
/// the last of these only, so that the time is bounded by the product of both lengths.
fn fits<T>(
    pattern: &[T],
    all: &[T],
    is_any: impl Fn(&T) -> bool,
    is_one: impl Fn(&T, &T) -> bool,
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
    fn many_stars_take_no_time() {
        let pattern = Pattern::new(&"*a".repeat(200)).unwrap();
        assert!(!pattern.fits(&"a".repeat(5000).replace("aaaaaaaaaa", "aaaaaaaaab")));
    }
}
