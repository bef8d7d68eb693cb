//! The few HTTP paths: the link, health, metrics, and a page for whoever opens the address in a browser.

use std::sync::Arc;

use axum::extract::{Request, State, WebSocketUpgrade};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router, middleware};
use sotto_protocol::limits;

use crate::accept::Connection;
use crate::link;
use crate::shared::Shared;

const PAGE: &str = include_str!("page.html");

/// The paths.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .route("/v1/link", get(upgrade))
        .layer(middleware::from_fn_with_state(shared.clone(), pay))
        .with_state(shared)
}

/// Every request costs its sender a token, whatever it asks for.
async fn pay(
    State(shared): State<Arc<Shared>>,
    Extension(connection): Extension<Arc<Connection>>,
    request: Request,
    next: middleware::Next,
) -> Response {
    match shared.by_source.take(&connection.source, 1) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let seconds = wait.as_secs() + 1;
            let headers = [(header::RETRY_AFTER, seconds.to_string())];
            (
                StatusCode::TOO_MANY_REQUESTS,
                headers,
                "too many requests\n",
            )
                .into_response()
        }
    }
}

async fn page() -> Response {
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, PAGE).into_response()
}

/// Well means that the database answers.
async fn health(State(shared): State<Arc<Shared>>) -> Response {
    match shared.storage.answers().await {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not healthy");
            (StatusCode::SERVICE_UNAVAILABLE, "the database failed\n").into_response()
        }
    }
}

async fn metrics(
    State(shared): State<Arc<Shared>>,
    Extension(connection): Extension<Arc<Connection>>,
) -> Response {
    if !shared.metrics_for_all && !connection.address.is_loopback() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let counted = &shared.counted;
    match counted.get(&*shared.storage, shared.now()).await {
        Ok(counts) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], shared.metrics.text(counts)).into_response()
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Extension(connection): Extension<Arc<Connection>>,
    socket: WebSocketUpgrade,
) -> Response {
    socket
        .max_message_size(limits::MESSAGE)
        .max_frame_size(limits::MESSAGE)
        .read_buffer_size(16 * 1024)
        .write_buffer_size(0)
        .max_write_buffer_size(2 * limits::MESSAGE)
        .on_upgrade(move |socket| link::serve(socket, connection, shared))
}
