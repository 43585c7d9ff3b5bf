//! A server that runs, and what is asked of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

use crate::place::Place;

/// Longer than anything takes here, on any machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Served {
    child: Child,
    said: Mutex<Receiver<String>>,
    /// What was read of it.
    heard: String,
    /// `127.0.0.1:PORT`
    pub address: String,
    agent: Agent,
}

pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Served {
    /// Serves the store of a place.
    pub fn start(place: &Place, args: &[&str]) -> Self {
        let mut served = Self::begin(place, args);
        let line = served.wait_for("serving ");
        served.address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        served
    }

    /// The same, without waiting until it serves.
    pub fn begin(place: &Place, args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pakt"));
        let bind: &[&str] = if args.contains(&"--bind") { &[] } else { &["--bind", "127.0.0.1:0"] };
        command.arg("serve").args(bind).args(args).current_dir(place.path("")).env_remove("PAKT_STORE");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, said) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(Some(PATIENCE));
        Self { child, said: Mutex::new(said), heard: String::new(), address: String::new(), agent: config.build().into() }
    }

    /// The next line on standard error that has these words.
    pub fn wait_for(&mut self, words: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let line = self.said.get_mut().unwrap().recv_timeout(until.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("expected {words:?} in {:?}", self.heard));
            self.heard.push_str(&line);
            self.heard.push('\n');
            if line.contains(words) {
                return line;
            }
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = Request::builder().method(method).uri(self.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = self.agent.run(request.body(body).unwrap()).unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        let body = if method == "HEAD" { Vec::new() } else { response.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap() };
        Reply { status: response.status().as_u16(), headers: response.headers().clone(), body }
    }

    pub fn get(&self, path: &str, accept: &str) -> Reply {
        let accept = [("accept", accept)];
        self.request("GET", path, if accept[0].1.is_empty() { &[] } else { &accept }, &[])
    }

    pub fn query(&self, sparql: &str) -> Reply {
        self.request("POST", "/query", &[("content-type", "application/sparql-query")], sparql.as_bytes())
    }

    /// The first value of the only row of an answer.
    pub fn value(&self, sparql: &str) -> String {
        let reply = self.query(sparql);
        assert_eq!(reply.status, 200, "{}", reply.text());
        let answer: Value = serde_json::from_slice(&reply.body).unwrap();
        let rows = answer["results"]["bindings"].as_array().unwrap();
        assert_eq!(rows.len(), 1, "{answer}");
        rows[0].as_object().unwrap().values().next().unwrap()["value"].as_str().unwrap().to_owned()
    }

    /// Sends bytes as they are and reads what comes until the server ends the connection.
    pub fn raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let _ = stream.write_all(bytes); // The server may have had enough.
        if !bytes.ends_with(b"\r\n\r\n") {
            let _ = stream.shutdown(std::net::Shutdown::Write);
        }
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer); // It may have ended it roughly.
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Ctrl-C; the exit status and everything that it said.
    #[cfg(unix)]
    pub fn stop(mut self) -> (Option<i32>, String) {
        signal("-INT", self.id());
        let status = self.child.wait().unwrap();
        let rest: Vec<String> = self.said.get_mut().unwrap().iter().collect();
        (status.code(), std::mem::take(&mut self.heard) + &rest.join("\n"))
    }
}

#[cfg(unix)]
pub fn signal(which: &str, process: u32) {
    assert!(Command::new("kill").args([which, &process.to_string()]).status().unwrap().success());
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill(); // It may have ended.
        let _ = self.child.wait();
    }
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The media type without its parameters.
    pub fn media_type(&self) -> &str {
        self.header("content-type").split(';').next().unwrap_or_default()
    }
}

/// Whether tests of this kind are left out, because what they need cannot be had here. Whoever sets the variable says so:
/// `scripts/prepare-tests.sh` does, for `make test`.
pub fn is_left_out(kind: &str) -> bool {
    let is_left_out = std::env::var("PAKT_LEAVE_OUT").is_ok_and(|kinds| kinds.split(' ').any(|one| one == kind));
    if is_left_out {
        eprintln!("left out: tests with {kind}");
    }
    is_left_out
}
