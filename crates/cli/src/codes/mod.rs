//! Every code under which the program reports something: what it means and what to do.

mod reading;
mod records;
mod running;

/// One code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code {
    /// As in the diagnostics: `family.case`.
    pub(crate) code: &'static str,
    /// What is so.
    pub(crate) meaning: &'static str,
    /// What a person can do about it.
    pub(crate) to_do: &'static str,
}

/// All codes in the order of the alphabet.
pub(crate) fn all() -> Vec<Code> {
    let mut all = [reading::CODES, records::CODES, running::CODES].concat();
    all.sort_by_key(|code| code.code);
    all
}

/// What is known of a code.
pub(crate) fn of(code: &str) -> Option<Code> {
    all().into_iter().find(|known| known.code == code)
}

/// The page of all codes, as Markdown.
pub(crate) fn page() -> String {
    let mut page = String::from(
        "# Codes of the diagnostics\n\n\
         Every diagnostic has a code, in the messages, in CSV and JSON, and in the folded columns of a workbook.\n\
         `tablemend explain CODE` prints a line of this table.\n\n\
         | code | what it means | what to do |\n|---|---|---|\n",
    );
    for Code { code, meaning, to_do } in all() {
        let cell = |text: &str| text.replace('|', "\\|");
        page.push_str(&format!("| `{code}` | {} | {} |\n", cell(meaning), cell(to_do)));
    }
    page
}

#[cfg(test)]
mod tests;
