//! Tables without rules whose lines are evenly spaced, or nearly so: each case is its columns, its lines from
//! top to bottom (`|` parts the cells) with the step below each, and what is read.

use super::*;

/// Where columns begin, lines with the step to the next one, and the cells that are read.
struct Case {
    name: &'static str,
    columns: &'static [f32],
    lines: &'static [(&'static str, f32)],
    read: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "names that come again and blank places are rows",
        columns: &[50.0, 100.0, 210.0, 330.0],
        lines: &[
            ("Place|Player|Country|Score", 12.0),
            ("1|Tiger Ash|United States|67-66-67=200", 12.0),
            ("T2|Thomas Birch|Denmark|69-69-68=206", 12.0),
            ("|David Cedar|United States|70-70-66=206", 12.0),
            ("T4|Darren Clay|Northern Ireland|70-69-68=207", 12.0),
            ("|Loren Dale|United States|69-68-70=207", 12.0),
            ("|Karen Elm|United States|69-67-71=207", 12.0),
        ],
        read: &["3,1:David Cedar", "3,2:United States", "5,1:Loren Dale", "6,1:Karen Elm"],
    },
    Case {
        name: "a text that is turned over between two rows goes on",
        columns: &[50.0, 120.0, 260.0],
        lines: &[
            ("Year|Prize|Result", 12.0),
            ("1998|Best song of a film|Won", 12.0),
            ("1999|Best actor in a leading|Lost", 12.0),
            ("|role of the year|", 12.0),
            ("2001|Best song of a film|Lost", 12.0),
            ("2002|Best song of a film|Won", 12.0),
        ],
        read: &["2,1:Best actor in a leading role of the year", "3,0:2001", "4,0:2002"],
    },
    Case {
        name: "a step that is a point wider parts rows where all others are alike",
        columns: &[50.0, 150.0, 250.0],
        lines: &[
            ("Name|Town|Born", 15.0),
            ("Ada Elm|Kingston|20 June", 11.0),
            ("|Upon Hull|2017", 12.2),
            ("Ben Fir|Ostrava|28 June", 11.0),
            ("|Old Town|2018", 12.2),
            ("Cy Gorse|Durban|24 June", 11.0),
            ("|North|2016", 12.2),
            ("Di Hazel|Velenje|14 July", 11.0),
            ("|West|2014", 12.2),
        ],
        read: &["1,1:Kingston Upon Hull", "1,2:20 June 2017", "4,1:Velenje West"],
    },
    Case {
        name: "codes of which only some begin like references do not run rows together",
        columns: &[20.0, 60.0, 115.0, 155.0, 290.0, 400.0, 480.0],
        lines: &[
            ("When|Number|Code|What|How it ended|Street|Corner", 17.0),
            ("06:47|21023272|FIRE|A fire|AUTR Car found|Elm Dr|Hill Av", 17.0),
            ("09:37|21023293|20002JO|HIT AND RUN, NONE HURT|ACCN No injury|Fir Wy|Oak Dr", 10.0),
            ("|||JUST NOW|||", 10.4),
            ("10:31|21023302|246|Shots at a house|MALM Damage|Ash Dr|Ash Ct", 17.0),
            ("10:54|21023304|SUSP|A stranger|WRAN Held|Yew Ct|Bay Dr", 17.0),
            ("10:58|21023306|MISA|An adult lost|MISA A person|Box Rd|Fig Dr", 17.0),
            ("11:45|21023312|10851|A car stolen|AUTT Car stolen|Elm Av|E 18 St", 17.0),
            ("12:39|21023320|10851|A car stolen|AUTT Car stolen|Fir Rd|Oak Dr", 17.0),
            ("17:04|21023366|594V|A car scratched|MALM Damage|Ash Dr|Bay Dr", 17.0),
            ("18:27|21023381|246|Shots at a house|MALM Damage|Yew Ct|Long Hill", 10.0),
            ("||||||Rd", 10.0),
            ("18:34|21023382|94|A stranger stopped|WRNO Held|Box Av|E Fig Rd", 17.0),
            ("19:27|21023395|TAS|A lost plate|AUTR Car found|Elm Dr|Pep Wy", 17.0),
            ("20:12|21023405|415H|A harsh letter|PCOO Others|Fir Rd|Aub Ln", 17.0),
            ("20:17|21023408|1183|A CRASH (NOBODY|ACCN No injury|Ash Rd|Lone Wy", 10.0),
            ("|||HURT)|||", 10.0),
            ("22:32|21023433|1125|A tree in the road|AUTA Car left|Elm Rd|Mac Rd", 17.0),
            ("23:08|21023442|10851|A car stolen|AUTT Car stolen|Lone Wy|Ind Dr", 26.0),
            ("5 April|26 calls|||||", 17.0),
            ("00:28|21023457|246|Shots at a house|MALM Damage|Uni Dr|Star Wy", 17.0),
            ("05:36|21023475|415FAM|A family at odds|ASLS Assault|Noa Ct|Uni Dr", 17.0),
            ("07:38|21023483|DIST|A loud party|MALM Damage|Arb Ct|Cor Wy", 17.0),
            ("08:09|21023487|94|A stranger stopped|WRAN Held|A St|W 17 St", 17.0),
            ("08:39|21023492|459C|A shop broken into|BURB Shop|Lone Wy|Sun Ln", 17.0),
        ],
        read: &["1,0:06:47", "3,0:10:54", "4,0:10:58", "5,0:11:45"],
    },
    Case {
        name: "a label between two rows is that of both, and each is a row",
        columns: &[50.0, 110.0, 260.0, 400.0],
        lines: &[
            ("Year|Event|Venue|Place", 16.0),
            ("1981|Marathon|Cairo, Egypt|1st", 16.0),
            ("|Marathon|Helsinki, Finland|15th", 8.0),
            ("1983|||", 8.0),
            ("|Marathon|Melbourne, Australia|1st", 16.0),
            ("1984|Long run|Los Angeles, United States|6th", 16.0),
            ("1985|Marathon|Rome, Italy|2nd", 16.0),
        ],
        read: &[
            "2,0+2x1:1983",
            "2,1:Marathon",
            "3,1:Marathon",
            "3,2:Melbourne, Australia",
            "4,0:1984",
        ],
    },
    Case {
        name: "a column that has its label and nothing else is a column",
        columns: &[50.0, 150.0, 290.0, 400.0],
        lines: &[
            ("Date|Scorers|Attendance|Report", 14.0),
            ("3 August|Ash, Birch||Report", 14.0),
            ("4 August|Cedar||Report", 14.0),
            ("9 August|Dale, Elm||Report", 14.0),
            ("12 August|Fir||Report", 14.0),
        ],
        read: &["0,2:Attendance", "0,3:Report", "4,1:Fir", "4,3:Report"],
    },
];

fn read(case: &Case) -> Vec<Table> {
    let mut p = page();
    let mut base = 100.0;
    for (n, (line, step)) in case.lines.iter().enumerate() {
        let from = p.glyphs.len();
        for (x, text) in case.columns.iter().zip(line.split('|')) {
            set(&mut p, *x, base, 10.0, text.trim());
        }
        p.glyphs[from..].iter_mut().for_each(|g| g.bold = n == 0);
        base += step;
    }
    tables(&p)
}

#[test]
fn rows_are_told_by_their_texts_and_the_smallest_white() {
    for case in CASES {
        let found = read(case);
        assert_eq!(found.len(), 1, "{}: tables", case.name);
        let shown: Vec<String> = shown(&found[0]).iter().map(|s| s.replace('\n', " ")).collect();
        for cell in case.read {
            assert!(shown.iter().any(|s| s == cell), "{}: no {cell} in {shown:#?}", case.name);
        }
    }
}
