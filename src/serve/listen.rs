//! Takes connections, as many as there may be, and ends them when they are too slow.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

use super::current::{self, Current};
use super::respond::Server;
use super::{News, Options, ServeError, pages};

/// How long a client may take to send the head of a request, and how long a connection may be idle.
const FOR_HEAD: Duration = Duration::from_secs(15);
/// How long a client may take to read nothing of what it asked for.
const FOR_READING: Duration = Duration::from_secs(30);
/// Bytes of the head of a request.
const HEAD: usize = 1 << 16;
/// How long requests at hand have when the server is to end.
const LAST: Duration = Duration::from_secs(5);

pub async fn run(options: Arc<Options>) -> Result<(), ServeError> {
    // Before the store is opened: who has mistyped the address need not wait for it.
    let fault = |source| ServeError::Listen { address: options.bind, source };
    let listener = TcpListener::bind(options.bind).await.map_err(fault)?;
    let address = listener.local_addr().map_err(fault)?;
    let end = end().map_err(ServeError::Start)?;
    tokio::pin!(end);
    let served = tokio::select! {
        served = current::first(&options) => served?,
        () = &mut end => return Ok(()),
    };
    if !served.is_copy() {
        (options.tell)(News::ReadOnly);
    }
    if served.view.store().is_interrupted() {
        (options.tell)(News::Interrupted);
    }
    let current = Arc::new(Current::new(served));
    let server = Arc::new(Server::new(address, Arc::clone(&options), Arc::clone(&current)));
    tokio::spawn(current::watch(Arc::clone(&current), Arc::clone(&options)));
    tokio::spawn(async move {
        let served = current.get();
        served.workers.warm_up().await;
        let _ = tokio::task::spawn_blocking(move || pages::prepare(&served.view)).await; // A page that needs it tells what is wrong.
    });
    (options.tell)(News::Serving { address });
    accept(listener, server, &options, end).await;
    Ok(())
}

async fn accept(listener: TcpListener, server: Arc<Server>, options: &Options, mut end: std::pin::Pin<&mut impl Future<Output = ()>>) {
    let connections = Arc::new(Semaphore::new(options.limits.connections));
    let graceful = GracefulShutdown::new();
    loop {
        let next = async {
            // OK because: nobody closes the semaphore.
            let permit = Arc::clone(&connections).acquire_owned().await.expect("an open semaphore");
            (permit, listener.accept().await)
        };
        let (permit, stream) = tokio::select! {
            (permit, Ok((stream, _))) = next => (permit, stream),
            () = &mut end => break,
            else => {
                // There are no file descriptors left, for example: some will be given back.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let connection = graceful.watch(connection(stream, Arc::clone(&server)));
        tokio::spawn(async move {
            let _ = connection.await; // What a client does wrong is its own concern.
            drop(permit);
        });
    }
    (options.tell)(News::Ending);
    drop(listener);
    let _ = tokio::time::timeout(LAST, graceful.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    server: Arc<Server>,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> + Send {
    let _ = stream.set_nodelay(true); // Answers are only slower without.
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(FOR_READING));
    let service = service_fn(move |request| {
        let server = Arc::clone(&server);
        async move { Ok::<_, Infallible>(server.respond(request).await) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(FOR_HEAD)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), service)
}

/// When the user wants the server to end.
fn end() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = signal::unix::signal(signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = signal::ctrl_c().await;
    })
}
