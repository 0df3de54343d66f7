//! Who leads each row: merged and blank cells, and cells that a page break cut.

use super::posts::{Known, is_nobody};
use foldhash::{HashMap, HashMapExt};
use tablemend_model::{Code, Diagnostic, Level, Posts, RichText, SourceRef};

/// The lead cell of one item, in document order.
#[derive(Debug)]
pub(crate) struct Slot<'a> {
    /// Its own text; `None` for a blank cell.
    pub(crate) text: Option<&'a RichText>,
    /// Whether a merged cell reaches into the row from the item above.
    pub(crate) merged: bool,
    /// Whether the source shows merges, so that a blank cell is one.
    pub(crate) merges_show: bool,
    /// Which innermost group the item is in.
    pub(crate) area: Option<usize>,
    /// Whether a page may have begun above the row.
    pub(crate) after_break: bool,
    /// Whether the row's table has no such column.
    pub(crate) absent: bool,
    /// The title of a column of people that is not the one of leads: in it a blank cell names nobody.
    pub(crate) title: Option<&'a str>,
    /// How doubtful the lead of a blank cell is beside a page break.
    pub(crate) doubt: Level,
    /// Where.
    pub(crate) source: SourceRef,
}

/// What a slot was read as.
#[derive(Debug, Default)]
pub(crate) struct Lead {
    /// The posts.
    pub(crate) posts: Posts,
    /// Doubts and repairs; the caller says of which record.
    pub(crate) notes: Vec<Diagnostic>,
}

impl Lead {
    fn note(&mut self, code: &'static str, level: Level, message: &str, source: SourceRef) {
        let mut note = Diagnostic::new(Code::Borrowed(code), level, message).at(source);
        note.printed.clone_from(&self.posts.printed);
        self.notes.push(note.used(self.posts.people.join("; ")));
    }
}

/// The cell that carries the text for the rows below it.
struct Holder {
    /// Slots that it covers so far; the first carries its text.
    slots: Vec<usize>,
    rejoined: bool,
    area: Option<usize>,
}

/// Reads all lead cells of a document.
pub(crate) fn read(slots: &[Slot<'_>], known: &Known<'_>) -> Vec<Lead> {
    let mut leads: Vec<Lead> = Vec::with_capacity(slots.len());
    let mut holder: Option<Holder> = None;
    let mut broken = false;
    // The same cell is in many rows.
    let mut split: HashMap<&str, Vec<String>> = HashMap::new();
    for (i, slot) in slots.iter().enumerate() {
        let mut lead = Lead::default();
        if slot.absent || holder.as_ref().is_some_and(|h| h.area != slot.area) {
            holder = None;
        }
        broken = slot.after_break || (broken && holder.is_some());
        if let Some(text) = slot.text {
            let printed = text.as_str();
            lead.posts.printed = Some(printed.replace('\n', " "));
            let upper =
                holder.as_ref().filter(|_| broken).and_then(|h| Some((h, slots[h.slots[0]].text?)));
            let joined = upper
                .filter(|(h, upper)| !h.rejoined && upper.as_str() != printed)
                .filter(|(_, upper)| known.goes_on(upper.as_str(), printed))
                .map(|(_, upper)| format!("{} {printed}", upper.as_str()));
            if let Some(joined) = joined
                && let Some(holder) = holder.as_mut()
            {
                lead.posts.people = known.split(&joined);
                holder.rejoined = true;
                rejoin(&mut leads, holder, &lead.posts.people, slots);
                holder.slots.push(i);
                lead.posts.inherited = true;
                inherited(&mut lead, slot);
                rejoined(&mut lead, slot);
                broken = false;
                leads.push(lead);
                continue;
            }
            let people = split.entry(printed).or_insert_with(|| match is_nobody(printed) {
                true => Vec::new(),
                false => known.split(text.live().as_str()),
            });
            lead.posts.people.clone_from(people);
            if let ([one], Some(two)) = (people.as_slice(), known.guessed(text.live().as_str())) {
                let is_cell = |post: &&String| known.is_cell(post);
                let first = two.iter().find(is_cell).or(two.first()).map_or("", String::as_str);
                let message = format!(
                    "this was read as two posts, since “{first}” is a post elsewhere; it may be one"
                );
                lead.posts.alternatives.push(vec![one.clone()]);
                lead.posts.people.clone_from(&two);
                lead.note("leads.ambiguous", Level::Info, &message, slot.source);
            }
            holder = Some(Holder { slots: vec![i], rejoined: false, area: slot.area });
            broken = false;
        } else if let Some(holder) = holder.as_mut()
            && (slot.merged || slot.title.is_none() && (!slot.merges_show || broken))
        {
            lead.posts.people.clone_from(&leads[holder.slots[0]].posts.people);
            holder.slots.push(i);
            lead.posts.inherited = true;
            inherited(&mut lead, slot);
            if holder.rejoined {
                rejoined(&mut lead, slot);
            }
            // Where merges show, the lead below begins at its own row: there is no doubt.
            if broken && !slot.merged && !slot.merges_show {
                let other = other_reading(slots, i, known);
                if let Some(other) = other.filter(|o| *o != lead.posts.people) {
                    lead.note(
                        "leads.ambiguous",
                        slot.doubt,
                        "this cell is blank next to a page break: the lead may be that of the row above or below",
                        slot.source,
                    );
                    lead.posts.alternatives.push(other);
                }
            }
        }
        leads.push(lead);
    }
    leads
}

fn inherited(lead: &mut Lead, slot: &Slot<'_>) {
    if let Some(title) = slot.title {
        let message = format!("{title} is in a cell merged with the row above");
        lead.note("leads.inherited", Level::Info, &message, slot.source);
        return;
    }
    let message = if slot.merged {
        "the lead comes from a merged cell"
    } else {
        "the lead is taken from the row above"
    };
    lead.note("leads.inherited", Level::Info, message, slot.source);
}

fn rejoined(lead: &mut Lead, slot: &Slot<'_>) {
    lead.note(
        "leads.rejoined",
        Level::Info,
        "the lead was split by a page break; both parts were joined",
        slot.source,
    );
}

/// Gives the joined lead to the rows that have had its first piece until now.
fn rejoin(leads: &mut [Lead], holder: &Holder, people: &[String], slots: &[Slot<'_>]) {
    for i in &holder.slots {
        let lead = &mut leads[*i];
        lead.posts.people = people.to_vec();
        lead.posts.alternatives.clear();
        lead.notes.retain(|n| n.code != "leads.ambiguous");
        let used = people.join("; ");
        for note in &mut lead.notes {
            note.used = Some(used.clone()).filter(|used| !used.is_empty());
        }
        rejoined(lead, &slots[*i]);
    }
}

/// The lead of the nearest row below in the same group that has its own.
fn other_reading(slots: &[Slot<'_>], from: usize, known: &Known<'_>) -> Option<Vec<String>> {
    slots[from..]
        .iter()
        .take_while(|s| s.area == slots[from].area)
        .find_map(|s| s.text)
        .map(|text| known.split(text.as_str()))
}
