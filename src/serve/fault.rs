//! What a client is told when it does not get what it asked for.

use hyper::StatusCode;

#[derive(Debug, Clone)]
pub struct Fault {
    pub status: StatusCode,
    pub message: String,
    /// When to ask again, in seconds.
    pub retry_after: Option<u32>,
    /// The methods that there are here.
    pub allow: Option<&'static str>,
}

impl Fault {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None, allow: None }
    }

    /// There are too many who ask.
    pub fn busy() -> Self {
        const LATER: u32 = 5;
        let message = "too much is asked at a time; ask again in some seconds";
        Self { retry_after: Some(LATER), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, message) }
    }

    pub fn method(allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("expected one of the methods {allow}")) }
    }

    /// Something is wrong with the server or its store.
    pub fn internal(message: impl ToString) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message.to_string())
    }
}
