//! `tablemend schema`: what the JSON outputs look like, as JSON Schema.

use crate::{Outcome, output, pipeline};
use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use tablemend_emit::schema::{FORMS, Form, write};

/// Print the JSON Schema (2020-12) of a JSON output.
#[derive(Args, Debug)]
pub(crate) struct Schema {
    /// Which output
    #[arg(value_parser = forms(), default_value = "records")]
    form: Form,
    /// Built-in profile or profile file
    #[arg(long, short, value_name = "NAME|FILE", default_value = "action-plan")]
    profile: String,
}

fn forms() -> impl TypedValueParser<Value = Form> {
    // OK because only names from the table get this far.
    PossibleValuesParser::new(FORMS.iter().map(|(_, name)| *name))
        .map(|name| Form::from_name(&name).unwrap_or(Form::Records))
}

/// Prints it.
pub(crate) fn run(typed: &Schema) -> Result<Outcome> {
    let profile = pipeline::profile(&typed.profile)?;
    output::to_stdout(|out| Ok(write(typed.form, &profile.schema, out)?))?;
    Ok(Outcome::Fine)
}
