//! The guard and the desk, joined to the network.

use crate::desk::Desk;
use crate::guard::{Guard, Head, Pass, Refusal};
use oxhttp::Server;
use oxhttp::model::{Body, Request, Response};
use serde_json::json;
use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tablemend_web::{Reply, front};

/// Bytes of a request's body.
const MOST: u64 = 64 << 10;

/// Bytes of a body that is too long and read to its end all the same, so that the answer can be heard.
const MOST_PASSED_OVER: u64 = 1 << 20;

/// How long a connection may stay silent.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the body of a request may take altogether.
const BODY_TIMEOUT: Duration = Duration::from_secs(20);

/// How many connections at once; others wait.
const CONNECTIONS: usize = 256;

/// What may be loaded and reached: the page's own script, style and questions, and pictures that it
/// was given.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob: data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A review that is served.
pub struct Served {
    address: String,
    state: Arc<State>,
}

struct State {
    guard: Guard,
    desk: Mutex<Desk>,
    /// Who sits at this computer, as the page suggests it.
    name: String,
    begun: Instant,
    /// Seconds after `begun` of the last request.
    last: AtomicU64,
    is_exchanged: AtomicBool,
    is_ended: AtomicBool,
}

/// Serves a desk on 127.0.0.1, at a port or one that is free.
///
/// # Errors
/// In words, where the port is taken or the system gives no random numbers.
pub fn serve(desk: Desk, port: Option<u16>, name: &str) -> Result<Served, String> {
    // A free port may be taken by somebody else before it is bound again.
    let mut tries = if port.is_some() { 1 } else { 5 };
    let mut desk = Some(desk);
    loop {
        let port = match port {
            Some(port) => port,
            None => free_port()?,
        };
        tries -= 1;
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        match bound {
            Ok(listener) => drop(listener),
            Err(_) if tries > 0 => continue,
            Err(error) => return Err(format!("port {port} of 127.0.0.1 cannot be used: {error}")),
        }
        let Some(desk) = desk.take() else { return Err("the desk is served already".to_owned()) };
        let guard = Guard::new(port)?;
        let address = guard.address();
        let state = Arc::new(State {
            guard,
            desk: Mutex::new(desk),
            name: name.to_owned(),
            begun: Instant::now(),
            last: AtomicU64::new(0),
            is_exchanged: AtomicBool::new(false),
            is_ended: AtomicBool::new(false),
        });
        let asked = Arc::clone(&state);
        let server = Server::new(move |request| asked.answer(request))
            .bind((Ipv4Addr::LOCALHOST, port))
            .with_global_timeout(REQUEST_TIMEOUT)
            .with_max_concurrent_connections(CONNECTIONS);
        server
            .spawn()
            .map_err(|error| format!("port {port} of 127.0.0.1 cannot be used: {error}"))?;
        return Ok(Served { address, state });
    }
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.map(|a| a.port()).map_err(|e| format!("127.0.0.1 cannot be used: {e}"))
}

impl Served {
    /// The address to open, with its token.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Waits until the page's button was pressed, or nobody has asked for `idle`; says whether it was
    /// the button.
    #[must_use]
    pub fn wait(&self, idle: Duration) -> bool {
        loop {
            std::thread::sleep(Duration::from_millis(100));
            if self.state.is_ended.load(Ordering::SeqCst) {
                // The answer to the button is on its way.
                std::thread::sleep(Duration::from_millis(200));
                return true;
            }
            let last = Duration::from_secs(self.state.last.load(Ordering::SeqCst));
            if self.state.begun.elapsed().saturating_sub(last) > idle + Duration::from_secs(1) {
                return false;
            }
        }
    }
}

impl State {
    fn answer(&self, request: &mut Request<Body>) -> Response<Body> {
        let head = head(request);
        match self.guard.check(&head) {
            Err(refusal) => self.refused(refusal, request),
            Ok(pass) => {
                self.last.store(self.begun.elapsed().as_secs(), Ordering::SeqCst);
                match pass {
                    Pass::Exchange => self.exchange(),
                    Pass::Page => self.page(&head.path),
                    Pass::Ask => self.ask(request),
                }
            }
        }
    }

    fn refused(&self, refusal: Refusal, request: &mut Request<Body>) -> Response<Body> {
        let _ = read_body(request); // So that the connection can go on; at most so much of it.
        respond(refusal.status, "text/plain; charset=utf-8", refusal.why.as_bytes().to_vec())
    }

    /// The opened address counts once: it may be seen by others of this computer.
    fn exchange(&self) -> Response<Body> {
        if self.is_exchanged.swap(true, Ordering::SeqCst) {
            let why = "this address was opened already; start the review again for another browser";
            return respond(403, "text/plain; charset=utf-8", why.as_bytes().to_vec());
        }
        let mut response = respond(303, "text/plain; charset=utf-8", Vec::new());
        header(&mut response, "location", "/");
        header(&mut response, "set-cookie", &self.guard.set_cookie());
        response
    }

    fn page(&self, path: &str) -> Response<Body> {
        match path {
            "/page.js" => {
                respond(200, "text/javascript; charset=utf-8", front::script().into_bytes())
            }
            "/page.css" => {
                respond(200, "text/css; charset=utf-8", front::STYLE.as_bytes().to_vec())
            }
            _ => {
                let home =
                    json!({ "served": { "token": self.guard.page_token(), "name": self.name } });
                let page = front::page(&[
                    ("csp", POLICY.split("; frame-ancestors").next().unwrap_or(POLICY)),
                    ("style", "<link rel=\"stylesheet\" href=\"/page.css\">"),
                    ("embedded", &front::embedded(&home)),
                    ("script", "<script src=\"/page.js\"></script>"),
                ]);
                respond(200, "text/html; charset=utf-8", page.into_bytes())
            }
        }
    }

    fn ask(&self, request: &mut Request<Body>) -> Response<Body> {
        let body = match read_body(request) {
            Ok(body) => body,
            Err(refusal) => {
                let why = refusal.why.as_bytes().to_vec();
                return respond(refusal.status, "text/plain; charset=utf-8", why);
            }
        };
        let Ok(text) = String::from_utf8(body) else {
            return respond(400, "text/plain; charset=utf-8", b"only JSON is taken".to_vec());
        };
        let asked: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        if asked.as_ref().is_some_and(|asked| asked["do"] == "end") {
            self.is_ended.store(true, Ordering::SeqCst);
            return framed(Reply { json: "{}".to_owned(), bytes: Vec::new() });
        }
        let drawing = self.desk().drawing(&text);
        framed(match drawing {
            Some(Ok(drawing)) => drawing.draw(),
            Some(Err(reply)) => reply,
            None => self.desk().answer(&text),
        })
    }

    fn desk(&self) -> std::sync::MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request before its body.
fn head(request: &Request<Body>) -> Head {
    let text =
        |value: &oxhttp::model::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Head {
        method: request.method().as_str().to_owned(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        headers: request
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect(),
    }
}

/// The body, as long as it is short and comes in time.
fn read_body(request: &mut Request<Body>) -> Result<Vec<u8>, Refusal> {
    let begun = Instant::now();
    let mut body = Vec::new();
    let mut piece = [0_u8; 8192];
    let mut passed = 0_u64;
    loop {
        if begun.elapsed() > BODY_TIMEOUT {
            *request.body_mut() = Body::empty();
            return Err(Refusal { status: 408, why: "the request came too slowly" });
        }
        let read = match request.body_mut().read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(_) => {
                *request.body_mut() = Body::empty();
                return Err(Refusal { status: 400, why: "the request was cut off" });
            }
        };
        passed += read as u64;
        if passed > MOST_PASSED_OVER {
            // The rest is not read: the connection ends with the answer.
            *request.body_mut() = Body::empty();
            break;
        }
        if passed <= MOST {
            body.extend_from_slice(piece.get(..read).unwrap_or_default());
        }
    }
    if passed > MOST {
        return Err(Refusal { status: 413, why: "the request is longer than 64 KB" });
    }
    Ok(body)
}

/// An answer of the desk: the length of the JSON (four bytes, the lowest first), the JSON, the bytes.
fn framed(reply: Reply) -> Response<Body> {
    let length = u32::try_from(reply.json.len()).unwrap_or(u32::MAX);
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend_from_slice(reply.json.as_bytes());
    bytes.extend_from_slice(&reply.bytes);
    respond(200, "application/octet-stream", bytes)
}

fn respond(status: u16, media_type: &str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    if let Ok(status) = oxhttp::model::StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
    for (name, value) in [
        ("content-type", media_type),
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        header(&mut response, name, value);
    }
    response
}

fn header(response: &mut Response<Body>, name: &'static str, value: &str) {
    if let Ok(value) = oxhttp::model::HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
