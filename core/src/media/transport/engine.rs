//! Makes the WebRTC engine for one call: one audio line, Opus, no header extensions.
//!
//! The settings come from trials, see the architecture notes: checks every 20 ms, no waiting
//! before a pair is accepted except on a relay, which would otherwise win against a direct path
//! that is a little slower to answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rtc::crypto::RTCCryptoProvider;
use rtc::dtls::extension::extension_use_srtp::SrtpProtectionProfile;
use rtc::interceptor::Registry;
use rtc::media_stream::MediaStreamTrack;
use rtc::peer_connection::configuration::interceptor_registry::configure_rtcp_reports;
use rtc::peer_connection::configuration::media_engine::{MIME_TYPE_OPUS, MediaEngine};
use rtc::peer_connection::configuration::setting_engine::SettingEngineBuilder;
use rtc::peer_connection::configuration::{
    RTCConfigurationBuilder, RTCIceServer, RTCIceTransportPolicy,
};
use rtc::peer_connection::transport::RTCDtlsRole;
use rtc::peer_connection::{RTCPeerConnection, RTCPeerConnectionBuilder};
use rtc::rtp_transceiver::RTCRtpSenderId;
use rtc::rtp_transceiver::rtp_sender::{
    RTCRtpCodec, RTCRtpCodecParameters, RTCRtpCodingParameters, RTCRtpEncodingParameters,
    RtpCodecKind,
};

use super::config::CandidatePolicy;
use super::error::TransportError;
use super::reports::{self, SharedReports, Tap};

/// Payload type offered for Opus; the answer may name another.
const OPUS: u8 = 111;
const CHECK_INTERVAL: Duration = Duration::from_millis(20);
/// Together 25 s, as long as ICE looks for a path at all.
const CHECK_ATTEMPTS: u16 = 1_250;
const DISCONNECTED_AFTER: Duration = Duration::from_secs(5);
const FAILED_AFTER: Duration = Duration::from_secs(20);
const KEEPALIVE: Duration = Duration::from_secs(1);
/// How long a relay pair waits for a better one, where better ones are allowed.
const RELAY_WAIT: Duration = Duration::from_millis(300);

/// A fresh engine with its audio track.
pub(super) fn build(
    now: Instant,
    policy: CandidatePolicy,
    ssrc: u32,
    reports: SharedReports,
    provider: Arc<dyn RTCCryptoProvider>,
) -> Result<(RTCPeerConnection, RTCRtpSenderId), TransportError> {
    let codec = RTCRtpCodec {
        mime_type: MIME_TYPE_OPUS.to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1".to_owned(),
        rtcp_feedback: vec![],
    };
    let mut media = MediaEngine::default();
    media.register_codec(
        RTCRtpCodecParameters {
            rtp_codec: codec.clone(),
            payload_type: OPUS,
        },
        RtpCodecKind::Audio,
    )?;
    let registry =
        configure_rtcp_reports(Registry::new()).with(reports::slot(), Tap::new(reports, ssrc));
    let relay_wait = match policy {
        CandidatePolicy::All => RELAY_WAIT,
        CandidatePolicy::RelayOnly => Duration::ZERO,
    };
    let settings = SettingEngineBuilder::new()
        .with_crypto_provider(provider)
        .with_ice_connection_attempts(Some(CHECK_INTERVAL), Some(CHECK_ATTEMPTS))
        .with_ice_timeouts(
            Some(DISCONNECTED_AFTER),
            Some(FAILED_AFTER),
            Some(KEEPALIVE),
        )
        .with_host_acceptance_min_wait(Some(Duration::ZERO))
        .with_srflx_acceptance_min_wait(Some(Duration::ZERO))
        .with_prflx_acceptance_min_wait(Some(Duration::ZERO))
        .with_relay_acceptance_min_wait(Some(relay_wait))
        .with_answering_dtls_role(RTCDtlsRole::Client)
        .with_srtp_protection_profiles(vec![
            SrtpProtectionProfile::Srtp_Aead_Aes_256_Gcm,
            SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm,
            SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80,
        ])
        .with_discard_local_candidates_during_ice_restart(true)
        .build();
    let mut configuration = RTCConfigurationBuilder::new();
    if policy == CandidatePolicy::RelayOnly {
        // The engine insists on a server entry before it takes the policy; it never contacts one.
        configuration = configuration
            .with_ice_transport_policy(RTCIceTransportPolicy::Relay)
            .with_ice_servers(vec![RTCIceServer {
                urls: vec!["turn:relay.invalid:3478".to_owned()],
                username: "-".to_owned(),
                credential: "-".to_owned(),
            }]);
    }
    let mut connection = RTCPeerConnectionBuilder::new()
        .with_configuration(configuration.build())
        .with_media_engine(media)
        .with_setting_engine(settings)
        .with_interceptor_registry(registry)
        .build(now)?;
    let track = MediaStreamTrack::new(
        "call".to_owned(),
        "voice".to_owned(),
        "voice".to_owned(),
        RtpCodecKind::Audio,
        vec![RTCRtpEncodingParameters {
            rtp_coding_parameters: RTCRtpCodingParameters {
                ssrc: Some(ssrc),
                ..Default::default()
            },
            active: true,
            codec,
            ..Default::default()
        }],
    );
    let sender = connection.add_track(track)?;
    Ok((connection, sender))
}
