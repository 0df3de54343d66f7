//! Tests of what a manifest keeps.

use super::*;

fn input(path: &Path) -> Input {
    let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
    let shown = path.display().to_string();
    Input { path: Some(path.to_owned()), name: shown.clone(), shown, folder: "".into(), stem }
}

fn begin(folder: &Path, settings: &str) -> Manifest {
    Manifest::begin(folder, settings, true, false).unwrap()
}

/// Writes a document and its output, and its line.
fn done(manifest: &Manifest, document: &Path, text: &str) {
    fs::write(document, text).unwrap();
    let stem = document.file_stem().unwrap();
    let output = manifest.folder.join(stem).join("x.json");
    fs::create_dir_all(output.parent().unwrap()).unwrap();
    fs::write(&output, "{}").unwrap();
    let report = Report { outputs: vec![output], records_written: Some(3), ..Report::default() };
    let input = input(document);
    let known = manifest.look(&input, Path::new(stem));
    assert_eq!(manifest.add(&input, known, &report).unwrap(), None);
}

#[test]
fn what_is_done_is_known_after_a_crash_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let (a, b, c) = (dir.path().join("a.md"), dir.path().join("b.md"), dir.path().join("c.md"));
    let first = begin(&out, "json");
    for document in [&a, &b, &c] {
        done(&first, document, "one");
    }
    drop(first);
    // The run was killed while it wrote a line.
    let file = out.join(NAME);
    let mut text = fs::read_to_string(&file).unwrap();
    text.push_str("{\"path\":\"d");
    fs::write(&file, text).unwrap();
    let unchanged = |manifest: &Manifest, path: &Path, place: &str| {
        manifest.look(&input(path), Path::new(place)).line.is_some()
    };
    let again = begin(&out, "json");
    assert!(unchanged(&again, &a, "a") && unchanged(&again, &b, "b"));
    assert!(!unchanged(&again, &a, "a~2"), "its outputs belong elsewhere now");
    fs::write(&b, "two").unwrap();
    fs::remove_file(out.join("c/x.json")).unwrap();
    assert!(!unchanged(&again, &b, "b") && !unchanged(&again, &c, "c"));
    drop(again);
    assert!(!unchanged(&begin(&out, "csv"), &a, "a"), "other settings");
    let fresh = Manifest::begin(&out, "json", false, false).unwrap();
    assert!(!unchanged(&fresh, &a, "a"));
}

#[test]
fn in_the_end_there_is_a_line_for_each_input_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let paths: Vec<PathBuf> = ["a.md", "b.md", "c.md"].map(|n| dir.path().join(n)).into();
    let manifest = begin(&out, "json");
    for document in [&paths[2], &paths[0], &paths[1], &paths[0]] {
        done(&manifest, document, "one");
    }
    assert_eq!(manifest.finish(paths.iter().map(PathBuf::as_path)).unwrap(), []);
    let read = || -> Vec<Value> {
        let text = fs::read_to_string(out.join(NAME)).unwrap();
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let names = |lines: &[Value]| -> Vec<String> {
        lines.iter().map(|l| l["path"].as_str().unwrap().to_owned()).collect()
    };
    let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    let lines = read();
    assert_eq!(names(&lines), shown);
    assert_eq!(lines[0]["outputs"], json!(["a/x.json"]));
    assert_eq!((&lines[0]["records"], &lines[0]["outcome"]), (&json!(3), &json!("unchanged")));
    // One input goes, another is not of this run.
    fs::remove_file(&paths[1]).unwrap();
    let gone = begin(&out, "json").finish(std::iter::once(paths[2].as_path())).unwrap();
    assert_eq!(gone, [Gone { path: shown[1].clone(), outputs: vec!["b/x.json".into()] }]);
    // As long as its output is there, it has a line; it is told once.
    assert_eq!(names(&read()), [shown[2].clone(), shown[0].clone(), shown[1].clone()]);
    let line = &read()[2];
    assert_eq!((&line["outcome"], &line["outputs"]), (&json!("skipped"), &json!(["b/x.json"])));
    let again = begin(&out, "json").finish(std::iter::once(paths[2].as_path())).unwrap();
    assert_eq!((again, read().len()), (vec![], 3));
    fs::remove_file(out.join("b/x.json")).unwrap();
    begin(&out, "json").finish(std::iter::once(paths[2].as_path())).unwrap();
    assert_eq!(names(&read()), [shown[2].clone(), shown[0].clone()]);
}

#[test]
fn a_file_of_somebody_elses_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(NAME), "{\"name\": \"mine\"}\n").unwrap();
    let told = Manifest::begin(dir.path(), "", false, false).unwrap_err().to_string();
    assert!(told.contains("is not the manifest"), "{told}");
}

#[test]
fn the_parts_of_a_document_that_is_gone_go_too() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("all.csv.parts");
    let gate = dir.path().join("gate.md");
    let manifest = begin(&out, "json");
    done(&manifest, &gate, "one");
    manifest.finish(std::iter::once(gate.as_path())).unwrap();
    fs::remove_file(&gate).unwrap();
    let gone = begin(&out, "json").of_parts().finish(std::iter::empty()).unwrap();
    assert_eq!(gone, [Gone { path: gate.display().to_string(), outputs: vec![] }]);
    assert!(!out.join("gate").exists());
}

/// A batch of these documents, named as `inputs::find` names them.
fn batch(paths: &[&Path]) -> Batch {
    let mut taken = HashSet::new();
    let inputs = paths.iter().map(|path| {
        let mut input = input(path);
        input.stem = inputs::free_name(&input.stem, |name| taken.insert(name.to_owned()));
        input
    });
    Batch { inputs: inputs.collect(), ..Batch::default() }
}

#[test]
fn names_of_outputs_stay_when_documents_come_and_go() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let [html, md, pdf] = ["gate.html", "gate.md", "gate.pdf"].map(|name| dir.path().join(name));
    let run = |paths: &[&Path], resumes: bool| {
        let mut manifest = Manifest::begin(&out, "json", resumes, false).unwrap();
        let mut batch = batch(paths);
        manifest.keep_names(&mut batch).unwrap();
        let mut told = Vec::new();
        for input in &batch.inputs {
            let path = input.path.as_deref().unwrap();
            fs::write(path, format!("of {}", input.name)).unwrap();
            let output = out.join(&input.stem).join("x.json");
            fs::create_dir_all(output.parent().unwrap()).unwrap();
            fs::write(&output, &input.name).unwrap();
            let report = Report { outputs: vec![output], ..Report::default() };
            let known = manifest.look(input, Path::new(&input.stem));
            told.extend(manifest.add(input, known, &report).unwrap());
        }
        told.extend(manifest.left());
        manifest.finish(paths.iter().copied()).unwrap();
        (batch.inputs.into_iter().map(|i| i.stem).collect::<Vec<_>>(), told)
    };
    assert_eq!(run(&[&md, &pdf], true).0, ["gate", "gate~2"]);
    assert_eq!(run(&[&html, &md, &pdf], true).0, ["gate~3", "gate", "gate~2"]);
    fs::remove_file(&md).unwrap();
    assert_eq!(run(&[&html, &pdf], true), (vec!["gate~3".into(), "gate~2".into()], vec![]));
    // What is left of the one that is gone keeps its name to itself, and for its return.
    let bell = dir.path().join("gate.txt");
    assert_eq!(run(&[&html, &pdf, &bell], true).0, ["gate~3", "gate~2", "gate~4"]);
    assert_eq!(run(&[&html, &md, &pdf], true).0, ["gate~3", "gate", "gate~2"]);
    // A run that begins anew says what it leaves lying.
    let (names, told) = run(&[&html], false);
    assert_eq!(names, ["gate"]);
    assert_eq!(told[0].code, "output.outdated");
    assert!(told[0].message.contains("gate~2/x.json"), "{}", told[0].message);
}

#[test]
fn older_outputs_of_a_document_are_settled() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let gate = dir.path().join("gate.md");
    let run = |text: &str, settings: &str, names: &[&str]| {
        let mut manifest = begin(&out, settings);
        let mut batch = batch(&[&gate]);
        manifest.keep_names(&mut batch).unwrap();
        fs::write(&gate, text).unwrap();
        fs::create_dir_all(out.join("gate")).unwrap();
        let outputs: Vec<PathBuf> = names.iter().map(|name| out.join("gate").join(name)).collect();
        outputs.iter().for_each(|output| fs::write(output, text).unwrap());
        let report = Report { is_unreadable: outputs.is_empty(), outputs, ..Report::default() };
        let known = manifest.look(&batch.inputs[0], Path::new("gate"));
        let told = manifest.add(&batch.inputs[0], known, &report).unwrap();
        manifest.finish(std::iter::once(gate.as_path())).unwrap();
        told.map(|note| note.message)
    };
    let there = |name: &str| out.join("gate").join(name).exists();
    assert_eq!(run("one", "csv", &["boats.csv", "bells.csv"]), None);
    assert_eq!(run("two", "csv", &["boats.csv"]), None);
    assert!(!there("bells.csv"), "the new text has no bells");
    assert_eq!(run("two", "json", &["x.json"]), None, "another format of the same text");
    assert!(there("boats.csv"));
    let told = run("three", "json", &[]).unwrap();
    assert!(told.contains("gate/x.json") && there("x.json"), "{told}");
    let line = fs::read_to_string(out.join(NAME)).unwrap();
    let line: Value = serde_json::from_str(line.trim()).unwrap();
    assert_eq!((&line["outcome"], &line["outputs"]), (&json!("failed"), &json!(["gate/x.json"])));
}
