//! Our transport and the async `webrtc` crate complete a call's media over loopback, each as
//! offerer and as answerer.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::media_engine::{MIME_TYPE_OPUS, MediaEngine};
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RtpCodecKind,
};
use sotto_core::media::transport::{CandidatePolicy, Description, Role};
use sotto_tests::transport_io::{Live, tone};
use webrtc::media_stream::track_local::TrackLocal;
use webrtc::media_stream::track_local::static_rtp::TrackLocalStaticRTP;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::{
    PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCIceGatheringState,
    RTCPeerConnectionState, RTCSessionDescription,
};

const SSRC: u32 = 4_242;
const PAYLOAD_TYPE: u8 = 109;
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Clone)]
struct Peer {
    gathered: Arc<tokio::sync::Notify>,
    connected: Arc<tokio::sync::Notify>,
    heard: Arc<AtomicUsize>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Peer {
    async fn on_ice_gathering_state_change(&self, state: RTCIceGatheringState) {
        if state == RTCIceGatheringState::Complete {
            self.gathered.notify_one();
        }
    }

    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        if state == RTCPeerConnectionState::Connected {
            self.connected.notify_one();
        }
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        let heard = self.heard.clone();
        let tone = tone();
        tokio::spawn(async move {
            while let Some(event) = track.poll().await {
                if let TrackRemoteEvent::OnRtpPacket(packet) = event {
                    assert!(tone.contains(&packet.payload.to_vec()));
                    heard.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
}

fn codec() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1".to_owned(),
        rtcp_feedback: vec![],
    }
}

async fn make_peer() -> (Peer, impl PeerConnection, Arc<TrackLocalStaticRTP>) {
    let peer = Peer {
        gathered: Arc::default(),
        connected: Arc::default(),
        heard: Arc::default(),
    };
    let mut media = MediaEngine::default();
    media
        .register_codec(
            RTCRtpCodecParameters {
                rtp_codec: codec(),
                payload_type: PAYLOAD_TYPE,
            },
            RtpCodecKind::Audio,
        )
        .unwrap();
    let connection = PeerConnectionBuilder::new()
        .with_media_engine(media)
        .with_handler(Arc::new(peer.clone()))
        .with_runtime(webrtc::runtime::default_runtime().unwrap())
        .with_udp_addrs(vec!["127.0.0.1:0".to_owned()])
        .build()
        .await
        .unwrap();
    let track = Arc::new(TrackLocalStaticRTP::new(MediaStreamTrack::new(
        "peer".to_owned(),
        "voice".to_owned(),
        "voice".to_owned(),
        RtpCodecKind::Audio,
        vec![RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters {
                ssrc: Some(SSRC),
                ..Default::default()
            },
            codec: codec(),
            ..Default::default()
        }],
    )));
    connection
        .add_track(Arc::clone(&track) as Arc<dyn TrackLocal>)
        .await
        .unwrap();
    (peer, connection, track)
}

/// Says the tone until it is told to stop.
async fn talk(track: Arc<TrackLocalStaticRTP>, payload_type: u8) {
    let tone = tone();
    for n in 0..1_000u32 {
        let packet = rtc::rtp::packet::Packet {
            header: rtc::rtp::header::Header {
                version: 2,
                payload_type,
                sequence_number: n as u16,
                timestamp: n * 960,
                ssrc: SSRC,
                ..Default::default()
            },
            payload: tone[n as usize % tone.len()].clone().into(),
        };
        if track.write_rtp(packet).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Both talk for a while; both must hear.
async fn both_hear(live: &mut Live, peer: &Peer, track: Arc<TrackLocalStaticRTP>, pt: u8) {
    let began = Instant::now();
    assert!(live.run_until(PATIENCE, |l| l.connected.is_some()).await);
    println!("connected after {:?}", began.elapsed());
    tokio::time::timeout(PATIENCE, peer.connected.notified())
        .await
        .expect("the peer says connected too");
    let talking = tokio::spawn(talk(track, pt));
    live.speech = tone();
    let heard = peer.heard.clone();
    let both = live.run_until(PATIENCE, |l| {
        l.heard.len() >= 100 && heard.load(Ordering::Relaxed) >= 100
    });
    assert!(
        both.await,
        "heard {} and {:?}",
        live.heard.len(),
        peer.heard
    );
    talking.abort();
    let tone = tone();
    assert!(live.heard.iter().all(|m| tone.contains(&m.payload)));
    assert!(
        live.heard
            .windows(2)
            .all(|w| w[1].timestamp - w[0].timestamp == 960)
    );
    assert!(live.transport.figures().round_trip.unwrap() < Duration::from_millis(200));
}

async fn gathered(peer: &Peer, connection: &impl PeerConnection) -> Description {
    // Gathering on loopback is instant; the description is complete either way after a moment.
    let _ = tokio::time::timeout(Duration::from_secs(5), peer.gathered.notified()).await;
    Description::new(connection.local_description().await.unwrap().sdp).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn we_offer_and_the_webrtc_crate_answers() {
    let mut live = Live::new(Role::Offerer, CandidatePolicy::All, vec![]).await;
    let (peer, connection, track) = make_peer().await;
    let offer = live.transport.offer(Instant::now()).unwrap();
    let offer = RTCSessionDescription::offer(offer.as_str().to_owned()).unwrap();
    connection.set_remote_description(offer).await.unwrap();
    let answer = connection.create_answer(None).await.unwrap();
    connection.set_local_description(answer).await.unwrap();
    let answer = gathered(&peer, &connection).await;
    live.transport
        .accept_answer(Instant::now(), &answer)
        .unwrap();
    both_hear(&mut live, &peer, track, 111).await;
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_webrtc_crate_offers_and_we_answer() {
    let mut live = Live::new(Role::Answerer, CandidatePolicy::All, vec![]).await;
    let (peer, connection, track) = make_peer().await;
    let offer = connection.create_offer(None).await.unwrap();
    connection.set_local_description(offer).await.unwrap();
    let offer = gathered(&peer, &connection).await;
    let answer = live.transport.accept_offer(Instant::now(), &offer).unwrap();
    let answer = RTCSessionDescription::answer(answer.as_str().to_owned()).unwrap();
    connection.set_remote_description(answer).await.unwrap();
    both_hear(&mut live, &peer, track, PAYLOAD_TYPE).await;
    connection.close().await.unwrap();
}
