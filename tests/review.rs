//! `tablemend review`: who may ask, what is kept, and that nothing is lost.

#![cfg(unix)]

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tablemend_tests::root;

const TABLEMEND: &str = env!("CARGO_BIN_EXE_tablemend-tested");

const PLAN: &str = "# Plan January 2024\n\n| Ref | Action | Completion date | Lead | RAG |\n|---|---|---|---|---|\n\
    | 1.1 | Mend the wall `<script>document.title='run'</script>` | 31 April 2024 | Warden | Red |\n\
    | 1.2 | Train two wardens | 30 June 2024 | Clerk | Green |\n";

/// A review that runs, and what a browser would hold of it.
struct Running {
    child: Child,
    port: u16,
    token: String,
    cookie: String,
    page: String,
}

/// An answer: status, headers, body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    /// The JSON of an answer of the desk.
    fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        let length = u32::from_le_bytes(self.body[..4].try_into().unwrap()) as usize;
        serde_json::from_slice(&self.body[4..4 + length]).unwrap()
    }
}

fn start(folder: &Path, arguments: &[&str]) -> Running {
    let mut child = Command::new(TABLEMEND)
        .args(["review", "--no-open", "--by", "A. Officer"])
        .args(arguments)
        .current_dir(folder)
        .env_remove("TABLEMEND_PASSWORD")
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let address = line.split_whitespace().last().unwrap_or_default().to_owned();
    let (host, token) = address
        .strip_prefix("http://127.0.0.1:")
        .and_then(|rest| rest.split_once("/?token="))
        .unwrap_or_else(|| panic!("no address: {line}"));
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    let (port, token) = (host.parse().unwrap(), token.to_owned());
    let running = Running { child, port, token, cookie: String::new(), page: String::new() };
    running.wait();
    running
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn wait(&self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sends these bytes and reads all that comes.
    fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // Who is refused early may close the connection while this is still being written.
        let _ = stream.write_all(request);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        let end = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(all.len());
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, head, body: all.get(end + 4..).unwrap_or_default().to_vec() }
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = format!("GET {path} HTTP/1.1\r\nconnection: close\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        self.raw(format!("{request}\r\n").as_bytes())
    }

    /// Opens the page as a browser does: the token for the cookie, then the page with its own token.
    fn open(&mut self) {
        let host = self.host();
        let opened = self.get(&format!("/?token={}", self.token), &[("host", &host)]);
        assert_eq!(opened.status, 303, "{}", opened.head);
        let cookie = opened.head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        self.cookie = cookie.split(';').next().unwrap().to_owned();
        let page = self.get("/", &[("host", &host), ("cookie", &self.cookie)]);
        let text = String::from_utf8(page.body).unwrap();
        let (_, behind) = text.split_once("\"token\":\"").unwrap();
        self.page = behind.split('"').next().unwrap().to_owned();
    }

    fn headers(&self) -> Vec<(String, String)> {
        [
            ("host", self.host()),
            ("origin", format!("http://{}", self.host())),
            ("sec-fetch-site", "same-origin".to_owned()),
            ("cookie", self.cookie.clone()),
            ("x-tablemend-token", self.page.clone()),
            ("content-type", "application/json".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    fn post(&self, headers: &[(String, String)], body: &[u8]) -> Answer {
        let mut request = "POST /ask HTTP/1.1\r\nconnection: close\r\n".to_owned();
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        let head = format!("{request}content-length: {}\r\n\r\n", body.len());
        self.raw(&[head.as_bytes(), body].concat())
    }

    fn ask(&self, request: &Value) -> Value {
        self.post(&self.headers(), request.to_string().as_bytes()).json()
    }

    /// Corrects the impossible date.
    fn correct(&self, value: &str, seen: usize) -> Value {
        let line = json!({ "v": 1, "at": "", "by": "A. Officer", "id": "1.1", "field": "completion",
            "op": "set", "printed": "31 April 2024", "read": "2024-04", "value": value });
        self.ask(&json!({ "do": "decide", "doc": 1, "line": line, "seen": seen }))
    }
}

fn plan() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.md"), PLAN).unwrap();
    folder
}

fn lines(folder: &Path) -> Vec<Value> {
    let text = fs::read_to_string(folder.join("plan-corrections.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn only_the_opened_page_is_answered() {
    let folder = plan();
    let mut review = start(folder.path(), &["plan.md"]);
    let host = review.host();
    // Before anything was opened nobody is let in, and no path opens a file.
    assert_eq!(review.get("/", &[("host", &host)]).status, 403);
    assert_eq!(
        review.get("/?token=00000000000000000000000000000000", &[("host", &host)]).status,
        403
    );
    review.open();
    let cookie = review.cookie.clone();
    // The opened address counts once.
    let again = review.get(&format!("/?token={}", review.token), &[("host", &host)]);
    assert_eq!(again.status, 403);
    let page = review.get("/", &[("host", &host), ("cookie", &cookie)]);
    assert_eq!(page.status, 200);
    for part in ["default-src 'none'", "frame-ancestors 'none'", "nosniff", "no-store"] {
        assert!(page.head.contains(part), "{part} is not in {}", page.head);
    }
    assert!(!page.head.contains("unsafe"), "{}", page.head);
    for path in ["/plan.md", "/../plan.md", "/etc/passwd", "/page.js/../plan.md", "//etc/passwd"] {
        let got = review.get(path, &[("host", &host), ("cookie", &cookie)]);
        assert!(matches!(got.status, 400 | 404), "{path}: {}", got.status);
        assert!(!String::from_utf8_lossy(&got.body).contains("Mend"), "{path}");
    }
    for foreign in ["evil.example", "localhost:80", "127.0.0.1", "127.0.0.1:1"] {
        assert_eq!(
            review.get("/", &[("host", foreign), ("cookie", &cookie)]).status,
            421,
            "{foreign}"
        );
    }
    let view = json!({ "do": "view", "doc": 1 }).to_string();
    let with = |name: &str, value: Option<&str>| {
        let mut headers = review.headers();
        headers.retain(|(n, _)| n != name);
        headers.extend(value.map(|v| (name.to_owned(), v.to_owned())));
        review.post(&headers, view.as_bytes()).status
    };
    assert_eq!(with("x", Some("y")), 200);
    assert_eq!(with("host", Some("evil.example")), 421);
    assert_eq!(with("origin", Some("http://evil.example")), 403);
    assert_eq!(with("origin", None), 403);
    assert_eq!(with("sec-fetch-site", Some("cross-site")), 403);
    assert_eq!(with("cookie", None), 403);
    assert_eq!(with("x-tablemend-token", None), 403);
    assert_eq!(with("x-tablemend-token", Some("0")), 403);
    // What a form of another page can send.
    assert_eq!(with("content-type", Some("application/x-www-form-urlencoded")), 415);
    assert_eq!(with("content-type", Some("text/plain")), 415);
    assert!(lines(folder.path()).is_empty());
}

#[test]
fn long_slow_and_many_requests_do_no_harm() {
    let folder = plan();
    let mut review = start(folder.path(), &["plan.md"]);
    review.open();
    let huge = vec![b' '; 70 << 10];
    assert_eq!(review.post(&review.headers(), &huge).status, 413);
    let mut more = review.headers();
    more.push(("content-length".to_owned(), "99999999999".to_owned()));
    let begun = Instant::now();
    let _ = review.post(&more, &vec![b' '; 3 << 20]);
    assert!(
        begun.elapsed() < Duration::from_secs(25),
        "a huge body holds the door for {:?}",
        begun.elapsed()
    );
    for noise in [&b"\0\0\0\0\r\n\r\n"[..], b"GET\r\n\r\n", b"POST /ask HTTP/1.1\r\n\r\n"] {
        let got = review.raw(noise);
        assert!(got.status == 0 || got.status >= 400, "{}", got.status);
    }
    for body in [
        "",
        "{",
        "[]",
        "{\"do\":\"open\"}",
        "{\"do\":\"picture\",\"doc\":9,\"page\":1,\"scale\":1}",
    ] {
        let answer = review.post(&review.headers(), body.as_bytes()).json();
        assert!(answer["error"]["message"].is_string(), "{body}: {answer}");
    }
    // Twenty clients that say little and wait; meanwhile others are answered.
    let slow: Vec<TcpStream> = (0..20)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", review.port)).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: ").unwrap();
            stream
        })
        .collect();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..200)
            .map(|_| scope.spawn(|| review.ask(&json!({ "do": "view", "doc": 1 }))))
            .collect();
        for one in all {
            assert_eq!(one.join().unwrap()["view"]["document"]["name"], "plan.md");
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(20), "200 requests took {:?}", begun.elapsed());
    drop(slow);
}

#[test]
fn what_was_acknowledged_is_kept_and_nobody_writes_over_anybody() {
    let folder = plan();
    let mut review = start(folder.path(), &["plan.md"]);
    review.open();
    // Words of the document are data, in the page's answers too.
    let view = review.ask(&json!({ "do": "view", "doc": 1 }));
    assert!(view.to_string().contains("<script>document.title='run'</script>"));
    let refused = review.correct("soonish", 0);
    assert!(refused["refused"].as_str().unwrap().contains("not a date"), "{refused}");
    assert!(lines(folder.path()).is_empty());
    let done = review.correct("2024-04-30", 0);
    assert_eq!(done["lines"].as_array().unwrap().len(), 1);
    // Killed at once, the decision is there.
    review.child.kill().unwrap();
    let kept = lines(folder.path());
    assert_eq!(
        (kept.len(), &kept[0]["value"], &kept[0]["by"]),
        (1, &json!("2024-04-30"), &json!("A. Officer"))
    );
    // What a killed program left of a line gives way to the next one.
    let path = folder.path().join("plan-corrections.jsonl");
    let mut text = fs::read_to_string(&path).unwrap();
    text.push_str("{\"v\": 1, \"at\": \"2026");
    fs::write(&path, &text).unwrap();
    let mut first = start(folder.path(), &["plan.md"]);
    first.open();
    let mut second = start(folder.path(), &["plan.md"]);
    second.open();
    // Both saw one decision; the second of them to decide on the same field is told.
    let won = first.correct("2024-04-29", 1);
    assert!(won["conflict"].is_null() && won["lines"].as_array().unwrap().len() == 2, "{won}");
    let lost = second.correct("2024-05-01", 1);
    assert!(lost["conflict"].as_str().unwrap().contains("A. Officer"), "{lost}");
    let state = second.ask(&json!({ "do": "state" }));
    assert_eq!(state["counts"], json!([2]));
    let whole: Vec<String> =
        fs::read_to_string(&path).unwrap().lines().map(str::to_owned).collect();
    let good = whole.iter().filter(|l| serde_json::from_str::<Value>(l).is_ok()).count();
    assert_eq!((whole.len(), good), (2, 2), "{whole:?}");
}

#[test]
fn many_windows_at_once_lose_nothing() {
    let folder = plan();
    let mut windows = Vec::new();
    for _ in 0..3 {
        let mut review = start(folder.path(), &["plan.md"]);
        review.open();
        windows.push(review);
    }
    std::thread::scope(|scope| {
        for (n, window) in windows.iter().enumerate() {
            scope.spawn(move || {
                for i in 0..10 {
                    let line = json!({ "v": 1, "at": "", "by": format!("Officer {n}"), "id": "1.2",
                        "field": "leads", "op": "set", "printed": "Clerk", "value": format!("Clerk {n}-{i}") });
                    let asked = json!({ "do": "decide", "doc": 1, "line": line, "seen": 1_000_000 });
                    let done = window.ask(&asked);
                    assert!(done["view"].is_object(), "{done}");
                }
            });
        }
    });
    assert_eq!(lines(folder.path()).len(), 30);
}

#[test]
fn it_ends_by_the_button_and_when_nobody_asks() {
    let folder = plan();
    let mut review = start(folder.path(), &["plan.md"]);
    review.open();
    assert_eq!(review.ask(&json!({ "do": "end" })), json!({}));
    let begun = Instant::now();
    while review.child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(5), "the button does not end it");
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut idle = start(folder.path(), &["plan.md", "--idle", "0"]);
    let begun = Instant::now();
    while idle.child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it does not end by itself");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn one_page_to_read_has_everything_and_connects_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let document = root().join("fixtures/pdf/2024-03-reportlab.pdf").display().to_string();
    let ran = tablemend_tests::run(
        TABLEMEND,
        folder.path(),
        &["review", &document, "--static", "page.html", "--corrections", "none.jsonl"],
    );
    ran.expect(0, &["written page.html"]);
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.contains("default-src 'none'; script-src 'sha256-"), "its policy");
    assert!(!page.contains("connect-src"));
    assert!(page.contains("\"still\"") && page.contains("\"pictures\":{\"1\":\"iVBOR"));
    assert!(!folder.path().join("none.jsonl").exists());
}
