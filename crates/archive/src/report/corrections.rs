//! What people corrected in the latest edition: what was read, what it is now, who said so.

use super::Page;
use maud::{Markup, html};
use tablemend_compare::{Edition, Item, Query};

/// The corrections of the latest edition; nothing where there are none.
pub(super) fn section(page: &Page<'_>) -> Markup {
    let all = &page.latest.remarks.corrections;
    let applied: Vec<&Query> = all.iter().filter(|q| q.code == "correction.applied").collect();
    let count = |code: &str| all.iter().filter(|q| q.code == code).count();
    let (confirmed, retired) = (count("correction.confirmed"), count("correction.retired"));
    if all.is_empty() {
        return html! {};
    }
    html! {
        section #corrections {
            h2 { "Corrections" }
            p {
                "People checked the reading against the document. What they corrected counts in this \
                 report; the document itself says what is printed."
            }
            @if confirmed > 0 {
                p { (confirmed) " uncertain " (plural(confirmed, "reading was", "readings were")) " confirmed." }
            }
            @if retired > 0 {
                p {
                    (retired) " earlier " (plural(retired, "correction is", "corrections are"))
                    " no longer needed: the program now reads the same."
                }
            }
            @if !applied.is_empty() { (table(page, &applied)) }
        }
    }
}

fn plural<'a>(n: usize, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

fn table(page: &Page<'_>, applied: &[&Query]) -> Markup {
    let caption = "What was corrected in the latest edition";
    let at = page.timeline.editions.len().saturating_sub(1);
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table.queries {
                caption { (caption) }
                thead {
                    tr {
                        @for title in ["Ref", "What was done", "As printed", "Was read as", "Now", "Place"] {
                            th scope="col" { (title) }
                        }
                    }
                }
                tbody {
                    @for said in applied {
                        tr {
                            th scope="row" { (page.item(at, said.item.as_deref())) }
                            td { (tablemend_compare::capital(&said.message)) }
                            td { (said.printed.as_deref().unwrap_or_default()) }
                            td { (was(page.latest, said).unwrap_or_default()) }
                            td { (said.used.as_deref().unwrap_or_default()) }
                            td { (said.place.to_string()) }
                        }
                    }
                }
            }
        }
    }
}

/// What was read in the field that a correction is about: the one that its words name.
fn was<'a>(edition: &'a Edition, said: &Query) -> Option<&'a str> {
    let item: &Item = edition.item(said.item.as_deref()?)?;
    let named = |field: &str| said.message.starts_with(&format!("“{}”", field.replace('_', " ")));
    let (_, was) = item.corrected.iter().find(|(field, _)| named(field))?;
    Some(was.as_str())
}
