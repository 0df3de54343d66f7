//! Cells of posts, split and joined.

use super::*;
use crate::profile::Profile;

fn rule() -> PostWords {
    Profile::built_in("action-plan").unwrap().posts
}

const CELLS: [&str; 22] = [
    "Finance Business Partner, NBC",
    "Head of Housing Needs & Advice, NHS Westmoor ICB",
    "Service Manager Lettings, NBC",
    "Chief Housing Officer and Service Manager Lettings",
    "Chief Executive Tenants Together",
    "Senior Manager Repairs, NBC",
    "Property Surveyor, NBC",
    "Service Manager, Homes, NBC, Senior Manager Repairs, NBC Registered Care Officer",
    "Registered Care Officer",
    "NHS Registered Care Officer Service Manager Lettings, NBC",
    "AHP/MHT NHS Trust",
    "Director of Works, NBC",
    "Assistant Director, Homes and Places, NBC",
    "Planning Lead, Homes, Adults and Children, NBC",
    "Communications Officer, NBC",
    "Repairs Manager, Westmoor ICB",
    "Lettings Manager – Adults and Places, Westmoor Homes Partnership",
    "Lettings Manager – Adults and",
    "Harbour Master",
    "Harbour Master",
    "Director of Works",
    "Places, Westmoor Homes Partnership",
];

#[test]
fn cells_are_split_by_the_documents_own_evidence() {
    let rule = rule();
    let known = Known::learn(CELLS.iter().copied(), &rule);
    for (cell, parts) in [
        ("Finance Business Partner, NBC", vec!["Finance Business Partner, NBC"]),
        (
            "Finance Business Partner, NBC Repairs Manager, Homes & Places, NHS Westmoor ICB",
            vec![
                "Finance Business Partner, NBC",
                "Repairs Manager, Homes & Places, NHS Westmoor ICB",
            ],
        ),
        (
            "Head of Housing Needs & Advice, NHS Westmoor ICB Working Group Chairs",
            vec!["Head of Housing Needs & Advice, NHS Westmoor ICB", "Working Group Chairs"],
        ),
        (
            "Chief Executive Tenants Together, Finance Business Partner, NBC",
            vec!["Chief Executive Tenants Together", "Finance Business Partner, NBC"],
        ),
        (
            "AD Homes and Places, Service Manager Lettings",
            vec!["AD Homes and Places", "Service Manager Lettings"],
        ),
        (
            "NHS Registered Care Officer Service Manager Lettings, NBC",
            vec!["NHS Registered Care Officer", "Service Manager Lettings, NBC"],
        ),
        (
            "NHS Registered Care Officer and Senior Manager Repairs",
            vec!["NHS Registered Care Officer", "Senior Manager Repairs"],
        ),
        (
            "Senior Manager - Repairs Service, NBC, NHS Registered Care Officer,",
            vec!["Senior Manager - Repairs Service, NBC", "NHS Registered Care Officer"],
        ),
        (
            "Senior Manager Learning Service NBC, Property Surveyor, NBC",
            vec!["Senior Manager Learning Service NBC", "Property Surveyor, NBC"],
        ),
        (
            "Service Manager, Homes, NBC, Senior Manager Learning Service, NBC Registered Care Officer",
            vec![
                "Service Manager, Homes, NBC",
                "Senior Manager Learning Service, NBC",
                "Registered Care Officer",
            ],
        ),
        (
            "Senior Manager, Westmoor ICB/ Repairs Manager, Homes, Adults and Places, Eastmoor ICB",
            vec![
                "Senior Manager, Westmoor ICB",
                "Repairs Manager, Homes, Adults and Places, Eastmoor ICB",
            ],
        ),
        (
            "Director of Works, NBC LIS Senior Advisor, NBC",
            vec!["Director of Works, NBC", "LIS Senior Advisor, NBC"],
        ),
        ("Senior Manager – Early Days lead, NBC", vec!["Senior Manager – Early Days lead, NBC"]),
        (
            "Planning Lead for Homes, Adults and Children",
            vec!["Planning Lead for Homes, Adults and Children"],
        ),
        (
            "Deputy Director of Care and Quality, Designated Nurse for Adults Westmoor ICB",
            vec!["Deputy Director of Care and Quality, Designated Nurse for Adults Westmoor ICB"],
        ),
        (
            "Team Manager, Outreach, AHP/MHT NHS Trust",
            vec!["Team Manager, Outreach, AHP/MHT NHS Trust"],
        ),
        ("Chair of Parent/Carer Group", vec!["Chair of Parent/Carer Group"]),
        ("Director of Works; Head of Planning", vec!["Director of Works", "Head of Planning"]),
        ("Director of Works / Head of Planning", vec!["Director of Works", "Head of Planning"]),
        ("Director of Works\nHead of Planning", vec!["Director of Works", "Head of Planning"]),
        ("Director of Works\nHarbour Master", vec!["Director of Works", "Harbour Master"]),
        ("Service Manager\nLettings, NBC", vec!["Service Manager Lettings, NBC"]),
        ("Jane Whitfield\nTom Okafor", vec!["Jane Whitfield", "Tom Okafor"]),
        (
            "Lettings Manager – Adults and Places, Westmoor Homes Partnership",
            vec!["Lettings Manager – Adults and Places, Westmoor Homes Partnership"],
        ),
        (
            "Lettings Manager, Outreach, AHP/MHT NHS Trust",
            vec!["Lettings Manager, Outreach, AHP/MHT NHS Trust"],
        ),
        ("", vec![]),
    ] {
        assert_eq!(known.split(cell), parts, "{cell}");
    }
}

#[test]
fn a_post_cut_by_a_page_break_is_told_from_two_posts() {
    let rule = rule();
    let known = Known::learn(CELLS.iter().copied(), &rule);
    for (upper, lower, joined) in [
        ("Senior Commissioning Manager – Adults and", "Families (Westmoor ICB)", true),
        ("Senior Manager - Repairs Service, NBC, NHS", "Registered Care Officer,", true),
        ("Senior Manager Repairs, NBC", "Service Manager Lettings, NBC", false),
        ("Property Surveyor, NBC", "Director of Works, NBC", false),
        ("Property Surveyor (North", "and South)", true),
        ("Chief Lettings Officer", "Jane Whitfield and Tom Okafor", false),
    ] {
        assert_eq!(known.goes_on(upper, lower), joined, "{upper} | {lower}");
    }
}

#[test]
fn names_of_two_people_on_both_sides_of_a_page_break_are_two() {
    let pair = "Grace Okoro\nDaniel Whitlock";
    let cells = [pair, "Grace Okoro", "Daniel Whitlock", "Grace Okoro", "Daniel Whitlock"];
    let rule = rule();
    let known = Known::learn(cells.iter().copied(), &rule);
    assert!(!known.goes_on("Grace Okoro", "Daniel Whitlock"));
}

#[test]
fn posts_that_nothing_parts_are_two_where_each_is_a_cell_elsewhere() {
    let cells = [
        "Grace Okoro Daniel Whitlock",
        "Grace Okoro",
        "Daniel Whitlock",
        "Repairs Manager Director of Works",
        "Repairs Manager",
        "Director of Works",
        "Grace Okoro Anita Desai",
        "Works Manager Repairs",
    ];
    let rule = rule();
    let known = Known::learn(cells.iter().copied(), &rule);
    for (cell, parts) in [
        ("Grace Okoro Daniel Whitlock", vec!["Grace Okoro", "Daniel Whitlock"]),
        ("Repairs Manager Director of Works", vec!["Repairs Manager", "Director of Works"]),
        (
            "Daniel Whitlock Grace Okoro Daniel Whitlock",
            vec!["Daniel Whitlock", "Grace Okoro", "Daniel Whitlock"],
        ),
        ("Grace Okoro Anita Desai", vec!["Grace Okoro Anita Desai"]),
        ("Works Manager Repairs", vec!["Works Manager Repairs"]),
    ] {
        assert_eq!(known.split(cell), parts, "{cell}");
    }
}

#[test]
fn two_posts_of_which_one_is_known_are_a_guess() {
    let cells = ["Head of Repairs", "Repairs Manager", "Harbour Master", "Grace Okoro"];
    let rule = rule();
    let known = Known::learn(cells.iter().copied(), &rule);
    for (cell, guessed) in [
        (
            "Head of Repairs Procurement Manager",
            Some(["Head of Repairs", "Procurement Manager"].as_slice()),
        ),
        (
            "Repairs Manager Learning and Places Manager",
            Some(["Repairs Manager", "Learning and Places Manager"].as_slice()),
        ),
        // The second is known, and the first ends in its head or is a name too.
        ("Boat Keeper Harbour Master", Some(["Boat Keeper", "Harbour Master"].as_slice())),
        (
            "Gate Pharmacist Head of Repairs",
            Some(["Gate Pharmacist", "Head of Repairs"].as_slice()),
        ),
        ("Ann Gull Grace Okoro", Some(["Ann Gull", "Grace Okoro"].as_slice())),
        ("Ann Mary Gull Grace Okoro", None),
        // Nothing says that these are two.
        ("Ann Gull Bo Tern", None),
        ("Gate Manager Procurement Manager", None),
        ("Head of Repairs and Procurement Manager", None),
        ("Head of Repairs Procurement", None),
        ("Head of Repairs Manager", None),
        ("Grace Okoro Procurement Manager", None),
        ("Head of Repairs, Procurement Manager", None),
    ] {
        assert_eq!(
            known.guessed(cell).as_deref(),
            guessed.map(|g| g.iter().map(|s| s.to_string()).collect::<Vec<_>>()).as_deref(),
            "{cell}"
        );
    }
}

#[test]
fn one_word_and_initials_are_posts_where_they_are_cells_elsewhere() {
    let rule = rule();
    let cells = ["Town Secretary", "Registrar", "Deputy Director", "Manager", "AG", "BT"];
    let known = Known::learn(cells.iter().copied(), &rule);
    for (cell, parts) in [
        ("Town Secretary Registrar", &["Town Secretary", "Registrar"][..]),
        ("Gate Pharmacist Registrar", &["Gate Pharmacist Registrar"]),
        // The end of many posts is no post of its own.
        ("Deputy Director Manager", &["Deputy Director Manager"]),
        ("AG/BT", &["AG", "BT"]),
        ("AG/XY", &["AG/XY"]),
    ] {
        assert_eq!(known.split(cell), parts, "{cell}");
    }
}

#[test]
fn marks_without_blanks_and_lines_part_posts() {
    let rule = rule();
    let known = Known::learn(CELLS.iter().copied(), &rule);
    for (cell, parts) in [
        ("Ann Gull;Bo Tern", &["Ann Gull", "Bo Tern"][..]),
        ("Ann Gull,Bo Tern", &["Ann Gull", "Bo Tern"]),
        ("Head of Boats;Head of Nets", &["Head of Boats", "Head of Nets"]),
        ("Dory + Merrow", &["Dory", "Merrow"]),
        ("Ann Gull/Bo Tern", &["Ann Gull", "Bo Tern"]),
        ("NTW/LSC", &["NTW/LSC"]),
        ("Chief Boatwright\nDirector of Nets", &["Chief Boatwright", "Director of Nets"]),
        ("Deputy\nDirector of Nets", &["Deputy Director of Nets"]),
        ("Associate Medical\nDirector of Nets", &["Associate Medical Director of Nets"]),
        ("Chief Executive\nOfficer", &["Chief Executive Officer"]),
    ] {
        assert_eq!(known.split(cell), parts, "{cell:?}");
    }
}

#[test]
fn two_names_on_both_sides_of_a_page_break_are_two() {
    let rule = rule();
    let known = Known::learn(["Ann Gull\nBo Tern", "Ann Gull", "Bo Tern"].into_iter(), &rule);
    assert!(!known.goes_on("Ann Gull", "Bo Tern"));
}

#[test]
fn a_known_post_and_another_title_behind_it_are_two() {
    let rule = rule();
    let known = Known::learn(["Head of Boats", "Town Clerk"].into_iter(), &rule);
    for (cell, parts) in [
        ("Head of Boats Director of Tides", &["Head of Boats", "Director of Tides"][..]),
        // Neither is known, or the second does not say of what.
        ("Head of Gates Director of Tides", &["Head of Gates Director of Tides"]),
        ("Head of Boats Manager", &["Head of Boats Manager"]),
    ] {
        assert_eq!(known.split(cell), parts, "{cell}");
    }
}
