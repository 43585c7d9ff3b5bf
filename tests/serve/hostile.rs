//! Queries and requests that were made to do harm end at a limit, and others are answered beside them.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::place::Place;
use crate::served::Served;

const LIMITS: [&str; 6] = ["--query-time", "3", "--query-memory", "200", "--queries", "2"];

fn values(n: usize) -> String {
    (0..n).map(|n| format!("{n} ")).collect()
}

#[test]
fn hostile_queries_end_at_their_limit() {
    let place = Place::built();
    let mut served = Served::start(&place, &LIMITS);
    let doubled: String = (1..40).map(|n| format!("BIND(CONCAT(?x{}, ?x{}) AS ?x{n})", n - 1, n - 1)).collect();
    let product: String = (0..8).map(|n| format!("VALUES ?v{n} {{ {} }}", values(300))).collect();
    let brackets = format!("SELECT * {{ FILTER({}1{}) }}", "(".repeat(20_000), ")".repeat(20_000));
    const TIME: &[&str] = &["stopped after 3 seconds"];
    // On a slow machine the time may be over before the memory is full.
    const MEMORY: &[&str] = &["more than 200 megabytes of memory", "stopped after 3 seconds"];
    // Rows are given while more are found: which limit comes first depends on the machine.
    const ANY: &[&str] = &["more than 200 megabytes of memory", "stopped after 3 seconds", "ask for less"];
    for (query, status, words) in [
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 500, TIME),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g", 500, MEMORY),
        ("SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 500, ANY),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", 500, &["ask for less"]),
        // None of these reads the graph.
        (&format!("SELECT (COUNT(*) AS ?n) {{ {product} }}"), 500, TIME),
        (&format!("SELECT (STRLEN(?x39) AS ?n) {{ BIND('aaaaaaaaaa' AS ?x0) {doubled} }}"), 500, MEMORY),
        (&brackets, 400, &["nested too deeply"]),
        (&format!("SELECT * {}{}", "{".repeat(50_000), "}".repeat(50_000)), 400, &["nested too deeply"]),
        (&format!("SELECT * {{ {}", "?a ?b 'x' . ".repeat(50_000)), 400, &["ends too early"]),
    ] {
        let started = Instant::now();
        let reply = served.query(query);
        let shown: String = query.chars().take(80).collect();
        assert_eq!(reply.status, status, "{shown}: {}", reply.text());
        assert!(words.iter().any(|words| reply.text().contains(words)), "{shown}: {}", reply.text());
        assert!(started.elapsed() < Duration::from_secs(15), "{shown}: {:?}", started.elapsed());
        assert_eq!(served.query("ASK {}").status, 200, "after {shown}");
    }
    assert!(served.is_running());
}

#[test]
fn others_are_answered_beside_a_hostile_query() {
    const HOSTILE: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let place = Place::built();
    let served = Served::start(&place, &LIMITS);
    std::thread::scope(|scope| {
        let hostile = scope.spawn(|| served.query(HOSTILE).status);
        std::thread::sleep(Duration::from_millis(300));
        let started = Instant::now();
        for _ in 0..20 {
            assert_eq!(served.query("ASK {}").status, 200);
            assert_eq!(served.get("/", "text/html").status, 200);
        }
        assert!(!hostile.is_finished(), "the others took {:?}", started.elapsed());
        assert_eq!(hostile.join().unwrap(), 500);
    });
}

#[test]
fn too_many_queries_are_turned_away() {
    let place = Place::built();
    let served = Served::start(&place, &["--query-time", "2", "--queries", "1"]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let ask = || served.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }");
        let asked: Vec<_> = (0..100).map(|_| scope.spawn(ask)).collect();
        asked
            .into_iter()
            .map(|one| {
                let reply = one.join().unwrap();
                assert!(reply.status != 503 || !reply.header("retry-after").is_empty());
                reply.status
            })
            .collect()
    });
    let busy = statuses.iter().filter(|&&status| status == 503).count();
    assert!(statuses.iter().all(|status| [500, 503].contains(status)) && (35..100).contains(&busy), "{statuses:?}");
    assert_eq!(served.query("ASK {}").status, 200);
}

#[test]
fn answers_are_bounded() {
    let place = Place::built();
    let served = Served::start(&place, &["--max-rows", "10"]);
    for (query, status) in [
        ("SELECT * { ?s ?p ?o } LIMIT 10", 200),
        ("SELECT * { ?s ?p ?o } LIMIT 11", 500),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 10", 200),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 11", 500),
    ] {
        let reply = served.query(query);
        assert_eq!(reply.status, status, "{query}: {}", reply.text());
        assert!(status == 200 || reply.text().contains("more than 10 rows or triples"), "{}", reply.text());
    }
}

#[test]
fn broken_requests_leave_it_standing() {
    let place = Place::built();
    let mut served = Served::start(&place, &[]);
    let address = served.address.clone();
    let long = "x".repeat(200_000);
    let requests: Vec<(String, &[&str])> = vec![
        ("\0\x01\x02\u{ff}".to_owned(), &["400"]),
        ("GET".to_owned(), &["", "400"]),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), &["400", "505"]),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), &["421"]),
        (format!("GET / HTTP/1.1\r\nHost: {address}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), &["421"]),
        (format!("GET /{long} HTTP/1.1\r\nHost: {address}\r\n\r\n"), &["414", "431"]),
        (format!("GET / HTTP/1.1\r\nHost: {address}\r\nX: {long}\r\n\r\n"), &["431"]),
        (format!("GET / HTTP/1.1\r\nHost: {address}\r\n{}\r\n", "X: y\r\n".repeat(1_000)), &["431"]),
        (format!("POST /query HTTP/1.1\r\nHost: {address}\r\nContent-Length: x\r\n\r\n"), &["400"]),
        (format!("POST /query HTTP/1.1\r\nHost: {address}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), &["400"]),
        (format!("POST /query HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"), &["400"]),
        (format!("POST /query HTTP/1.1\r\nHost: {address}\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n"), &["413"]),
        (format!("GET /../../etc/passwd HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"), &["404"]),
        (format!("GET /static/..%2f..%2fCargo.toml HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"), &["404"]),
        (format!("GET /%00%0d%0aSet-Cookie:x HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"), &["404"]),
        (format!("BREW / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"), &["405"]),
        ("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_owned(), &["421"]),
    ];
    for n in 0..1_000 {
        let (request, expected) = &requests[n % requests.len()];
        let answer = served.raw(request.as_bytes());
        let status = answer.split(' ').nth(1).unwrap_or_default();
        let shown: String = request.chars().take(80).collect();
        assert!(expected.contains(&status), "{shown:?}: {answer}");
    }
    assert!(served.is_running());
    assert_eq!(served.get("/", "").status, 200);
    // The length of this one is not told beforehand. The server may end the connection before all is sent.
    let chunk = format!("{:x}\r\n{}\r\n", 100_000, " ".repeat(100_000));
    let head = format!("POST /query HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\n");
    let answer = served.raw(format!("{head}{}0\r\n\r\n", chunk.repeat(20)).as_bytes());
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(served.is_running());
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    let place = Place::built();
    let served = Served::start(&place, &[]);
    // More than there are connections for pages and contents at a time.
    let slow: Vec<TcpStream> = (0..100)
        .map(|n| {
            let mut stream = TcpStream::connect(&served.address).unwrap();
            let begun = if n % 2 == 0 { "GET / HT".to_owned() } else { format!("GET / HTTP/1.1\r\nHost: {}\r\n", served.address) };
            stream.write_all(begun.as_bytes()).unwrap();
            stream
        })
        .collect();
    let started = Instant::now();
    assert_eq!(served.get("/", "").status, 200);
    assert_eq!(served.query("ASK {}").status, 200);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    drop(slow);
}

#[test]
fn who_goes_away_takes_the_query_along() {
    const HOSTILE: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let place = Place::built();
    let served = Served::start(&place, &["--query-time", "600", "--queries", "1"]);
    let mut stream = TcpStream::connect(&served.address).unwrap();
    let head = "Content-Type: application/sparql-query\r\nContent-Length";
    write!(stream, "POST /query HTTP/1.1\r\nHost: {}\r\n{head}: {}\r\n\r\n{HOSTILE}", served.address, HOSTILE.len()).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    drop(stream);
    let started = Instant::now();
    assert_eq!(served.query("ASK {}").status, 200);
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
}
