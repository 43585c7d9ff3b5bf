//! A real Chromium without a window, told what to do over its DevTools protocol.
//!
//! The protocol is spoken over two pipes (`--remote-debugging-pipe`: messages are JSON that ends with a zero byte), so no port is
//! open and no driver is needed. Everything that a page asks for and complains about is kept.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Browser {
    process: Child,
    input: ChildStdin,
    output: Receiver<Value>,
    last_id: u64,
    session: String,
    /// Addresses of everything that was asked for.
    pub requests: Vec<String>,
    /// What pages complained about: on the console, exceptions, what the policy forbade, what could not be loaded.
    pub complaints: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// A window of a size in pixels.
    pub fn start(width: u32, height: u32) -> Self {
        let program = std::env::var("PAKT_TEST_BROWSER").unwrap_or_else(|_| "chromium".to_owned());
        let profile = tempfile::tempdir().unwrap();
        // The shell gives the browser its pipes as the descriptors on which it expects them.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"]).arg(&program);
        command.args(["--headless=new", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--disable-gpu"]);
        command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"]);
        command.args(["--disable-dev-shm-usage", "--lang=de", "--force-prefers-reduced-motion"]);
        // Root has no sandbox to put it in. What it shows is ours.
        command.arg("--no-sandbox");
        command.arg(format!("--user-data-dir={}", profile.path().display())).arg(format!("--window-size={width},{height}"));
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            for message in output.split(0).map_while(Result::ok) {
                if sender.send(serde_json::from_slice(&message).unwrap()).is_err() {
                    break;
                }
            }
        });
        let mut browser = Self {
            process,
            input,
            output: messages,
            last_id: 0,
            session: String::new(),
            requests: Vec::new(),
            complaints: Vec::new(),
            _profile: profile,
        };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].clone();
        let session = browser.call("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        browser.session = session["sessionId"].as_str().unwrap_or_else(|| panic!("{program} does not start")).to_owned();
        for domain in ["Page", "Runtime", "Log", "Network", "DOM"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        browser.call("Emulation.setDeviceMetricsOverride", size);
        browser
    }

    /// Calls a method of the protocol and waits for its result.
    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.try_call(method, parameters).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(&mut self, method: &str, parameters: Value) -> Result<Value, String> {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.input.write_all(format!("{message}\0").as_bytes()).and_then(|()| self.input.flush()).expect("the browser runs");
        let until = Instant::now() + PATIENCE;
        loop {
            let message = self.output.recv_timeout(until.saturating_duration_since(Instant::now()));
            let message = message.unwrap_or_else(|_| panic!("no answer to {method}; is there a Chromium? `make test` installs it"));
            if message["id"] == json!(self.last_id) {
                let is_fault = !message["error"].is_null();
                return if is_fault { Err(message["error"].to_string()) } else { Ok(message["result"].clone()) };
            }
            self.note(&message);
        }
    }

    fn note(&mut self, event: &Value) {
        let parameters = &event["params"];
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match event["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => self.requests.push(text(&parameters["request"]["url"])),
            "Runtime.exceptionThrown" => self.complaints.push(parameters["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if ["error", "warning", "assert"].contains(&parameters["type"].as_str().unwrap_or_default()) => {
                self.complaints.push(parameters["args"].to_string());
            }
            "Log.entryAdded" if ["error", "warning"].contains(&parameters["entry"]["level"].as_str().unwrap_or_default()) => {
                self.complaints.push(format!("{} {}", text(&parameters["entry"]["text"]), text(&parameters["entry"]["url"])));
            }
            _ => {}
        }
    }

    /// Opens a page and waits until it is loaded.
    pub fn open(&mut self, url: &str) {
        self.after_load(|browser| {
            let opened = browser.call("Page.navigate", json!({ "url": url }));
            assert!(opened["errorText"].is_null(), "{url}: {}", opened["errorText"]);
        });
    }

    /// Does what leads to another page, and waits until that is loaded.
    pub fn after_load(&mut self, act: impl FnOnce(&mut Self)) {
        self.value("window.isBefore = true");
        act(self);
        let until = Instant::now() + PATIENCE;
        while self.try_value("window.isBefore !== true && document.readyState === 'complete'") != Ok(Value::Bool(true)) {
            assert!(Instant::now() < until, "no page was loaded");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The value of an expression in the page, as JSON.
    #[track_caller]
    pub fn value(&mut self, script: &str) -> Value {
        self.try_value(script).unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// The same; an error if the expression has one, or if the page is just going away.
    fn try_value(&mut self, script: &str) -> Result<Value, String> {
        let options = json!({ "expression": script, "returnByValue": true, "awaitPromise": true, "userGesture": true });
        let result = self.try_call("Runtime.evaluate", options)?;
        let fault = &result["exceptionDetails"];
        if fault.is_null() { Ok(result["result"]["value"].clone()) } else { Err(fault.to_string()) }
    }

    #[track_caller]
    pub fn text(&mut self, script: &str) -> String {
        self.value(script).as_str().map(str::to_owned).unwrap_or_default()
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub fn until(&mut self, script: &str) {
        let until = Instant::now() + PATIENCE;
        while self.value(script) != Value::Bool(true) {
            assert!(Instant::now() < until, "{script} does not become true at {}: {:?}", self.address(), self.complaints);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn address(&mut self) -> String {
        self.text("location.href")
    }

    /// Clicks where the first element of a selector is, with the mouse.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let at = self.value(&format!(
            "(() => {{ const e = document.querySelector({}); if (!e) return null; e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); \
             const r = e.getClientRects()[0]; return r ? [r.x + r.width / 2, r.y + r.height / 2] : null }})()",
            json!(selector)
        ));
        let [x, y] = [&at[0], &at[1]].map(|value| value.as_f64().unwrap_or_else(|| panic!("{selector} is not to be seen")));
        for (kind, buttons) in [("mousePressed", 1), ("mouseReleased", 0)] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Writes into the element that has the focus.
    pub fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Presses a key, such as `Enter`.
    pub fn press(&mut self, key: &str) {
        let code = if key == "Enter" { 13 } else { 9 };
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": if kind == "keyDown" { text } else { "" } });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// With or without scripts from the next page on.
    pub fn set_scripts(&mut self, are_on: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !are_on }));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
