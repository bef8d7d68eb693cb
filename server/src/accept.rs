//! Takes TCP connections, counts them, does TLS, and hands each with its TLS exporter value (RFC 9266) to HTTP.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Extension;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use sotto_protocol::label::TLS_EXPORTER;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::shared::{Shared, Source, Stop};

/// How long TLS may take, and then the head of each HTTP request.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// Where places are scarce, one address has this part of what it has otherwise.
const SCARCE: usize = 8;

/// A connection, while anything of it lives.
pub(crate) struct Connection {
    /// The TLS session's exporter value, which sign-ins are bound to.
    pub(crate) exporter: [u8; 32],
    pub(crate) address: IpAddr,
    pub(crate) source: Source,
    pub(crate) stop: Stop,
    pub(crate) place: Place,
}

/// Accepts until the server stops.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    shared: Arc<Shared>,
    mut stop: Stop,
) {
    let acceptor = TlsAcceptor::from(tls);
    let router = crate::http::router(shared.clone());
    let door = Arc::new(Door::default());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.wait() => return,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // too many open files, or a peer that left: neither ends the server
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let Some(place) = door.enter(&shared, address.ip().into()) else {
            shared.metrics.connections_refused.inc();
            continue;
        };
        let task = one(
            stream,
            address,
            acceptor.clone(),
            router.clone(),
            place,
            stop.clone(),
        );
        tokio::spawn(task);
    }
}

async fn one(
    stream: TcpStream,
    address: SocketAddr,
    acceptor: TlsAcceptor,
    router: axum::Router,
    place: Place,
    mut stop: Stop,
) {
    let _ = stream.set_nodelay(true);
    let accepted = tokio::select! {
        accepted = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)) => accepted,
        () = stop.wait() => return,
    };
    let Ok(Ok(stream)) = accepted else {
        return;
    };
    let Ok(exporter) = (stream.get_ref().1).export_keying_material([0; 32], TLS_EXPORTER, None)
    else {
        return;
    };
    let connection = Arc::new(Connection {
        exporter,
        address: address.ip().to_canonical(),
        source: address.ip().into(),
        stop: stop.clone(),
        place,
    });
    let service = TowerToHyperService::new(router.layer(Extension(connection)));
    let http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HANDSHAKE)
        .max_buf_size(16 * 1024)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(http);
    let ended = tokio::select! {
        ended = http.as_mut() => ended,
        () = stop.wait() => {
            http.as_mut().graceful_shutdown();
            http.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Counts connections by source, as long as nobody is signed in on them.
#[derive(Default)]
struct Door {
    counts: Mutex<HashMap<Source, usize>>,
}

/// A counted connection; leaving is dropping it.
pub(crate) struct Place {
    door: Arc<Door>,
    source: Source,
    shared: Arc<Shared>,
    signed_in: AtomicBool,
}

impl Door {
    fn enter(self: &Arc<Self>, shared: &Arc<Shared>, source: Source) -> Option<Place> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let all: i64 = shared.metrics.connections.get();
        let count = counts.get(&source).copied().unwrap_or(0);
        let too_many = usize::try_from(all).is_ok_and(|all| all >= shared.limits.connections);
        let of_one = match shared.limits.connections_per_source {
            of_one if shared.is_scarce() => of_one.div_ceil(SCARCE),
            of_one => of_one,
        };
        if too_many || count >= of_one {
            return None;
        }
        counts.insert(source, count + 1);
        shared.metrics.connections.inc();
        Some(Place {
            door: self.clone(),
            source,
            shared: shared.clone(),
            signed_in: AtomicBool::new(false),
        })
    }

    fn leave(&self, source: Source) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.get_mut(&source) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(counts.remove(&source)),
        }
    }
}

impl Place {
    /// A device signed in: from now on its account bounds it, not the address that it may share with a whole
    /// organisation.
    pub(crate) fn signed_in(&self) {
        if !self.signed_in.swap(true, Ordering::Relaxed) {
            self.door.leave(self.source);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.metrics.connections.dec();
        if !*self.signed_in.get_mut() {
            self.door.leave(self.source);
        }
    }
}
