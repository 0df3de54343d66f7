//! The records of the new edition, read as the type of document that the tracker is of.

use super::family::Family;
use super::{Unreadable, Update};
use crate::inputs::Input;
use crate::{pipeline, typed_dates};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use tablemend::profiles::Profile;
use tablemend_archive::Archive;
use tablemend_model::{Dataset, Diagnostic};

/// The records, and what to say where the document looks like another type than the tracker's.
pub(super) fn edition(
    typed: &Update,
    archive: Option<&Archive>,
    family: Option<&Family>,
) -> Result<(Dataset, Option<String>)> {
    // Who names a profile, or wants the update in any case, has decided.
    let family = family.filter(|_| typed.profile.is_none() && !typed.anyway);
    // Of several kinds of items in the tracker the first is its own; in the document it may be any.
    let main = |name: &str| name.split('+').next().map(str::to_owned);
    let fits = |data: &Dataset| {
        let kinds = data.schema.kinds();
        let names = || kinds.iter().map(|kind| kind.profile.as_str());
        family.is_none_or(|f| {
            names().chain([data.document.profile.as_str()]).any(|n| main(n) == main(&f.profile))
        })
    };
    let path = Path::new(&typed.new);
    if !path.exists() {
        let (Some(period), Some(archive)) = (typed_dates::known_period(&typed.new), archive) else {
            bail!(
                "{}: there is no such file, and it is not a period of the archive (2020-01)",
                typed.new
            );
        };
        let (reviewed, _) = crate::archives::records(archive, &period, None)?;
        let data = reviewed.into_data();
        return if fits(&data) {
            Ok((data, None))
        } else {
            Err(another(typed, family, Some(&data)))
        };
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", typed.new))?;
    if let Ok(name) = tablemend_emit::json::profile(&bytes) {
        let profile = match (&typed.profile, family.filter(|f| f.profile == name)) {
            (None, Some(family)) => of_tracker(typed, archive, family)?,
            (asked, _) => pipeline::profile(asked.as_deref().unwrap_or(&name))?,
        };
        let data = tablemend_emit::json::read(&bytes, &profile.schema)?;
        return if fits(&data) {
            Ok((data, None))
        } else {
            Err(another(typed, family, Some(&data)))
        };
    }
    if crate::own::is_own(&bytes) || bytes.starts_with(b"SQLite format 3") {
        bail!(
            "{}: give the document itself, the JSON that `convert` made of it, or a period of the \
             archive",
            typed.new
        );
    }
    let shown = typed.new.clone();
    let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
    let (folder, stem) = (PathBuf::new(), String::new());
    let input = Input { path: Some(path.to_owned()), name, folder, stem, shown };
    let failed = |note: Box<Diagnostic>| Unreadable(format!("{}: {}", typed.new, note.message));
    let password = std::env::var("TABLEMEND_PASSWORD").ok();
    let options = pipeline::with_password(tablemend::Options::new(), password);
    let opened = pipeline::open(&input, &options).map_err(failed)?;
    let options = pipeline::with_profile(options, typed.profile.as_deref())?;
    let mended = tablemend::mend(opened, &options);
    let by_itself = tablemend::records(&mended, &options).map(tablemend::Records::into_data);
    let family = match (family, &by_itself) {
        (Some(family), Ok(data)) if !fits(data) => family,
        (Some(family), Err(_)) => family,
        _ => return Ok((by_itself.map_err(|e| failed(pipeline::note(&e)))?, None)),
    };
    let options = options.with_profile(of_tracker(typed, archive, family)?);
    let read = tablemend::records(&mended, &options).map(tablemend::Records::into_data);
    let has_items = |data: &Dataset| data.items().is_some_and(|(_, e)| !e.records.is_empty());
    match (read, by_itself) {
        (Ok(read), Ok(data)) if has_items(&read) => {
            let told = format!(
                "{} looks like another type of document ({}); it was read as the tracker's type, {}",
                typed.new, data.schema.title, family.title
            );
            // A profile of one's own is one that no document can be known by.
            let is_own = Profile::built_in(&family.profile).is_none();
            Ok((read, (!is_own).then_some(told)))
        }
        (Ok(read), Err(_)) if has_items(&read) => Ok((read, None)),
        (_, Ok(data)) => Err(another(typed, Some(family), Some(&data))),
        (_, Err(error)) => Err(failed(pipeline::note(&error)).into()),
    }
}

/// The profile that the tracker was made with: a built-in one, or as the archive keeps it.
fn of_tracker(typed: &Update, archive: Option<&Archive>, family: &Family) -> Result<Profile> {
    if let Some(profile) = Profile::built_in(&family.profile) {
        return Ok(profile);
    }
    let entries = archive.map(Archive::list).transpose()?.unwrap_or_default();
    let of_it = entries.iter().rev().filter(|e| e.profile == family.profile);
    let kept = of_it.filter_map(|e| tablemend::archive::kept_profile(&e.options).ok()).next();
    kept.with_context(|| {
        format!(
            "{} was made with the profile “{}” ({}), which is not a built-in one: give its file with \
             --profile FILE",
            typed.tracker.display(),
            family.profile,
            family.title
        )
    })
}

/// That the new edition is not of the tracker's type.
fn another(typed: &Update, family: Option<&Family>, data: Option<&Dataset>) -> anyhow::Error {
    let is = data.map_or("another type of document", |d| d.schema.title.as_str());
    let title = family.map_or("another type", |f| f.title.as_str());
    anyhow::anyhow!(
        "{} is of another type ({is}) than the tracker {} ({title}): is it another document? Use \
         --profile to say how it is to be read, or --anyway to update all the same",
        typed.new,
        typed.tracker.display()
    )
}
