//! What is sent: bytes that are there, or bytes that are being made.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{self, Receiver, Sender};

pub enum Body {
    Whole(Bytes),
    Pieces(Receiver<io::Result<Bytes>>),
}

impl Body {
    pub fn empty() -> Self {
        Bytes::new().into()
    }

    /// Bytes that are there by a permit, which is given back when all is sent or the client is gone.
    pub fn held(bytes: Vec<u8>, permit: OwnedSemaphorePermit) -> Self {
        Self::Whole(Bytes::from_owner(Held { bytes, _permit: permit }))
    }

    /// What `make` writes, on a thread that may wait; it waits where the client is slow, and its writing fails when the client is gone.
    pub fn made(make: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static) -> Self {
        const AHEAD: usize = 4;
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            let mut out = Pieces { sender, piece: Vec::with_capacity(PIECE) };
            if let Err(error) = make(&mut out).and_then(|()| out.flush()) {
                // The client sees that the answer is not whole. Nobody is told if it is gone.
                let _ = out.sender.blocking_send(Err(error));
            }
        });
        Self::Pieces(receiver)
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self::Whole(bytes.into())
    }
}

struct Held {
    bytes: Vec<u8>,
    _permit: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Pieces(receiver) => receiver.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Pieces(_) => SizeHint::default(),
        }
    }
}

/// Bytes that are sent at a time.
const PIECE: usize = 1 << 16;

struct Pieces {
    sender: Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
