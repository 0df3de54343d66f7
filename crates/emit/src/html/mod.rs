//! Records as one self-contained page: it reads without scripts, and filters, searches and sorts
//! with them; WCAG 2.2 AA, dark mode and print are matters of its style sheet.

mod columns;
mod counts;
mod view;
mod words;

pub(crate) use words::month;

use crate::Error;
use askama::Template;
use std::io::Write;
use tablemend_model::Dataset;

/// Writes a dataset as a page.
///
/// # Errors
/// When `out` cannot be written.
pub(crate) fn write(data: &Dataset, out: &mut dyn Write) -> Result<(), Error> {
    let page = view::Page::new(data);
    let mut out = std::io::BufWriter::with_capacity(1 << 16, out);
    page.write_into(&mut out)?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{plan, register};
    use tablemend_model::Value;

    fn written(data: &Dataset) -> String {
        let mut out = Vec::new();
        write(data, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn groups_rows_statuses_and_doubts_are_there() {
        let page = written(&plan());
        for part in [
            "<h1>Harbour improvement plan, March 2021</h1>",
            "Period <strong>March 2021</strong>",
            "<h2 id=\"section-1-h\"><span class=\"ref\">1</span> Water</h2>",
            "<h3 id=\"priority_area-1.1-h\"><span class=\"ref\">1.1</span> Depth, and access</h3>",
            "<tr id=\"action-1.1.2~2\"",
            "<li>survey it</li><li>publish the depths</li>",
            "<p class=\"small\">1 March 2021 to 30 June 2021</p>",
            "<p class=\"small\">Forecast: 1 April 2021 to 30 April 2021</p>",
            "▲</span>Amber</span>",
            "<q>1.1.2~2</q>",
            "<p class=\"note\">NB a remark</p>",
            "about the document",
            // What programs read back.
            "<meta name=\"tablemend:profile\" content=\"",
            "<meta name=\"tablemend:period\" content=\"2021-03\">",
            "data-entity=\"priority_area\" data-id=\"1.1\" data-title=\"Depth, and access\"",
            "data-id=\"1.1.2~2\" data-ref=\"1.1.2\" data-in-section=\"1\"",
            "data-edtf=\"2021-03/2021-06\" data-start=\"2021-03-01\" data-end=\"2021-06-30\"",
            "data-legend=\"amber\" data-meaning=\"Late\"",
        ] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
        assert_eq!(page.matches("<section").count(), page.matches("</section>").count());
        assert!(written(&register()).contains("data-value=\"2.5\" data-sort=\"2.5\">"));
    }

    #[test]
    fn columns_that_no_field_knows_stay_with_their_rows() {
        let mut data = plan();
        data.schema.entities[2].extra = vec!["Cost <k>".to_owned()];
        data.entities[2].records[0].extra = vec![Some("5 & more".to_owned())];
        let page = written(&data);
        for part in ["Cost &#60;k&#62;</th>", "data-field=\"extra_cost_k\">", "5 &#38; more"] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
        let cells = page.matches("data-field=\"extra_cost_k\"").count();
        assert_eq!(cells, data.entities[2].records.len());
    }

    #[test]
    fn columns_without_a_value_are_not_shown_and_are_told() {
        let mut data = register();
        let at = data.schema.entities[1].fields.iter().position(|f| f.name == "owner").unwrap();
        let title = data.schema.entities[1].fields[at].title.clone();
        let is_told =
            |page: &str| page.contains(&format!("empty in every row and not shown: {title}."));
        assert!(!is_told(&written(&data)));
        data.entities[1].records.iter_mut().for_each(|r| r.values[at] = Value::Missing);
        let page = written(&data);
        assert!(is_told(&page), "{page}");
        assert!(page.contains(&format!(" hidden>{title}</th>")), "{page}");
        let cells = page.matches(" hidden data-field=\"owner\"").count();
        assert_eq!(cells, data.entities[1].records.len(), "programs find it all the same");
    }

    #[test]
    fn what_looks_like_markup_is_text() {
        let mut data = plan();
        let odd = "</script><script>alert(1)</script> \u{0}\u{1b} \" onload='x'";
        data.document.title = Some(odd.to_owned());
        data.entities[2].records[0].id = odd.to_owned();
        data.entities[2].records[0].values[0] = Value::Text(odd.to_owned());
        let page = written(&data);
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains(['\u{0}', '\u{1b}']));
        assert!(!page.contains("\" onload"));
    }

    #[test]
    fn nothing_is_asked_of_the_network() {
        let page = written(&plan());
        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="));
    }
}
