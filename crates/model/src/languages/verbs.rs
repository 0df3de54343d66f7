//! Verbs with which deeds begin, as they are told to be done: `Mend the gate`, `Réparer la grille`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// English, as an order.
const ENGLISH: &str = "accelerate achieve acquire act adapt add address adjust adopt advertise advise advocate agree \
    align allocate amend analyse analyze announce appoint apply appraise approve arrange ask assemble assess assign \
    assist attend audit automate award begin benchmark book brief bring build buy calculate campaign carry celebrate \
    change check choose circulate clarify clean clear close co-design co-produce coach collaborate collate collect \
    combine commence commission communicate compare compile complete comply compose conduct configure confirm connect \
    consider consolidate consult contact continue contribute convene convert coordinate co-ordinate create cut decide \
    decommission define delegate deliver deploy design determine develop devise digitise digitize discuss display \
    disseminate distribute document draft draw educate eliminate embed employ empower enable encourage enforce engage \
    enhance enlist ensure equip escalate establish estimate evaluate examine execute expand explain explore extend \
    facilitate file fill finalise finalize find finish fit fix follow formalise formalize formulate foster fund gain \
    gather generate get give go grant grow guide help hire hold host identify implement improve include incorporate \
    increase induct inform initiate insert inspect install institute integrate interview introduce invest investigate \
    invite involve issue join keep launch lead learn let liaise list lobby log look maintain make manage map market \
    measure meet mend merge migrate mitigate modify monitor move negotiate nominate obtain offer oil open optimise \
    optimize order organise organize outline oversee paint participate partner pay perform pilot place plan plant post \
    prepare present prevent prioritise prioritize procure produce promote propose protect provide publicise publicize \
    publish purchase pursue put raise re-establish reach recommend reconcile record recruit redesign redraft reduce \
    refine refresh refurbish register regularly reinforce release relocate remind remove renew repair replace report \
    request require research resolve respond restore retain review revise revisit roll run schedule scope secure seek \
    select send set share sign simplify source specify sponsor standardise standardize start streamline strengthen \
    study submit support survey sustain tackle take target test tidy track train transfer transform translate \
    trial undertake update upgrade upload use utilise utilize validate verify visit widen work write";

/// Other languages, mostly as infinitives: Welsh, French, German, Spanish, Italian, Portuguese, Dutch.
const OTHERS: &str = "adolygu cynnal cyflwyno datblygu darparu sicrhau sefydlu creu gwella hyrwyddo parhau gweithio \
    paratoi cyhoeddi monitro diweddaru nodi ymgynghori cefnogi cytuno cwblhau penodi cryfhau \
    mettre développer créer élaborer réaliser organiser renforcer améliorer définir établir assurer former identifier \
    rédiger proposer poursuivre accompagner favoriser sensibiliser promouvoir soutenir réduire installer finaliser \
    publier préparer lancer évaluer recruter actualiser faire garantir \
    erstellen prüfen durchführen entwickeln einführen erarbeiten aufbauen sicherstellen \
    crear desarrollar elaborar realizar implementar definir establecer mejorar diseñar revisar identificar promover \
    fortalecer garantizar actualizar capacitar difundir organizar preparar publicar contratar instalar ejecutar evaluar \
    redactar aumentar reducir \
    creare sviluppare elaborare realizzare implementare definire stabilire migliorare progettare verificare \
    promuovere rafforzare garantire aggiornare organizzare preparare pubblicare predisporre installare \
    criar desenvolver estabelecer melhorar projetar verificar promover fortalecer garantir atualizar capacitar divulgar \
    adquirir executar avaliar revisar monitorar \
    opstellen ontwikkelen uitvoeren organiseren verbeteren onderzoeken maken";

/// All of them.
static VERBS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| [ENGLISH, OTHERS].iter().flat_map(|all| all.split_whitespace()).collect());

/// Whether a word in lower case is a verb that deeds begin with.
#[must_use]
pub fn is_deed(lower: &str) -> bool {
    VERBS.contains(lower)
}

#[cfg(test)]
mod tests {
    use super::is_deed;

    #[test]
    fn verbs_of_deeds_are_known() {
        assert!(is_deed("establish") && is_deed("élaborer") && is_deed("cynnal"));
        assert!(!is_deed("gate") && !is_deed("added"));
    }
}
