//! Backlogs, recommendations by priority, scores told by their numbers, names with a word beside them,
//! and what is said where a column was guessed: each kind in a few lines.

use super::authors_tests::{field, read};
use tablemend_model::Dataset;

fn entity(data: &Dataset) -> &str {
    &data.schema.entities.last().unwrap().name
}

fn doubts(data: &Dataset) -> usize {
    data.diagnostics.iter().filter(|n| n.code == "column.doubtful").count()
}

#[test]
fn stories_of_a_backlog_are_items() {
    for text in [
        "Story ID|Story|Points|Priority\nUS-1|Ring the bell at noon|3|High\nUS-2|Oil the gate of the yard|5|Low",
        "# Harbour backlog\n\nStory ID|Priority|User Story|Key Output|Implementing Owner\nPB-1|P0|Ring the bell at noon|A bell that rings|Ann\nPB-2|P1|Oil the gate of the yard|A gate that is still|Bo",
        "# Phase 1\n\nName|Type|Epic|Status|Priority|User Story\nRing the bell at noon|Task|E1|Done|Must|As a clerk, I want to hear when it is noon, so that I can eat.\nOil the gate of the yard|Task|E2|To Do|Could|As a guard, I want a gate that is still, so that I can sleep.",
    ] {
        let data = read(text);
        assert_eq!(entity(&data), "actions", "{text}");
        let expected = ["Ring the bell at noon", "Oil the gate of the yard"];
        assert_eq!(field(&data, "actions", "action"), expected, "{text}");
    }
}

#[test]
fn names_with_types_alone_are_no_backlog() {
    let data = read("Name|Type|Status\nbell|service|Stable\ngate|library|Beta");
    assert_ne!(entity(&data), "actions");
}

#[test]
fn recommendations_by_priority_and_what_they_are_good_for_are_items() {
    let data = read(
        "Priority|Recommendation|Expected impact\nHigh|Paint the pier before the spring|Large\nLow|Sort the ropes in the shed|Small",
    );
    let all = [&data].map(|d| field(d, "actions", "action").len());
    assert_eq!(all, [2]);
    let data = read(
        "# Recomendações de melhoria\n\nProblema|Ação|Impacto\nO sino não toca|Trocar a corda do sino|Todos ouvem a hora\nO portão range|Lubrificar o portão do cais|Noites calmas",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["Trocar a corda do sino", "Lubrificar o portão do cais"]
    );
}

#[test]
fn a_problem_and_its_answer_under_any_heading_are_advice() {
    let data = read(
        "# Lantern does not burn\n\nGap|Action|Impact\nNo oil in it|Fill it up with oil|It burns again\nWick is wet|Dry it at the stove|It burns again",
    );
    assert_eq!(entity(&data), "rows");
}

#[test]
fn a_column_of_likelihood_times_impact_is_the_score() {
    let data = read(
        "Risk|Likelihood|Impact|Weight of it|Mitigation\nRope parts in a storm|3|4|12|Splice it\nMast falls on the deck|2|5|10|Stay it\nCook runs out of salt|5|1|5|Buy salt",
    );
    assert_eq!(field(&data, "risks", "score"), ["12 (12)", "10 (10)", "5 (5)"]);
    let data = read(
        "Risk|Likelihood|Impact|Boats lost|Mitigation\nRope parts in a storm|3|4|1|Splice it\nMast falls on the deck|2|5|0|Stay it",
    );
    assert_eq!(field(&data, "risks", "score"), ["", ""]);
}

#[test]
fn words_of_a_scale_behind_likelihood_and_impact_are_the_rating() {
    let data = read(
        "Bedrohung|Eintrittswahrscheinlichkeit|Auswirkung|Befund|Gegenmaßnahme\nSeil reißt im Sturm|Hoch|Mittel|Hoch|Spleißen\nMast fällt auf Deck|Mittel|Hoch|Hoch|Abspannen\nKoch ohne Salz|Gering|Gering|Gering|Salz kaufen",
    );
    assert_eq!(field(&data, "risks", "status"), ["hoch", "hoch", "gering"]);
}

#[test]
fn a_word_beside_a_name_says_what_its_cells_are() {
    let data = read(
        "KPI|Target|Actual|Owner role|Cadence\nBoats back by dusk|90%|80%|Harbour clerk|Weekly\nBells rung at noon|100%|99%|Bell ringer|Daily",
    );
    assert_eq!(field(&data, "indicators", "owner"), ["Harbour clerk", "Bell ringer"]);
    let data = read(
        "Acción|Responsable de la tarea|Plazo\nPintar el muelle de madera|Ana|30/06/2026\nOrdenar las cuerdas viejas|Beto|31/07/2026",
    );
    assert_eq!(field(&data, "actions", "leads"), ["Ana", "Beto"]);
}

#[test]
fn what_is_done_goes_before_what_would_be_done_then() {
    let data = read(
        "#|Riesgo|Prob.|Impacto|Estrategia|Plan de acción|Plan de contingencia\n1|Se rompe la cuerda|4|3|Mitigar|Revisar cada cuerda en marzo|Usar la cuerda de reserva\n2|Cae el mástil viejo|2|5|Mitigar|Cambiar el mástil este invierno|Volver al puerto a remo\n3|Se acaba la sal|3|1|Mitigar|Comprar sal para dos meses|Comer pescado seco a bordo",
    );
    assert_eq!(
        field(&data, "risks", "mitigation"),
        [
            "Revisar cada cuerda en marzo",
            "Cambiar el mástil este invierno",
            "Comprar sal para dos meses"
        ]
    );
}

#[test]
fn indonesian_headings_are_known() {
    let data = read(
        "Sektor|Program / Kegiatan Utama|Indikator Keberhasilan (KPI)|Jangka Waktu|Pelaksana\nPelabuhan|Mengecat dermaga kayu|Dermaga bersih|Agustus 2026|Kepala pelabuhan\nPasar|Memperbaiki atap pasar|Atap tidak bocor|Mei 2026|Kepala pasar",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["Mengecat dermaga kayu", "Memperbaiki atap pasar"]
    );
    assert_eq!(field(&data, "actions", "completion"), ["2026-08", "2026-05"]);
    assert_eq!(field(&data, "actions", "leads"), ["Kepala pelabuhan", "Kepala pasar"]);
}

#[test]
fn a_guessed_column_is_a_doubt_of_each_record() {
    // The main field has no heading of its own.
    let data = read(
        "# Risk log\n\nID|Thing that worries us|What we saw|Likelihood|Impact|Owner|Status\nR1|The rope parts in a storm|It is thin and old|3|4|Ann|Open\nR2|The mast falls on the deck|It shakes in the wind|2|5|Bo|Open",
    );
    assert_eq!(field(&data, "risks", "risk").len(), 2);
    assert_eq!(doubts(&data), 2);
    // A heading that has a word of a field that no column was taken for.
    let data = read(
        "Action|Due|Status|Owner's boat\nPaint the pier|30/06/2026|Open|Gull\nSort the ropes|31/07/2026|Open|Tern",
    );
    assert_eq!(doubts(&data), 2);
    let data = read("Action|Due|Status|Owner\nPaint the pier|30/06/2026|Open|Ann");
    assert_eq!(doubts(&data), 0);
}

#[test]
fn compounds_are_named_by_their_ends() {
    let data = read(
        "Nr|Maßnahme|Durchführungsverantwortlicher|Umsetzungsfrist|Bearbeitungsstatus\n1|Den Steg streichen lassen|Anna|30.06.2026|offen\n2|Die alten Seile ordnen|Bodo|31.07.2026|erledigt",
    );
    assert_eq!(field(&data, "actions", "completion"), ["2026-06-30", "2026-07-31"]);
    assert_eq!(field(&data, "actions", "status"), ["offen", "erledigt"]);
    // When something began is not when it is due.
    let data = read(
        "Nr|Maßnahme|Verantwortlich|Startdatum\n1|Den Steg streichen lassen|Anna|30.06.2026\n2|Die alten Seile ordnen|Bodo|31.07.2026",
    );
    assert_eq!(field(&data, "actions", "completion"), ["", ""]);
}

#[test]
fn plain_names_are_plain_in_every_language() {
    let data = read(
        "Nr|Beschreibung|Verantwortlich|Frist|Status\n1|Steg streichen|Anna|30.06.2026|offen\n2|Seile ordnen|Bodo|31.07.2026|offen",
    );
    assert_eq!(field(&data, "actions", "action"), ["Steg streichen", "Seile ordnen"]);
    // A list of controls names its rows by the control.
    let data = read(
        "Control|Standard|Description|Status\nLocks|S1|Every door of the hall has a lock|Done\nLamps|S2|Every room of the hall has a lamp|Done",
    );
    assert!(data.entity("risks").is_none());
}

#[test]
fn bugs_are_entries_and_what_is_numbered_and_followed_has_a_text() {
    let data = read(
        "# Known bugs\n\nID|Bug|Severity|Status|Notes\nB-1|The bell rings at one, not at noon|S2|Open|Its clock is late\nB-2|The gate opens by itself in the wind|S3|Open|The latch is worn",
    );
    assert_eq!(
        field(&data, "entries", "entry"),
        ["The bell rings at one, not at noon", "The gate opens by itself in the wind"]
    );
    let data = read(
        "ID|Puzzle of the week|Severity|Status|Notes\nB-1|The bell rings at one, not at noon|S2|Open|Its clock is late\nB-2|The gate opens by itself in the wind|S3|Open|The latch is worn",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["The bell rings at one, not at noon", "The gate opens by itself in the wind"]
    );
    // Behind another text it tells more of that.
    let data = read(
        "ID|Severity|Issue|Detail|Status\nB-1|High|The bell rings at one|Its clock is an hour late|fixed\nB-2|Low|The gate opens by itself|The latch of the gate is worn|fixed",
    );
    assert_eq!(
        field(&data, "actions", "action"),
        ["The bell rings at one", "The gate opens by itself"]
    );
}

#[test]
fn a_kind_of_risks_and_what_is_done_make_a_register() {
    let data = read(
        "Risk category|Description|Harbour-wide mitigation\nRopes|A rope parts in a storm|Splice every rope in March\nMasts|A mast falls on the deck|Stay every mast in April",
    );
    assert_eq!(
        field(&data, "risks", "risk"),
        ["A rope parts in a storm", "A mast falls on the deck"]
    );
}

#[test]
fn targets_of_years_are_targets() {
    let data = read(
        "Metric|Year 1 Target|Year 3 Target|Year 5 Target\nBoats back by dusk|10|50|100\nBells rung at noon|100|500|1,000",
    );
    assert_eq!(
        field(&data, "indicators", "indicator"),
        ["Boats back by dusk", "Bells rung at noon"]
    );
}

#[test]
fn what_is_done_at_each_step_of_a_scale_is_no_item() {
    let data = read(
        "Severity Score|Rating|Action\n7-9|Critical|Mend it before the next tide\n4-6|High|Mend it within the month\n1-3|Low|Watch it",
    );
    assert!(data.entity("actions").is_none());
}

#[test]
fn the_ids_of_stories_are_refs() {
    let data =
        read("Story|Title|Points|Status\nUS-001|Ring the bell|2|Done\nUS-002|Oil the gate|3|Open");
    assert_eq!(field(&data, "actions", "action"), ["Ring the bell", "Oil the gate"]);
}
