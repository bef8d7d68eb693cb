use tokio::net::TcpListener;

use crate::push::answer::Failed;
use crate::push::connect::Connector;

/// A name may lead anywhere, and elsewhere at the next look-up: what counts is the address that is connected to.
#[tokio::test]
async fn a_name_that_leads_into_ones_own_network_is_not_connected_to() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connector = Connector::new(Vec::new());
    for host in [
        "localhost",
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "0x7f.1",
    ] {
        let failed = connector.connect(host, port, true).await.err();
        assert_eq!(failed, Some(Failed::PrivateAddress), "{host}");
    }
    let nobody =
        std::future::poll_fn(|cx| std::task::Poll::Ready(listener.poll_accept(cx).is_pending()));
    assert!(nobody.await, "nobody came");
}
