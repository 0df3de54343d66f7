//! Who may ask: the address, the tokens, the origin, the form of a request. Nothing here knows what is
//! asked for, and nothing here reads a body.

use std::fmt::Write;

/// A secret of 128 bits from the system, in hexadecimal.
///
/// # Errors
/// Where the system has no random numbers.
pub fn token() -> Result<String, String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| format!("the system gives no random numbers: {e}"))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // A String takes all.
        text
    }))
}

/// What a request says of itself, before its body.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// `GET`, `POST`.
    pub method: String,
    /// The path, without what is behind `?`.
    pub path: String,
    /// What is behind `?`.
    pub query: String,
    /// Names in small letters, with their values, in the order in which they came.
    pub headers: Vec<(String, String)>,
}

impl Head {
    /// The value of a header that may come once only: `None` where it is missing or comes twice.
    fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str());
        match (all.next(), all.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(n, _)| n == name)
    }

    /// The value of a cookie.
    fn cookie(&self, name: &str) -> Option<&str> {
        let all = self.headers.iter().filter(|(n, _)| n == "cookie");
        let mut pairs = all.flat_map(|(_, value)| value.split(';'));
        pairs.find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
    }
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// In words.
    pub why: &'static str,
}

const fn refusal(status: u16, why: &'static str) -> Refusal {
    Refusal { status, why }
}

/// What a request that may pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// It brings the token of the opened address, for which it gets the cookie.
    Exchange,
    /// It asks for a file of the page.
    Page,
    /// It asks the desk; its body is JSON.
    Ask,
}

/// The secrets of one run, and the address at which it is served.
#[derive(Clone, Debug)]
pub struct Guard {
    host: String,
    /// In the opened address; good for one exchange.
    opening: String,
    /// In the cookie.
    cookie: String,
    /// In the page, sent with everything that is asked.
    page: String,
    name: String,
}

impl Guard {
    /// The guard of `127.0.0.1` at a port.
    ///
    /// # Errors
    /// As [`token`].
    pub fn new(port: u16) -> Result<Self, String> {
        Ok(Self {
            host: format!("127.0.0.1:{port}"),
            opening: token()?,
            cookie: token()?,
            page: token()?,
            name: format!("tablemend-{port}"),
        })
    }

    /// The address to open.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}/?token={}", self.host, self.opening)
    }

    /// The token that the page sends with what it asks.
    #[must_use]
    pub fn page_token(&self) -> &str {
        &self.page
    }

    /// The header that gives the cookie.
    #[must_use]
    pub fn set_cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.name, self.cookie)
    }

    /// Whether a request may pass, and as what.
    ///
    /// # Errors
    /// The status and the words to answer with.
    pub fn check(&self, head: &Head) -> Result<Pass, Refusal> {
        if head.header("host") != Some(self.host.as_str()) {
            return Err(refusal(421, "this address is not served here"));
        }
        let origin = format!("http://{}", self.host);
        if head.has("origin") && head.header("origin") != Some(origin.as_str()) {
            return Err(refusal(403, "another page must not ask"));
        }
        match head.method.as_str() {
            "GET" => self.get(head),
            "POST" => self.post(head),
            _ => Err(refusal(405, "only GET and POST are served")),
        }
    }

    fn get(&self, head: &Head) -> Result<Pass, Refusal> {
        let fetched_by = head.header("sec-fetch-site");
        let is_own = matches!(fetched_by, None | Some("none" | "same-origin"));
        if !is_own {
            return Err(refusal(403, "another page must not ask"));
        }
        if !matches!(head.path.as_str(), "/" | "/page.js" | "/page.css") {
            return Err(refusal(404, "there is no such page"));
        }
        if self.has_cookie(head) {
            return Ok(Pass::Page);
        }
        let is_opening = head.path == "/"
            && head.query.strip_prefix("token=").is_some_and(|given| same(given, &self.opening));
        if is_opening {
            return Ok(Pass::Exchange);
        }
        Err(refusal(403, "open the address that tablemend printed when it was started"))
    }

    fn post(&self, head: &Head) -> Result<Pass, Refusal> {
        if !matches!(head.header("sec-fetch-site"), None | Some("same-origin")) {
            return Err(refusal(403, "another page must not ask"));
        }
        // Browsers always name the origin of what they post.
        if !head.has("origin") {
            return Err(refusal(403, "the request does not say which page asks"));
        }
        if !self.has_cookie(head) {
            return Err(refusal(
                403,
                "open the address that tablemend printed when it was started",
            ));
        }
        if !head.header("x-tablemend-token").is_some_and(|given| same(given, &self.page)) {
            return Err(refusal(403, "the page is of another run: open it again"));
        }
        if head.header("content-type") != Some("application/json") {
            return Err(refusal(415, "only JSON is taken"));
        }
        if head.path != "/ask" {
            return Err(refusal(404, "there is nothing to ask here"));
        }
        Ok(Pass::Ask)
    }

    fn has_cookie(&self, head: &Head) -> bool {
        head.cookie(&self.name).is_some_and(|given| same(given, &self.cookie))
    }
}

/// Whether two secrets are the same, in a time that does not tell how much of them is.
fn same(a: &str, b: &str) -> bool {
    let differing = a.bytes().zip(b.bytes()).fold(0, |all, (x, y)| all | (x ^ y));
    a.len() == b.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(guard: &Guard, request: &str, headers: &[(&str, &str)]) -> Head {
        let (method, target) = request.split_once(' ').unwrap();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let fill = |text: &str| {
            let cookie = format!("{}={}", guard.name, guard.cookie);
            text.replace("HOST", &guard.host)
                .replace("COOKIE", &cookie)
                .replace("PAGE", &guard.page)
                .replace("OPENING", &guard.opening)
        };
        Head {
            method: method.to_owned(),
            path: path.to_owned(),
            query: fill(query),
            headers: headers.iter().map(|(n, v)| ((*n).to_owned(), fill(v))).collect(),
        }
    }

    #[test]
    fn only_the_own_page_at_the_own_address_passes() {
        let guard = Guard::new(4711).unwrap();
        let own = ("host", "HOST");
        let cookie = ("cookie", "a=b; COOKIE");
        let from = ("origin", "http://HOST");
        let token = ("x-tablemend-token", "PAGE");
        let json = ("content-type", "application/json");
        let whole = [own, cookie, from, token, json];
        let but = |gone: (&'static str, &'static str), other: Option<&'static str>| {
            let kept = whole.iter().filter(|h| **h != gone).copied();
            kept.chain(other.map(|value| (gone.0, value))).collect::<Vec<_>>()
        };
        type Case<'c> = (&'c str, Vec<(&'c str, &'c str)>, Result<Pass, u16>);
        let cases: Vec<Case<'_>> = vec![
            ("GET /?token=OPENING", vec![own], Ok(Pass::Exchange)),
            ("GET /", vec![own, cookie], Ok(Pass::Page)),
            ("GET /page.js", vec![own, cookie], Ok(Pass::Page)),
            ("POST /ask", whole.to_vec(), Ok(Pass::Ask)),
            ("GET /", vec![own], Err(403)),
            ("GET /?token=0", vec![own], Err(403)),
            ("GET /page.js?token=OPENING", vec![own], Err(403)),
            ("GET /", vec![cookie], Err(421)),
            ("GET /", vec![("host", "localhost:4711"), cookie], Err(421)),
            ("GET /", vec![("host", "evil.example"), cookie], Err(421)),
            ("GET /", vec![own, own, cookie], Err(421)),
            ("GET /etc/passwd", vec![own, cookie], Err(404)),
            ("GET /../page.js", vec![own, cookie], Err(404)),
            ("GET /", vec![own, cookie, ("sec-fetch-site", "cross-site")], Err(403)),
            ("GET /", vec![own, cookie, ("sec-fetch-site", "same-site")], Err(403)),
            ("PUT /ask", whole.to_vec(), Err(405)),
            ("OPTIONS /ask", whole.to_vec(), Err(405)),
            ("POST /other", whole.to_vec(), Err(404)),
            ("POST /ask", but(own, Some("HOST.evil.example")), Err(421)),
            ("POST /ask", but(from, Some("http://evil.example")), Err(403)),
            ("POST /ask", but(from, Some("null")), Err(403)),
            ("POST /ask", but(from, Some("https://HOST")), Err(403)),
            ("POST /ask", but(from, None), Err(403)),
            ("POST /ask", but(cookie, None), Err(403)),
            ("POST /ask", but(token, None), Err(403)),
            ("POST /ask", but(token, Some("OPENING")), Err(403)),
            ("POST /ask", but(json, None), Err(415)),
            ("POST /ask", but(json, Some("application/x-www-form-urlencoded")), Err(415)),
            ("POST /ask", but(json, Some("text/plain")), Err(415)),
        ];
        for (request, headers, expected) in cases {
            let got = guard.check(&head(&guard, request, &headers)).map_err(|r| r.status);
            assert_eq!(got, expected, "{request} {headers:?}");
        }
    }

    #[test]
    fn tokens_have_128_bits_and_differ() {
        let (a, b) = (token().unwrap(), token().unwrap());
        assert_eq!((a.len(), b.len()), (32, 32));
        assert_ne!(a, b);
    }
}
