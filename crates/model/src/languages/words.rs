//! Words inside headings of other languages: what weighs a deed, what it puts right, what an entry of a
//! backlog is called, what a noun in front is of, spans of time, yes and no, sums.

/// How urgent a deed is, how much work.
const WEIGHTS: [&str; 35] = [
    "priorité",
    "urgence",
    "priorität",
    "aufwand",
    "dringlichkeit",
    "prioridad",
    "esfuerzo",
    "urgencia",
    "prioridade",
    "esforço",
    "urgência",
    "priorità",
    "prioriteit",
    "prioritet",
    "prioritas",
    "sforzo",
    "urgenza",
    "estimación",
    "estimado",
    "estimation",
    "schätzung",
    "estimativa",
    "stima",
    "inschatting",
    "inspanning",
    "gravité",
    "sévérité",
    "schweregrad",
    "severidad",
    "gravità",
    "gravidade",
    "severidade",
    "ernst",
    "puntos",
    "pontos",
];

/// Whether a word in lower case weighs a deed.
#[must_use]
pub fn is_weight(lower: &str) -> bool {
    WEIGHTS.contains(&lower)
}

/// What a deed is good for.
const GAINS: [&str; 6] = ["impacto", "bénéfice", "beneficio", "benefício", "nutzen", "dampak"];

/// Whether a word in lower case says what a deed is good for.
#[must_use]
pub fn is_gain(lower: &str) -> bool {
    GAINS.contains(&lower)
}

/// What the entries of a backlog are called.
const STORIES: [&str; 4] = ["historia", "historia de usuario", "história", "história de usuário"];

/// Whether words in lower case name an entry of a backlog.
#[must_use]
pub fn is_story(lower: &str) -> bool {
    STORIES.contains(&lower)
}

/// What a deed is to put right.
const PROBLEMS: [&str; 34] = [
    "vulnerabilidad",
    "deuda técnica",
    "falla",
    "vulnérabilité",
    "faille",
    "dette technique",
    "anomalie",
    "lücke",
    "fehler",
    "befund",
    "feststellung",
    "problem",
    "technische schulden",
    "vulnerabilità",
    "criticità",
    "debito tecnico",
    "rilievo",
    "falha",
    "vulnerabilidade",
    "dívida técnica",
    "bevinding",
    "probleem",
    "knelpunt",
    "problema",
    "problème",
    "constat",
    "hallazgo",
    "achado",
    "brecha",
    "lacuna",
    "temuan",
    "mangel",
    "schwachstelle",
    "écart",
];

/// Whether words in lower case name what a deed is to put right.
#[must_use]
pub fn is_problem(lower: &str) -> bool {
    PROBLEMS.contains(&lower)
}

/// Words before what a noun in front is of, in languages that have it so.
const OF: [&str; 20] = [
    "de", "del", "du", "des", "della", "dello", "di", "da", "do", "dos", "das", "der", "von",
    "van", "no", "na", "nos", "nas", "em", "dans",
];

/// Whether a word in lower case is between a noun and what it is of: `Responsable de la tarea`.
#[must_use]
pub fn is_of(lower: &str) -> bool {
    OF.contains(&lower)
}

/// What is said behind a noun of a deed that is asked for, agreed, or is to put something right.
const ASKED: [&str; 37] = [
    "requise",
    "requises",
    "nécessaire",
    "nécessaires",
    "corrective",
    "correctives",
    "proposée",
    "proposées",
    "recommandée",
    "recommandées",
    "convenue",
    "convenues",
    "requerida",
    "requeridas",
    "necesaria",
    "necesarias",
    "correctiva",
    "correctivas",
    "propuesta",
    "propuestas",
    "recomendada",
    "recomendadas",
    "acordada",
    "acordadas",
    "necessária",
    "necessárias",
    "corretiva",
    "corretivas",
    "proposta",
    "richiesta",
    "richieste",
    "necessaria",
    "necessarie",
    "correttiva",
    "correttive",
    "concordata",
    "recomanada",
];

/// Whether a word in lower case says that what is in front of it is asked for: `Action requise`.
#[must_use]
pub fn is_asked(lower: &str) -> bool {
    ASKED.contains(&lower)
}

/// Beginnings of compounds that name another date than the one by which something is due.
const OTHER_DATES: [&str; 10] = [
    "aufbewahrung",
    "start",
    "beginn",
    "anfang",
    "erstell",
    "begin",
    "oppstart",
    "aanmaak",
    "melde",
    "änderung",
];

/// Whether the front of a compound in lower case says that its date is another: `Beginndatum`.
#[must_use]
pub fn is_other_date(front: &str) -> bool {
    OTHER_DATES.iter().any(|other| front.starts_with(other))
}

/// Spans of time, one and several.
const SPANS: &[&str] = &[
    "día",
    "días",
    "dia",
    "dias",
    "semana",
    "semanas",
    "mes",
    "meses",
    "mês",
    "jour",
    "jours",
    "semaine",
    "semaines",
    "mois",
    "tag",
    "tage",
    "tagen",
    "woche",
    "wochen",
    "monat",
    "monate",
    "monaten",
    "giorno",
    "giorni",
    "settimana",
    "settimane",
    "mese",
    "mesi",
    "dagen",
    "weken",
    "maand",
    "maanden",
    "uke",
    "uker",
    "vecka",
    "minggu",
    "dag",
    "dagar",
    "dager",
    "dage",
    "veckor",
    "månad",
    "månader",
    "måned",
    "måneder",
    "uge",
    "uger",
    "dies",
    "setmana",
    "setmanes",
    "mesos",
    "dni",
    "tydzień",
    "tygodni",
    "tygodnie",
    "miesiąc",
    "miesięcy",
    "miesiące",
    "lá",
    "seachtain",
    "mí",
    "diwrnod",
    "wythnos",
    "wythnosau",
    "mis",
    "misoedd",
    "blwyddyn",
    "blynedd",
    "awr",
    "seachtaine",
    "míonna",
    "mhí",
    "laethanta",
    "bliain",
    "bliana",
    "blianta",
    "año",
    "años",
    "hora",
    "horas",
    "trimestre",
    "trimestres",
    "ano",
    "anos",
    "an",
    "ans",
    "année",
    "années",
    "heure",
    "heures",
    "jahr",
    "jahre",
    "jahren",
    "stunde",
    "stunden",
    "quartal",
    "quartale",
    "anno",
    "anni",
    "ora",
    "ore",
    "trimestri",
    "jaar",
    "jaren",
    "uur",
    "uren",
    "week",
    "kwartaal",
    "år",
    "timer",
    "timmar",
    "kvartal",
    "any",
    "anys",
    "hores",
    "rok",
    "lata",
    "lat",
    "godzin",
    "godziny",
    "dzień",
    "hari",
    "bulan",
    "tahun",
    "jam",
    "ngày",
    "tuần",
    "tháng",
    "năm",
];

/// Whether a word in lower case is a span of time.
#[must_use]
pub fn is_span(lower: &str) -> bool {
    SPANS.contains(&lower)
}

/// What is said in place of a day that is not settled yet, or that never ends.
const OPEN_TIMES: &[&str] = &[
    "por definir",
    "por agendar",
    "por determinar",
    "pendiente de definir",
    "continuo",
    "permanente",
    "a definir",
    "a agendar",
    "contínuo",
    "da definire",
    "à définir",
    "à déterminer",
    "en continu",
    "zu bestimmen",
    "noch offen",
    "offen",
    "laufend",
    "fortlaufend",
    "nog te bepalen",
    "doorlopend",
    "løpende",
    "löpande",
    "per definir",
    "do ustalenia",
    "na bieżąco",
    "ar bhonn leanúnach",
    "parhaus",
    "iw gadarnhau",
];

/// Whether a text in lower case says that no day is settled.
#[must_use]
pub fn is_open_time(lower: &str) -> bool {
    OPEN_TIMES.contains(&lower)
}

/// Labels of a document's own date.
const DATE_LABELS: &[&str] =
    &["datum:", "stand:", "fecha:", "data:", "dato:", "dyddiad:", "dáta:", "date du document:"];

/// The labels of a document's own date, in lower case.
pub fn date_labels() -> impl Iterator<Item = &'static str> {
    DATE_LABELS.iter().copied()
}

/// What a cell says that has no more than yes, or no.
const YES: [&str; 7] = ["oui", "ja", "sí", "si", "sì", "sim", "ie"];
const NO: [&str; 5] = ["non", "nein", "nee", "não", "na"];

/// Whether a text in lower case says yes or no.
#[must_use]
pub fn answer(lower: &str) -> Option<bool> {
    YES.contains(&lower).then_some(true).or_else(|| NO.contains(&lower).then_some(false))
}

/// How a risk is dealt with, in one word.
const STRATEGIES: &[&str] = &[
    "treat",
    "tolerate",
    "transfer",
    "terminate",
    "accept",
    "accepted",
    "avoid",
    "mitigate",
    "reduce",
    "share",
    "monitor",
    "escalate",
    "retain",
    "goddef",
    "trin",
    "derbyn",
    "osgoi",
    "lleihau",
    "accepter",
    "éviter",
    "réduire",
    "transférer",
    "atténuer",
    "akzeptieren",
    "vermeiden",
    "vermindern",
    "reduzieren",
    "übertragen",
    "aceptar",
    "evitar",
    "reducir",
    "mitigar",
    "transferir",
    "aceitar",
    "reduzir",
    "accettare",
    "evitare",
    "ridurre",
    "mitigare",
    "trasferire",
    "accepteren",
    "vermijden",
    "verminderen",
    "overdragen",
    "akseptere",
    "unngå",
    "redusere",
    "acceptera",
    "undvika",
    "minska",
];

/// Whether a text in lower case is how a risk is dealt with and no more.
#[must_use]
pub fn is_strategy(lower: &str) -> bool {
    STRATEGIES.contains(&lower)
}

/// What is in front of a sum.
const SUMS: [&str; 7] = ["gesamt", "summe", "totale", "totaal", "suma", "cyfanswm", "totaux"];

/// Whether a text in lower case names a sum.
#[must_use]
pub fn is_sum(lower: &str) -> bool {
    SUMS.contains(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_inside_headings_are_known() {
        assert!(
            is_asked("requise")
                && is_strategy("vermeiden")
                && is_weight("prioridade")
                && !is_weight("priority")
        );
        assert!(is_gain("nutzen") && is_story("historia") && is_problem("lacuna"));
        assert!(
            is_open_time("por definir")
                && date_labels().any(|l| l == "dyddiad:")
                && is_of("del")
                && is_other_date("beginn")
                && is_span("semana")
                && ["wythnos", "années", "stunden", "anni", "jaar", "år", "anys", "lata", "bliain"]
                    .iter()
                    .all(|unit| is_span(unit))
        );
    }
}
