// AVAudioSession, AVAudioEngine and the voice.
import AVFAudio
import SottoKit
import UIKit

final class SystemAudio: AudioSession {
    private let session = AVAudioSession.sharedInstance()
    private var wireless = true
    private var watch: (any NSObjectProtocol)?
    let hasReceiver: Bool
    var onRouteChange: (@MainActor () -> Void)?

    init(hasReceiver: Bool) {
        self.hasReceiver = hasReceiver
        // on whatever thread the change happened
        watch = NotificationCenter.default.addObserver(
            forName: AVAudioSession.routeChangeNotification, object: nil, queue: nil
        ) { @Sendable [weak self] _ in
            Task { @MainActor in self?.onRouteChange?() }
        }
    }

    var route: [SoundPort] {
        let route = session.currentRoute
        return (route.inputs + route.outputs).map { Self.port($0.portType) }
    }

    private static func port(_ type: AVAudioSession.Port) -> SoundPort {
        switch type {
        case .builtInReceiver: .receiver
        case .builtInMic: .builtInMicrophone
        case .builtInSpeaker: .speaker
        case .headphones, .headsetMic: .wired
        case .bluetoothHFP, .bluetoothA2DP, .bluetoothLE: .wireless
        default: .other
        }
    }

    func prepare() throws {
        try session.setCategory(.playAndRecord, mode: .voiceChat, options: wireless ? .allowBluetooth : [])
        try session.setPreferredSampleRate(48_000)
        try session.setPreferredIOBufferDuration(0.01)
    }

    func useReceiver() {
        // where the system refuses, the lever sees it in the route
        try? session.overrideOutputAudioPort(.none)
        try? session.setPreferredInput(session.availableInputs?.first { $0.portType == .builtInMic })
    }

    func useSpeaker() { try? session.overrideOutputAudioPort(.speaker) }

    func offerWireless(_ offer: Bool) {
        guard wireless != offer else { return }
        wireless = offer
        // before a call the category is not set yet, and the next call sets it so
        if session.category == .playAndRecord { try? prepare() }
    }
}

/// Moves sound between the engine's thread and the core, 48 kHz mono.
final class SystemSound: SoundCard {
    private let engine = AVAudioEngine()
    private var source: AVAudioSourceNode?

    func mayListen() async -> Bool { await AVAudioApplication.requestRecordPermission() }

    func start(_ pump: SoundPump) throws {
        guard !engine.isRunning else { return }
        guard
            let format = AVAudioFormat(
                commonFormat: .pcmFormatFloat32, sampleRate: 48_000, channels: 1, interleaved: false)
        else { return }
        // the system's echo canceller
        try engine.inputNode.setVoiceProcessingEnabled(true)
        engine.inputNode.installTap(onBus: 0, bufferSize: 480, format: format) { @Sendable buffer, _ in
            guard let samples = buffer.floatChannelData?[0] else { return }
            let piece = (0..<Int(buffer.frameLength)).map { Int16(max(-1, min(1, samples[$0])) * 32_767) }
            pump.microphone(piece.withUnsafeBytes { Data($0) })
        }
        let source = AVAudioSourceNode(format: format) { @Sendable _, _, frames, list in
            let piece = pump.loudspeaker(Int(frames))
            for buffer in UnsafeMutableAudioBufferListPointer(list) {
                guard let target = buffer.mData?.assumingMemoryBound(to: Float.self) else { continue }
                piece.withUnsafeBytes { bytes in
                    let samples = bytes.bindMemory(to: Int16.self)
                    for index in 0..<Int(frames) {
                        target[index] = index < samples.count ? Float(samples[index]) / 32_768 : 0
                    }
                }
            }
            return 0
        }
        self.source = source
        engine.attach(source)
        engine.connect(source, to: engine.mainMixerNode, format: format)
        engine.prepare()
        try engine.start()
    }

    func stop() {
        guard let source else { return }
        engine.stop()
        engine.inputNode.removeTap(onBus: 0)
        engine.detach(source)
        self.source = nil
    }
}

/// Speaks typed Dings, through the call's audio session and so through the earpiece.
final class SystemVoice: Voice {
    private let synthesizer = AVSpeechSynthesizer()
    private var done: (@MainActor () -> Void)?
    init() {
        synthesizer.usesApplicationAudioSession = true
        synthesizer.delegate = self
    }
    func speak(_ text: String, done: @escaping @MainActor () -> Void) -> Bool {
        self.done = done
        synthesizer.speak(AVSpeechUtterance(string: text))
        return true
    }
    func hush() {
        done = nil
        _ = synthesizer.stopSpeaking(at: .immediate)
    }
}

extension SystemVoice: @preconcurrency AVSpeechSynthesizerDelegate {
    func speechSynthesizer(_ synthesizer: AVSpeechSynthesizer, didFinish utterance: AVSpeechUtterance) {
        done?()
        done = nil
    }
}
