//! Fetching from a server in this process, which does what servers should not.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use pushcert_connect::fetch::{self, ErrorKind, Limits, Policy, Remedy};

/// A server that gives each request, with its body, to a function that answers.
struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// It ends with the process.
    fn start(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let Some(request) = request(&stream) else {
                    continue;
                };
                seen.lock().unwrap().push(request.clone());
                answer(&request, &mut stream);
            }
        });
        Self { address, requests }
    }

    /// Always the same bytes.
    fn fixed(bytes: &'static [u8]) -> Self {
        Self::start(move |_, stream| {
            let _ = stream.write_all(bytes);
        })
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn get(&self, limits: &Limits) -> Result<Vec<u8>, ErrorKind> {
        fetch::get(&self.url("/a"), limits).map_err(|error| error.kind().clone())
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

/// The head of a request, and its body behind it.
fn request(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8_lossy(&body))
}

fn limits() -> Limits {
    let mut limits = Limits::bytes(1_000);
    limits.policy = Policy::Any;
    limits.allow_private = true;
    limits.use_proxy = false;
    limits.timeout = Duration::from_secs(5);
    limits
}

fn impatient() -> Limits {
    let mut limits = limits();
    limits.timeout = Duration::from_millis(300);
    limits
}

#[test]
fn a_body_is_fetched() {
    let server = Server::fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    assert_eq!(server.get(&limits()).unwrap(), b"hello");
    let request = server.requests.lock().unwrap()[0].clone();
    assert!(request.starts_with("GET /a HTTP/1.1\r\n"), "{request}");
    assert!(request.to_lowercase().contains("user-agent: pushcert/"));
}

#[test]
fn a_chunked_body_and_one_without_a_length_are_fetched() {
    let chunked =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";
    assert_eq!(Server::fixed(chunked).get(&limits()).unwrap(), b"hello");
    let open = b"HTTP/1.0 200 OK\r\n\r\nhello";
    assert_eq!(Server::fixed(open).get(&limits()).unwrap(), b"hello");
}

#[test]
fn a_question_is_posted() {
    let server = Server::start(|request, stream| {
        let body = request.rsplit("\r\n").next().unwrap_or_default();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        let _ = stream.write_all((head + body).as_bytes());
    });
    let url = server.url("/ocsp");
    let answer = fetch::post(&url, "application/ocsp-request", b"question", &limits()).unwrap();
    assert_eq!(answer, b"question");
    let request = server.requests.lock().unwrap()[0].to_lowercase();
    assert!(request.starts_with("post /ocsp http/1.1\r\n"), "{request}");
    assert!(
        request.contains("content-type: application/ocsp-request\r\n"),
        "{request}"
    );
}

#[test]
fn a_private_host_is_not_even_asked() {
    let server = Server::fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let mut careful = limits();
    careful.allow_private = false;
    assert_eq!(server.get(&careful), Err(ErrorKind::PrivateAddress));
    assert_eq!(server.get(&Limits::crl()), Err(ErrorKind::NotApple));
    assert_eq!(server.count(), 0);
    let error = fetch::get(&server.url("/"), &Limits::crl()).unwrap_err();
    assert_eq!(error.remedy(), Remedy::AllowAnyHost);
    assert_eq!(error.to_string(), "the host is not one of Apple's");
}

#[test]
fn a_body_of_the_limit_is_read_and_one_more_byte_is_not() {
    let server = |length: usize, with_length: bool| {
        Server::start(move |_, stream| {
            let field = format!("Content-Length: {length}\r\n");
            let field = if with_length { field.as_str() } else { "" };
            let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{field}\r\n");
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(&vec![b'x'; length]);
        })
    };
    for with_length in [true, false] {
        let body = server(1_000, with_length).get(&limits()).unwrap();
        assert_eq!(body.len(), 1_000);
        let outcome = server(1_001, with_length).get(&limits());
        assert_eq!(outcome, Err(ErrorKind::TooLarge { limit: 1_000 }));
    }
}

#[test]
fn an_endless_body_is_left_alone() {
    let server = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        // Ends when the other side has gone away.
        while stream.write_all(&[b'x'; 4_096]).is_ok() {}
    });
    let outcome = server.get(&limits());
    assert_eq!(outcome, Err(ErrorKind::TooLarge { limit: 1_000 }));
}

#[test]
fn a_length_that_lies_costs_nothing() {
    let huge = b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nhello";
    let outcome = Server::fixed(huge).get(&limits());
    assert_eq!(outcome, Err(ErrorKind::TooLarge { limit: 1_000 }));
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
    assert_eq!(Server::fixed(cut).get(&limits()), Err(ErrorKind::Broken));
}

#[test]
fn a_slow_server_is_left_in_time() {
    let silent = Server::start(|_, _| thread::sleep(Duration::from_secs(20)));
    let dripping = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    let dripping_head = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nX: ");
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    for server in [silent, dripping, dripping_head] {
        let start = Instant::now();
        let limit = Duration::from_millis(300);
        assert_eq!(server.get(&impatient()), Err(ErrorKind::TimedOut { limit }));
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

#[test]
fn redirects_share_one_timeout() {
    let server = Server::start(|_, stream| {
        thread::sleep(Duration::from_millis(120));
        let _ =
            stream.write_all(b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
    });
    let limit = Duration::from_millis(300);
    let outcome = server.get(&impatient());
    assert_eq!(outcome, Err(ErrorKind::TimedOut { limit }));
}

#[test]
fn three_redirects_are_followed_and_a_loop_is_left() {
    let server = Server::start(|request, stream| {
        let next = match request.split(' ').nth(1) {
            Some("/a") => "/b",
            Some("/b") => "/c",
            Some("/c") => "/d",
            Some("/d") => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                return;
            }
            _ => "/loop",
        };
        let head = format!("HTTP/1.1 301 Moved\r\nLocation: {next}\r\nContent-Length: 0\r\n\r\n");
        let _ = stream.write_all(head.as_bytes());
    });
    assert_eq!(server.get(&limits()).unwrap(), b"ok");
    assert_eq!(server.count(), 4);
    let error = fetch::get(&server.url("/loop"), &limits()).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::TooManyRedirects { limit: 3 });
    assert_eq!(server.count(), 8);
    let mut none = limits();
    none.max_redirects = 0;
    let outcome = server.get(&none);
    assert_eq!(outcome, Err(ErrorKind::TooManyRedirects { limit: 0 }));
}

#[test]
fn a_redirect_is_held_to_the_same_rules() {
    for (location, expected) in [
        ("https://crl.apple.com/a.crl", ErrorKind::Scheme),
        ("file:///etc/passwd", ErrorKind::InvalidUrl),
        ("http://user:secret@crl.apple.com/", ErrorKind::UserInfo),
        ("//evil.example/", ErrorKind::Scheme),
        ("b.crl", ErrorKind::Scheme),
    ] {
        let server = Server::start(move |_, stream| {
            let head =
                format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
            let _ = stream.write_all(head.as_bytes());
        });
        assert_eq!(server.get(&limits()), Err(expected), "{location}");
        assert_eq!(server.count(), 1);
    }
    let nowhere = Server::fixed(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(nowhere.get(&limits()), Err(ErrorKind::RedirectTarget));
}

#[test]
fn a_question_is_not_turned_into_a_get() {
    let server =
        Server::fixed(b"HTTP/1.1 303 See Other\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
    let error = fetch::post(&server.url("/a"), "text/plain", b"x", &limits()).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Status { code: 303 });
    let server = Server::start(|request, stream| {
        let answer: &[u8] = match request.starts_with("POST /b ") && request.ends_with("question") {
            true => b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            false => b"HTTP/1.1 307 Temporary\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
        };
        let _ = stream.write_all(answer);
    });
    let answer = fetch::post(&server.url("/a"), "text/plain", b"question", &limits()).unwrap();
    assert_eq!(answer, b"ok");
}

#[test]
fn other_statuses_are_typed() {
    for (head, code, remedy) in [
        (
            &b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope"[..],
            404,
            Remedy::CheckUrl,
        ),
        (
            b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
            503,
            Remedy::TryLater,
        ),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, Remedy::CheckUrl),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", 304, Remedy::CheckUrl),
    ] {
        let server = Server::fixed(head);
        let error = fetch::get(&server.url("/"), &limits()).unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Status { code });
        assert_eq!(error.remedy(), remedy);
    }
}

#[test]
fn what_is_not_http_is_refused() {
    for bytes in [
        &b"garbage\r\n\r\n"[..],
        b"\x00\x01\x02\x03\x16\x03\x01",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"",
    ] {
        let outcome = Server::fixed(bytes).get(&limits());
        assert!(
            matches!(outcome, Err(ErrorKind::Broken | ErrorKind::Unreachable)),
            "{outcome:?} for {bytes:02x?}"
        );
    }
    let long_head = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream
            .write_all(b"X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n")
            .is_ok()
        {}
    });
    assert_eq!(long_head.get(&limits()), Err(ErrorKind::Broken));
}

#[test]
fn nobody_at_home() {
    let address = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let error = fetch::get(&format!("http://{address}/"), &limits()).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unreachable);
    assert_eq!(error.remedy(), Remedy::CheckNetwork);
}
