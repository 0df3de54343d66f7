//! Words of headings that say what a list is of, in English, Welsh, French, German, Spanish, Italian, Portuguese and
//! Dutch: lists of what no plan has, of what other families of documents list, and the dates of other things.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of words, made from lines of them.
type Words = LazyLock<HashSet<&'static str>>;

const fn words(all: fn() -> HashSet<&'static str>) -> Words {
    LazyLock::new(all)
}

/// Lists of what was done to something, of what its parts do, of lessons and speakers.
static OF_NO_PLAN: Words = words(|| {
    "version commit author revision release endpoint method path route function command test expected parameter field \
     file script class module component speaker venue room lecture course question answer symptom error \
     fersiwn awdur ffeil modiwl siaradwr lleoliad ystafell darlith cwrs cwestiwn ateb gwall \
     auteur méthode chemin fonction commande paramètre champ fichier classe composant intervenant salle \
     réponse symptôme erreur \
     autor ausgabe methode pfad funktion befehl parameter feld datei klasse modul komponente referent raum vorlesung \
     kurs frage antwort fehler \
     versión revisión método ruta función comando parámetro campo archivo fichero clase módulo componente ponente sala \
     curso pregunta respuesta síntoma \
     versione autore revisione metodo percorso funzione parametro file classe modulo relatore aula corso \
     domanda risposta sintomo errore \
     versão revisão rota função arquivo ficheiro palestrante pergunta resposta sintoma erro \
     versie auteur revisie pad functie veld bestand klasse spreker zaal lokaal cursus vraag antwoord fout"
        .split_whitespace()
        .collect()
});

/// What other families of documents list.
static OF_OTHERS: Words = words(|| {
    "risk threat hazard indicator metric kpi assumption dependency decision asset control vulnerability incident \
     hypothesis \
     risg bygythiad perygl dangosydd tybiaeth dibyniaeth penderfyniad ased digwyddiad \
     risque menace danger indicateur hypothèse dépendance décision actif contrôle vulnérabilité \
     risiko bedrohung gefahr indikator kennzahl annahme abhängigkeit entscheidung vorfall \
     riesgo amenaza peligro indicador supuesto dependencia decisión activo vulnerabilidad incidente hipótesis \
     rischio minaccia pericolo indicatore assunzione dipendenza decisione controllo vulnerabilità ipotesi \
     risco ameaça perigo pressuposto dependência decisão ativo vulnerabilidade hipótese \
     bedreiging gevaar aanname afhankelijkheid besluit kwetsbaarheid hypothese"
        .split_whitespace()
        .collect()
});

/// Headings of what became of a deed, by their last words.
static REPLIES: Words = words(|| {
    "response reply comment update progress commentary outcome \
     ymateb sylw diweddariad cynnydd sylwebaeth canlyniad \
     réponse commentaire avancement suivi résultat suite \
     antwort kommentar stellungnahme fortschritt ergebnis \
     respuesta comentario avance seguimiento resultado \
     risposta commento avanzamento riscontro esito \
     resposta comentário andamento acompanhamento \
     reactie opmerking toelichting voortgang uitkomst resultaat"
        .split_whitespace()
        .collect()
});

/// Headings that ask whether a thing was done.
static DONE: Words = words(|| {
    "done completed complete implemented achieved met delivered carried finished discharged closed resolved \
     cwblhawyd gwnaed cyflawnwyd gweithredwyd \
     fait réalisé terminé achevé atteint clos \
     erledigt umgesetzt abgeschlossen erreicht \
     hecho realizado completado terminado cumplido cerrado \
     fatto completato concluso attuato chiuso raggiunto \
     feito concluído cumprido encerrado \
     gedaan voltooid afgerond gerealiseerd behaald afgesloten"
        .split_whitespace()
        .collect()
});

/// Things that have a date on which they were made: `Date of recommendation`.
static MADE: Words = words(|| {
    "recommendation finding observation issue audit report inspection decision complaint incident request \
     argymhelliad canfyddiad archwiliad adroddiad arolygiad \
     recommandation constat observation audit rapport inspection \
     empfehlung feststellung befund prüfung bericht \
     recomendación hallazgo auditoría informe inspección \
     raccomandazione rilievo relazione ispezione \
     recomendação constatação auditoria relatório inspeção \
     aanbeveling bevinding rapport inspectie"
        .split_whitespace()
        .collect()
});

/// Words of dates other than that of the document.
static OTHER_DATES: Words = words(|| {
    "adopted agreed approved began begins completion deadline due end ends expires last next original originally \
     planned previous release review since start started starts target until valid \
     mabwysiadwyd cymeradwywyd dechrau diwedd cwblhau targed nesaf blaenorol adolygu tan \
     adopté approuvé validé début fin échéance prochain prochaine dernière précédent révision depuis jusqu cible \
     beschlossen genehmigt beginn ende frist fällig nächste letzte ursprünglich seit bis ziel gültig \
     adoptado aprobado inicio fin vencimiento plazo próximo próxima última anterior desde hasta meta vigente \
     adottato approvato inizio fine scadenza prossimo prossima ultima precedente dal fino obiettivo valido \
     adotado aprovado início fim vencimento prazo próxima última desde até meta válido \
     vastgesteld goedgekeurd begin einde deadline streefdatum volgende laatste vorige sinds tot doel geldig"
        .split_whitespace()
        .collect()
});

/// Words of what comes again and again.
static AGAIN: Words = words(|| {
    "daily nightly hourly every each \
     dyddiol nosweithiol pob bob \
     quotidien quotidienne chaque tous toutes \
     täglich stündlich jede jeden alle \
     diario diaria diariamente cada \
     giornaliero giornaliera ogni \
     diário diária \
     dagelijks elk elke ieder iedere"
        .split_whitespace()
        .collect()
});

/// Spans of hours and less.
static SHORT_SPANS: Words = words(|| {
    "second seconds sec minute minutes min mins hour hours hr hrs hourly \
     eiliad munud munudau awr oriau \
     seconde secondes heure heures \
     sekunde sekunden minuten stunde stunden stündlich \
     segundo segundos minuto minutos hora horas \
     secondo secondi minuti ora ore \
     seconden minuut uur uren"
        .split_whitespace()
        .collect()
});

/// Headings of sums of money.
static AMOUNTS: Words = words(|| {
    "amount net gross sum value paid payment total \
     swm gwerth cyfanswm \
     montant somme \
     betrag summe wert \
     importe monto suma valor \
     importo somma valore \
     quantia montante \
     bedrag som waarde"
        .split_whitespace()
        .collect()
});

/// Headings of a day that do not say of what, or of a payment.
const MERE_DATES: [&str; 22] = [
    "date",
    "payment date",
    "date paid",
    "date of payment",
    "paid date",
    "invoice date",
    "transaction date",
    "posting date",
    "dyddiad",
    "dyddiad talu",
    "date de paiement",
    "datum",
    "zahlungsdatum",
    "rechnungsdatum",
    "buchungsdatum",
    "fecha",
    "fecha de pago",
    "data",
    "data di pagamento",
    "data de pagamento",
    "betaaldatum",
    "factuurdatum",
];

/// Words right before the date that a document is of.
const AS_AT: [&str; 43] = [
    "as at",
    "as of",
    "position at",
    "position on",
    "status at",
    "status on",
    "update",
    "updated",
    "progress to",
    "report for",
    "edition",
    "reporting period",
    "reporting month",
    "month",
    "fel ar",
    "diweddarwyd",
    "sefyllfa ar",
    "cyfnod adrodd",
    "état au",
    "situation au",
    "mis à jour le",
    "mise à jour",
    "stand vom",
    "aktualisiert am",
    "berichtsmonat",
    "berichtszeitraum",
    "situación al",
    "situación a",
    "actualizado",
    "actualizado el",
    "periodo del informe",
    "situazione al",
    "aggiornato al",
    "aggiornamento",
    "situação em",
    "atualizado em",
    "posição em",
    "período do relatório",
    "stand per",
    "per ultimo",
    "bijgewerkt op",
    "bijgewerkt tot",
    "verslagperiode",
];

/// Whether a word in lower case heads lists that no plan has: versions, functions, lectures.
#[must_use]
pub fn is_of_no_plan(lower: &str) -> bool {
    OF_NO_PLAN.contains(lower)
}

/// Whether a word in lower case heads what another family of documents lists: risks, indicators, decisions.
#[must_use]
pub fn is_of_another_list(lower: &str) -> bool {
    OF_OTHERS.contains(lower)
}

/// Whether a heading that ends in this word in lower case tells what became of a deed.
#[must_use]
pub fn is_reply(lower: &str) -> bool {
    REPLIES.contains(lower)
}

/// Whether a word in lower case asks whether a thing was done.
#[must_use]
pub fn asks_if_done(lower: &str) -> bool {
    DONE.contains(lower)
}

/// Whether a word in lower case says that something comes again and again.
#[must_use]
pub fn comes_again(lower: &str) -> bool {
    AGAIN.contains(lower)
}

/// Whether a word in lower case is a span of hours or less.
#[must_use]
pub fn is_short_span(lower: &str) -> bool {
    SHORT_SPANS.contains(lower)
}

/// Whether a word in lower case heads sums of money.
#[must_use]
pub fn is_amount(lower: &str) -> bool {
    AMOUNTS.contains(lower)
}

/// Whether a heading in lower case is that of a day without saying of what, or of a payment.
#[must_use]
pub fn is_mere_date(lower: &str) -> bool {
    MERE_DATES.contains(&lower)
}

/// Whether a word in lower case is of what is made on a day: its date is not when anything is due.
#[must_use]
pub fn is_made_on_a_day(lower: &str) -> bool {
    MADE.contains(lower)
}

/// Whether a word in lower case says that a date is another than that of its document.
#[must_use]
pub fn is_of_another_date(lower: &str) -> bool {
    OTHER_DATES.contains(lower)
}

/// The words, in lower case, right before the date that a document is of.
pub fn as_at() -> impl Iterator<Item = &'static str> {
    AS_AT.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_known_in_eight_languages() {
        for word in
            ["version", "fersiwn", "fichier", "datei", "versión", "relatore", "arquivo", "bestand"]
        {
            assert!(is_of_no_plan(word), "{word}");
        }
        for word in ["risk", "risg", "risque", "kennzahl", "riesgo", "rischio", "risco", "besluit"]
        {
            assert!(is_of_another_list(word), "{word}");
        }
        for word in [
            "response",
            "ymateb",
            "suivi",
            "stellungnahme",
            "respuesta",
            "esito",
            "resposta",
            "reactie",
        ] {
            assert!(is_reply(word), "{word}");
        }
        for word in ["done", "gwnaed", "fait", "erledigt", "hecho", "fatto", "feito", "gedaan"] {
            assert!(asks_if_done(word), "{word}");
        }
        assert!(!is_of_no_plan("action") && !is_of_another_list("massnahme") && !is_reply("owner"));
    }
}
