//! Names of colours in the languages, as keys of ratings print them.

/// A colour as the contract names it, and its names. Of two languages with the same word the first has it.
const COLOURS: &[(&str, &[&str])] = &[
    (
        "blue",
        &[
            "blue",
            "glas",
            "bleu",
            "bleue",
            "blau",
            "azul",
            "blu",
            "blauw",
            "blå",
            "niebieski",
            "gorm",
            "biru",
        ],
    ),
    (
        "green",
        &[
            "green", "gwyrdd", "vert", "verte", "grün", "verde", "groen", "grønn", "grøn", "grön",
            "verd", "zielony", "uaine", "hijau",
        ],
    ),
    (
        "amber",
        &[
            "amber",
            "yellow",
            "orange",
            "ambr",
            "oren",
            "melyn",
            "ambre",
            "jaune",
            "gelb",
            "ámbar",
            "amarillo",
            "naranja",
            "ambra",
            "giallo",
            "arancione",
            "amarelo",
            "laranja",
            "geel",
            "oranje",
            "gul",
            "oransje",
            "groc",
            "taronja",
            "żółty",
            "ómra",
            "kuning",
        ],
    ),
    (
        "red",
        &[
            "red", "coch", "rouge", "rot", "rojo", "rosso", "vermelho", "rood", "rød", "röd",
            "vermell", "czerwony", "dearg", "merah",
        ],
    ),
    (
        "grey",
        &[
            "grey", "gray", "llwyd", "gris", "grau", "grigio", "cinza", "cinzento", "grijs", "grå",
            "szary", "liath",
        ],
    ),
    (
        "white",
        &[
            "white", "gwyn", "blanc", "weiß", "blanco", "bianco", "branco", "wit", "hvit", "hvid",
            "vit", "biały",
        ],
    ),
    (
        "black",
        &[
            "black", "du", "noir", "schwarz", "negro", "nero", "preto", "zwart", "svart", "sort",
            "czarny",
        ],
    ),
    (
        "purple",
        &[
            "purple",
            "porffor",
            "violet",
            "lila",
            "morado",
            "viola",
            "roxo",
            "paars",
            "lilla",
            "fioletowy",
        ],
    ),
];

/// The colour that a word names in one of the languages, as the contract calls it; any case.
#[must_use]
pub fn colour(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let named = COLOURS.iter().find(|(_, names)| names.contains(&word.as_str()));
    named.map(|(colour, _)| *colour)
}

#[cfg(test)]
mod tests {
    use super::colour;

    #[test]
    fn a_colour_is_known_by_its_names() {
        for (word, want) in [
            ("Blue", Some("blue")),
            ("GRÜN", Some("green")),
            ("coch", Some("red")),
            ("jaune", Some("amber")),
            ("boat", None),
            ("", None),
        ] {
            assert_eq!(colour(word), want, "{word}");
        }
    }
}
