//! Other languages than English, in one place: months, words of statuses, headings of columns; and the
//! English names of the months.
//!
//! Welsh is first, since Welsh councils publish in both languages. Words are in lower case; of
//! two languages with the same word the first wins.

use crate::State;

/// The months in English, as they are printed in full.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What one language calls things.
struct Language {
    /// Full names of the months, each in all its spellings.
    months: [&'static [&'static str]; 12],
    /// Words before others that turn them round.
    not: &'static [&'static str],
    /// Statuses of what is finished.
    done: &'static [&'static str],
    /// Statuses of what goes on.
    open: &'static [&'static str],
    /// Words of what has begun; with a negation it has not.
    begun: &'static [&'static str],
    /// Statuses of what waits to begin.
    waiting: &'static [&'static str],
    /// Statuses of what was given up.
    dropped: &'static [&'static str],
    /// Headings, by the fields of the built-in profiles (`ref` for the reference).
    headers: &'static [(&'static str, &'static [&'static str])],
}

/// Welsh, French, German, Spanish, Italian, Portuguese, Dutch.
const LANGUAGES: [Language; 7] = [
    Language {
        months: [
            &["ionawr"],
            &["chwefror"],
            &["mawrth"],
            &["ebrill"],
            &["mai"],
            &["mehefin"],
            &["gorffennaf"],
            &["awst"],
            &["medi"],
            &["hydref"],
            &["tachwedd"],
            &["rhagfyr"],
        ],
        not: &["heb", "ddim"],
        done: &[
            "cwblhawyd",
            "wedi cwblhau",
            "wedi'i gwblhau",
            "wedi’i gwblhau",
            "cwblhau",
            "gorffenedig",
        ],
        open: &["ar y gweill", "parhaus", "yn parhau", "ar y trywydd iawn", "ar agor"],
        begun: &["dechrau", "ddechrau", "cychwyn", "gychwyn"],
        waiting: &["cynlluniwyd", "arfaethedig", "wedi'i gynllunio", "wedi’i gynllunio"],
        dropped: &["diddymwyd", "canslwyd"],
        headers: &[
            ("ref", &["cyf", "cyfeirnod", "rhif"]),
            ("action", &["gweithredu", "cam gweithredu", "camau gweithredu", "gweithred", "tasg"]),
            (
                "leads",
                &[
                    "arweinydd",
                    "swyddog arweiniol",
                    "cyfrifoldeb",
                    "swyddog cyfrifol",
                    "perchennog",
                ],
            ),
            ("owner", &["perchennog", "perchennog risg", "swyddog cyfrifol", "arweinydd"]),
            (
                "completion",
                &["erbyn pryd", "dyddiad cwblhau", "dyddiad targed", "amserlen", "dyddiad cau"],
            ),
            ("status", &["statws", "sgôr"]),
            ("commentary", &["cynnydd", "sylwadau", "diweddariad"]),
            ("risk", &["risg", "disgrifiad risg"]),
            ("likelihood", &["tebygolrwydd"]),
            ("impact", &["effaith"]),
            ("score", &["sgôr risg"]),
            ("entry", &["penderfyniad", "mater", "rhagdybiaeth", "dibyniaeth"]),
            ("indicator", &["dangosydd", "dangosydd perfformiad", "mesur"]),
            ("target", &["targed"]),
            ("actual", &["perfformiad", "canlyniad", "gwirioneddol"]),
            ("baseline", &["llinell sylfaen"]),
            ("mitigation", &["lliniaru", "camau lliniaru", "rheolaethau"]),
        ],
    },
    Language {
        months: [
            &["janvier"],
            &["février", "fevrier"],
            &["mars"],
            &["avril"],
            &["mai"],
            &["juin"],
            &["juillet"],
            &["août", "aout"],
            &["septembre"],
            &["octobre"],
            &["novembre"],
            &["décembre", "decembre"],
        ],
        not: &["non", "pas", "pas encore"],
        done: &[
            "terminé",
            "terminée",
            "achevé",
            "achevée",
            "réalisé",
            "réalisée",
            "fait",
            "faite",
            "clos",
            "clôturé",
            "clôturée",
            "soldé",
            "résolu",
            "livré",
            "mis en œuvre",
        ],
        open: &["en cours", "ouvert", "ouverte", "en retard", "en attente", "bloqué", "partiel"],
        begun: &["commencé", "démarré", "débuté", "entamé"],
        waiting: &[
            "à faire",
            "a faire",
            "planifié",
            "planifiée",
            "prévu",
            "prévue",
            "à venir",
            "à planifier",
        ],
        dropped: &["annulé", "annulée", "abandonné", "abandonnée"],
        headers: &[
            ("ref", &["réf", "référence", "n°", "numéro"]),
            (
                "action",
                &[
                    "action à mener",
                    "action corrective",
                    "tâche",
                    "activité",
                    "mesure",
                    "recommandation",
                    "jalon",
                ],
            ),
            ("leads", &["responsable", "porteur", "pilote", "référent", "assigné à", "qui"]),
            (
                "owner",
                &["responsable", "propriétaire", "porteur", "pilote", "propriétaire du risque"],
            ),
            (
                "completion",
                &[
                    "échéance",
                    "echéance",
                    "date d échéance",
                    "délai",
                    "date limite",
                    "date cible",
                    "date prévue",
                    "date de fin",
                    "calendrier",
                    "quand",
                ],
            ),
            ("status", &["statut", "état", "avancement", "état d avancement"]),
            ("commentary", &["commentaire", "observation", "remarque", "suivi"]),
            ("entry", &["décision", "hypothèse", "dépendance", "problème", "incident"]),
            ("indicator", &["indicateur", "indicateur de performance", "indicateur clé"]),
            ("target", &["cible", "valeur cible"]),
            ("actual", &["réalisé", "valeur actuelle", "résultat", "valeur"]),
            ("baseline", &["référence initiale", "valeur initiale", "situation initiale"]),
            ("unit", &["unité"]),
            ("risk", &["risque", "description du risque", "libellé du risque", "risque identifié"]),
            ("cause", &["origine", "facteur de risque"]),
            ("consequence", &["conséquence", "effet"]),
            ("likelihood", &["probabilité", "vraisemblance", "fréquence"]),
            ("impact", &["gravité", "sévérité"]),
            ("score", &["criticité", "niveau de risque", "cotation"]),
            (
                "mitigation",
                &[
                    "mesure de mitigation",
                    "mesure d atténuation",
                    "atténuation",
                    "traitement",
                    "parade",
                    "plan d action",
                    "mesure corrective",
                    "contrôle existant",
                    "mesure de contrôle",
                ],
            ),
        ],
    },
    Language {
        months: [
            &["januar", "jänner"],
            &["februar"],
            &["märz"],
            &["april"],
            &["mai"],
            &["juni"],
            &["juli"],
            &["august"],
            &["september"],
            &["oktober"],
            &["november"],
            &["dezember"],
        ],
        not: &["nicht", "noch nicht", "nie"],
        done: &[
            "erledigt",
            "abgeschlossen",
            "fertig",
            "fertiggestellt",
            "umgesetzt",
            "geschlossen",
            "beendet",
            "behoben",
        ],
        open: &[
            "offen",
            "laufend",
            "läuft",
            "in arbeit",
            "in bearbeitung",
            "in umsetzung",
            "im gange",
            "verzögert",
            "blockiert",
            "teilweise",
        ],
        begun: &["begonnen", "gestartet", "angefangen"],
        waiting: &["geplant", "ausstehend", "vorgesehen", "zu erledigen"],
        dropped: &["entfällt", "entfallen", "abgebrochen", "verworfen", "gestrichen"],
        headers: &[
            ("ref", &["nr", "nummer", "lfd nr", "kennung"]),
            (
                "action",
                &[
                    "maßnahme",
                    "massnahme",
                    "aufgabe",
                    "tätigkeit",
                    "aktivität",
                    "aktion",
                    "arbeitspaket",
                    "meilenstein",
                    "empfehlung",
                ],
            ),
            (
                "leads",
                &[
                    "verantwortlich",
                    "verantwortliche",
                    "verantwortlicher",
                    "verantwortung",
                    "zuständig",
                    "zuständigkeit",
                    "federführung",
                    "wer",
                    "bearbeiter",
                ],
            ),
            (
                "owner",
                &[
                    "verantwortlich",
                    "verantwortlicher",
                    "risikoeigner",
                    "risikoverantwortlicher",
                    "eigentümer",
                    "zuständig",
                ],
            ),
            (
                "completion",
                &[
                    "termin",
                    "frist",
                    "fällig",
                    "fällig am",
                    "fälligkeit",
                    "bis wann",
                    "zieltermin",
                    "enddatum",
                    "zeitrahmen",
                    "zeitplan",
                    "bis",
                    "wann",
                ],
            ),
            ("status", &["stand", "umsetzungsstand", "bearbeitungsstand"]),
            (
                "commentary",
                &[
                    "bemerkung",
                    "bemerkungen",
                    "anmerkung",
                    "anmerkungen",
                    "kommentar",
                    "fortschritt",
                    "notiz",
                    "notizen",
                ],
            ),
            ("entry", &["entscheidung", "annahme", "abhängigkeit", "problem"]),
            (
                "indicator",
                &["kennzahl", "indikator", "messgröße", "messgrösse", "leistungsindikator"],
            ),
            ("target", &["ziel", "zielwert", "soll", "sollwert"]),
            ("actual", &["ist", "istwert", "ist wert", "aktuell", "ergebnis"]),
            ("baseline", &["basiswert", "ausgangswert"]),
            ("unit", &["einheit"]),
            ("risk", &["risiko", "risikobeschreibung", "gefahr", "gefährdung", "bedrohung"]),
            ("cause", &["ursache"]),
            ("consequence", &["folge", "folgen"]),
            ("likelihood", &["eintrittswahrscheinlichkeit", "wahrscheinlichkeit"]),
            ("impact", &["auswirkung", "schadensausmaß", "schadenshöhe", "schweregrad"]),
            ("score", &["risikowert", "risikozahl", "risikoprioritätszahl"]),
            (
                "mitigation",
                &[
                    "gegenmaßnahme",
                    "gegenmassnahme",
                    "maßnahme",
                    "massnahme",
                    "risikobehandlung",
                    "vorbeugung",
                ],
            ),
        ],
    },
    Language {
        months: [
            &["enero"],
            &["febrero"],
            &["marzo"],
            &["abril"],
            &["mayo"],
            &["junio"],
            &["julio"],
            &["agosto"],
            &["septiembre", "setiembre"],
            &["octubre"],
            &["noviembre"],
            &["diciembre"],
        ],
        not: &["no", "aún no", "sin"],
        done: &[
            "completado",
            "completada",
            "hecho",
            "hecha",
            "listo",
            "lista",
            "finalizado",
            "finalizada",
            "terminado",
            "terminada",
            "cerrado",
            "cerrada",
            "cumplido",
            "cumplida",
            "realizado",
            "realizada",
            "resuelto",
        ],
        open: &[
            "en curso",
            "en progreso",
            "en proceso",
            "en ejecución",
            "en marcha",
            "abierto",
            "abierta",
            "atrasado",
            "atrasada",
            "retrasado",
            "bloqueado",
            "parcial",
        ],
        begun: &["iniciado", "iniciada", "empezado", "comenzado", "iniciar", "empezar"],
        waiting: &[
            "pendiente",
            "por hacer",
            "planificado",
            "planificada",
            "programado",
            "programada",
            "previsto",
        ],
        dropped: &["cancelado", "cancelada", "descartado", "descartada", "anulado", "anulada"],
        headers: &[
            ("ref", &["n º", "número", "código", "ítem"]),
            (
                "action",
                &[
                    "acción",
                    "acciones",
                    "actividad",
                    "actividades",
                    "tarea",
                    "medida",
                    "hito",
                    "recomendación",
                ],
            ),
            (
                "leads",
                &["responsable", "responsables", "encargado", "asignado a", "quién", "líder"],
            ),
            ("owner", &["responsable", "propietario", "dueño", "encargado"]),
            (
                "completion",
                &[
                    "plazo",
                    "fecha límite",
                    "fecha de cumplimiento",
                    "fecha de término",
                    "fecha fin",
                    "fecha de finalización",
                    "fecha prevista",
                    "vencimiento",
                    "cuándo",
                ],
            ),
            ("status", &["estado", "situación", "estado actual"]),
            (
                "commentary",
                &[
                    "observación",
                    "observaciones",
                    "comentario",
                    "comentarios",
                    "avance",
                    "avances",
                    "seguimiento",
                ],
            ),
            ("risk", &["riesgo", "descripción del riesgo", "amenaza", "peligro"]),
            ("cause", &["causa", "causas"]),
            ("consequence", &["consecuencia", "efecto"]),
            ("likelihood", &["probabilidad"]),
            ("impact", &["impacto", "severidad", "gravedad"]),
            ("score", &["nivel de riesgo", "puntuación", "criticidad"]),
            (
                "mitigation",
                &[
                    "mitigación",
                    "medida de mitigación",
                    "plan de mitigación",
                    "control",
                    "tratamiento",
                    "respuesta",
                    "medida preventiva",
                ],
            ),
        ],
    },
    Language {
        months: [
            &["gennaio"],
            &["febbraio"],
            &["marzo"],
            &["aprile"],
            &["maggio"],
            &["giugno"],
            &["luglio"],
            &["agosto"],
            &["settembre"],
            &["ottobre"],
            &["novembre"],
            &["dicembre"],
        ],
        not: &["non", "non ancora"],
        done: &[
            "completato",
            "completata",
            "fatto",
            "fatta",
            "concluso",
            "conclusa",
            "chiuso",
            "chiusa",
            "terminato",
            "terminata",
            "realizzato",
            "realizzata",
        ],
        open: &[
            "in corso",
            "aperto",
            "aperta",
            "in ritardo",
            "in lavorazione",
            "bloccato",
            "parziale",
        ],
        begun: &["iniziato", "iniziata", "avviato", "avviata"],
        waiting: &[
            "da fare",
            "pianificato",
            "pianificata",
            "previsto",
            "prevista",
            "da avviare",
            "in attesa",
        ],
        dropped: &["annullato", "annullata", "abbandonato", "sospeso"],
        headers: &[
            ("ref", &["numero", "codice"]),
            (
                "action",
                &[
                    "azione",
                    "azioni",
                    "attività",
                    "compito",
                    "misura",
                    "intervento",
                    "raccomandazione",
                ],
            ),
            ("leads", &["responsabile", "referente", "incaricato", "assegnato a", "chi"]),
            ("owner", &["responsabile", "proprietario", "titolare"]),
            (
                "completion",
                &[
                    "scadenza",
                    "termine",
                    "data di scadenza",
                    "data prevista",
                    "data fine",
                    "entro",
                    "tempistica",
                    "tempi",
                    "quando",
                ],
            ),
            ("status", &["stato", "stato di avanzamento", "avanzamento"]),
            ("commentary", &["note", "commento", "commenti", "osservazioni"]),
            ("risk", &["rischio", "descrizione del rischio", "minaccia", "pericolo"]),
            ("cause", &["causa", "cause"]),
            ("consequence", &["conseguenza", "effetto"]),
            ("likelihood", &["probabilità"]),
            ("impact", &["impatto", "gravità"]),
            ("score", &["livello di rischio", "punteggio"]),
            (
                "mitigation",
                &[
                    "mitigazione",
                    "misura di mitigazione",
                    "contromisura",
                    "trattamento",
                    "misura di prevenzione",
                ],
            ),
        ],
    },
    Language {
        months: [
            &["janeiro"],
            &["fevereiro"],
            &["março", "marco"],
            &["abril"],
            &["maio"],
            &["junho"],
            &["julho"],
            &["agosto"],
            &["setembro"],
            &["outubro"],
            &["novembro"],
            &["dezembro"],
        ],
        not: &["não", "nao", "ainda não"],
        done: &[
            "concluído",
            "concluída",
            "concluido",
            "concluida",
            "feito",
            "feita",
            "finalizado",
            "finalizada",
            "encerrado",
            "encerrada",
            "realizado",
            "realizada",
            "resolvido",
        ],
        open: &[
            "em andamento",
            "em curso",
            "em progresso",
            "em execução",
            "aberto",
            "aberta",
            "atrasado",
            "atrasada",
            "bloqueado",
            "parcial",
        ],
        begun: &["iniciado", "iniciada", "começado"],
        waiting: &[
            "pendente",
            "a fazer",
            "planejado",
            "planejada",
            "planeado",
            "previsto",
            "prevista",
            "agendado",
        ],
        dropped: &["cancelado", "cancelada", "descartado", "abandonado"],
        headers: &[
            ("ref", &["nº", "número", "código"]),
            (
                "action",
                &[
                    "ação",
                    "ações",
                    "acção",
                    "atividade",
                    "atividades",
                    "tarefa",
                    "medida",
                    "marco",
                    "recomendação",
                ],
            ),
            ("leads", &["responsável", "responsáveis", "encarregado", "quem"]),
            ("owner", &["responsável", "proprietário", "dono"]),
            (
                "completion",
                &[
                    "prazo",
                    "data limite",
                    "data de conclusão",
                    "data prevista",
                    "data fim",
                    "vencimento",
                    "cronograma",
                    "quando",
                ],
            ),
            ("status", &["situação", "estado", "andamento"]),
            ("commentary", &["observação", "observações", "comentário", "comentários"]),
            ("risk", &["risco", "descrição do risco", "ameaça", "perigo"]),
            ("cause", &["causa", "causas"]),
            ("consequence", &["consequência", "efeito"]),
            ("likelihood", &["probabilidade"]),
            ("impact", &["impacto", "gravidade", "severidade"]),
            ("score", &["nível de risco", "pontuação"]),
            (
                "mitigation",
                &[
                    "mitigação",
                    "medida de mitigação",
                    "plano de mitigação",
                    "resposta",
                    "tratamento",
                    "contramedida",
                ],
            ),
        ],
    },
    Language {
        months: [
            &["januari"],
            &["februari"],
            &["maart"],
            &["april"],
            &["mei"],
            &["juni"],
            &["juli"],
            &["augustus"],
            &["september"],
            &["oktober"],
            &["november"],
            &["december"],
        ],
        not: &["niet", "nog niet"],
        done: &[
            "voltooid",
            "afgerond",
            "gereed",
            "klaar",
            "uitgevoerd",
            "afgesloten",
            "gesloten",
            "gerealiseerd",
        ],
        open: &[
            "lopend",
            "loopt",
            "in uitvoering",
            "in behandeling",
            "bezig",
            "vertraagd",
            "geblokkeerd",
            "deels",
        ],
        begun: &["gestart", "begonnen"],
        waiting: &["gepland", "te doen", "nog te doen", "voorzien"],
        dropped: &["vervallen", "geannuleerd", "afgebroken"],
        headers: &[
            ("ref", &["nr", "nummer"]),
            (
                "action",
                &[
                    "actie",
                    "acties",
                    "maatregel",
                    "taak",
                    "activiteit",
                    "actiepunt",
                    "aanbeveling",
                    "mijlpaal",
                ],
            ),
            (
                "leads",
                &[
                    "verantwoordelijke",
                    "verantwoordelijk",
                    "actiehouder",
                    "trekker",
                    "eigenaar",
                    "wie",
                ],
            ),
            ("owner", &["eigenaar", "risico eigenaar", "verantwoordelijke"]),
            (
                "completion",
                &["einddatum", "streefdatum", "gereed op", "deadline", "wanneer", "termijn"],
            ),
            ("status", &["stand van zaken"]),
            ("commentary", &["opmerking", "opmerkingen", "toelichting", "voortgang"]),
            ("risk", &["risico", "risicobeschrijving", "omschrijving risico", "gevaar"]),
            ("cause", &["oorzaak"]),
            ("consequence", &["gevolg"]),
            ("likelihood", &["kans", "waarschijnlijkheid"]),
            ("impact", &["ernst"]),
            ("score", &["risicoscore"]),
            ("mitigation", &["beheersmaatregel", "maatregel", "mitigerende maatregel"]),
        ],
    },
];

/// The month (1 to 12) that a word in lower case names in one of the languages.
#[must_use]
pub fn month(word: &str) -> Option<i8> {
    LANGUAGES.iter().find_map(|language| {
        (1_i8..).zip(&language.months).find(|(_, names)| names.contains(&word)).map(|(n, _)| n)
    })
}

/// The headings that the languages have for a field of the built-in profiles, or for `ref`.
pub fn headers(field: &str) -> impl Iterator<Item = &'static str> {
    let of_field = move |language: &'static Language| {
        language.headers.iter().filter(move |(name, _)| *name == field).flat_map(|(_, all)| *all)
    };
    LANGUAGES.iter().flat_map(of_field).copied()
}

/// The state that a status in lower case begins with the word of, in one of the languages.
pub(crate) fn state(lower: &str) -> Option<State> {
    // Plain words of English are told by English.
    LANGUAGES.iter().find_map(|language| {
        let negated = language.not.iter().rev().find_map(|not| behind(lower, not));
        if let Some(rest) = negated {
            let is_one = |all: &[&str]| all.iter().any(|w| behind(rest, w).is_some());
            return match () {
                () if is_one(language.done) => Some(State::Open),
                () if is_one(language.begun) => Some(State::NotStarted),
                () => None,
            };
        }
        [
            (language.done, State::Done),
            (language.open, State::Open),
            (language.begun, State::Open),
            (language.waiting, State::NotStarted),
            (language.dropped, State::Dropped),
        ]
        .into_iter()
        .find(|(all, _)| all.iter().any(|w| behind(lower, w).is_some()))
        .map(|(_, state)| state)
    })
}

/// What is behind a word or words at the beginning of a text.
fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(words)?;
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    ends.then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_headings_are_known() {
        for (word, n) in [("awst", 8), ("août", 8), ("märz", 3), ("mayo", 5), ("maggio", 5)] {
            assert_eq!(month(word), Some(n), "{word}");
        }
        assert_eq!(month("mond"), None);
        assert!(headers("risk").any(|h| h == "risico"));
        assert!(headers("ref").any(|h| h == "cyfeirnod"));
    }

    #[test]
    fn statuses_of_other_languages_have_a_state() {
        for (words, expected) in [
            ("erledigt", Some(State::Done)),
            ("nicht erledigt", Some(State::Open)),
            ("noch nicht begonnen", Some(State::NotStarted)),
            ("en cours", Some(State::Open)),
            ("à faire", Some(State::NotStarted)),
            ("listo", Some(State::Done)),
            ("em andamento (50%)", Some(State::Open)),
            ("ar y gweill", Some(State::Open)),
            ("geannuleerd", Some(State::Dropped)),
            ("fertigung", None),
        ] {
            assert_eq!(state(words), expected, "{words}");
        }
    }
}
