// AVAudioSession, AVAudioEngine and the voice.
import AVFAudio

final class SystemAudio: AudioSession {
    private let session = AVAudioSession.sharedInstance()
    private var wireless = true
    private var isActive = false
    private var watches: [any NSObjectProtocol] = []
    let hasReceiver: Bool
    var onRouteChange: (@MainActor () -> Void)?

    init(hasReceiver: Bool) {
        self.hasReceiver = hasReceiver
        watches = observe([AVAudioSession.routeChangeNotification]) { [weak self] in self?.onRouteChange?() }
    }

    var route: [SoundPort] {
        // a ring is nobody's sound
        guard isActive, session.category == .playAndRecord else { return [] }
        let route = session.currentRoute
        return (route.inputs + route.outputs).map { Self.port($0.portType) }
    }

    private static func port(_ type: AVAudioSession.Port) -> SoundPort {
        switch type {
        case .builtInReceiver: .receiver
        case .builtInMic: .builtInMicrophone
        case .builtInSpeaker: .speaker
        case .headphones, .headsetMic, .usbAudio: .wired
        case .bluetoothHFP, .bluetoothA2DP, .bluetoothLE: .wireless
        default: .other
        }
    }

    func activate(_ on: Bool, itself: Bool) {
        guard on != isActive else { return }
        isActive = on
        // the next sound takes its own way
        if !on { release() }
        // what fails is heard of when sound does not start
        if itself { try? session.setActive(on, options: on ? [] : .notifyOthersOnDeactivation) }
        onRouteChange?()
    }

    func prepare(rings: Bool) throws {
        if rings { return try session.setCategory(.soloAmbient, mode: .default) }
        try session.setCategory(.playAndRecord, mode: .voiceChat, options: wireless ? .allowBluetooth : [])
        try session.setPreferredSampleRate(48_000)
        try session.setPreferredIOBufferDuration(0.01)
    }

    var there: [AudioRoute] {
        let ways = ((session.availableInputs ?? []).map { Self.port($0.portType) } + route).compactMap(\.way)
        // a cable takes the earpiece's place
        let ear: [AudioRoute] = hasReceiver && !ways.contains(.wired) ? [.earpiece] : []
        return [.wired, .bluetooth].filter(ways.contains) + ear + [.speaker]
    }

    func use(_ way: AudioRoute) {
        // where the system refuses, the route shows it
        try? session.overrideOutputAudioPort(way == .speaker ? .speaker : .none)
        let input = session.availableInputs?.first { (Self.port($0.portType).way ?? .earpiece) == way }
        try? session.setPreferredInput(input)
    }

    func release() {
        try? session.overrideOutputAudioPort(.none)
        try? session.setPreferredInput(nil)
    }

    func offerWireless(_ offer: Bool) {
        guard wireless != offer else { return }
        wireless = offer
        // before a call the category is not set yet, and the next call sets it so
        if session.category == .playAndRecord { try? prepare(rings: false) }
    }
}

/// Moves sound between the engine's thread and the core, 48 kHz mono.
final class SystemSound: SoundCard {
    private var engine = AVAudioEngine()
    private var watches: [any NSObjectProtocol] = []
    var onBreak: (@MainActor () -> Void)?
    var onInterruption: (@MainActor () -> Void)?

    init() {
        let breaks = [.AVAudioEngineConfigurationChange, AVAudioSession.mediaServicesWereResetNotification]
        watches = observe(breaks) { [weak self] in self?.onBreak?() }
        let taken = AVAudioSession.interruptionNotification
        watches.append(NotificationCenter.default.addObserver(forName: taken, object: nil, queue: nil) { @Sendable [weak self] in
            let began = AVAudioSession.InterruptionType.began.rawValue
            let isTaken = $0.userInfo?[AVAudioSessionInterruptionTypeKey] as? UInt == began
            Task { @MainActor in isTaken ? self?.onInterruption?() : self?.onBreak?() }
        })
    }

    func mayListen() async -> Bool { await AVAudioApplication.requestRecordPermission() }

    func start(_ phone: Phone, listens: Bool) throws -> Bool {
        stop()
        // the permission can be taken away at any time
        let may = AVAudioApplication.shared.recordPermission == .granted
        guard
            let format = AVAudioFormat(
                commonFormat: .pcmFormatFloat32, sampleRate: 48_000, channels: 1, interleaved: false)
        else { throw SystemError.missing }
        if listens, may { try listen(phone, format) }
        let source = AVAudioSourceNode(format: format) { @Sendable _, _, frames, list in
            let piece = phone.pullLoudspeaker(samples: frames)
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
        engine.attach(source)
        engine.connect(source, to: engine.mainMixerNode, format: format)
        engine.prepare()
        try engine.start()
        return may || !listens
    }

    /// In the microphone's own format, whatever it is; converted here.
    private func listen(_ phone: Phone, _ format: AVAudioFormat) throws {
        let input = engine.inputNode
        // the system's echo canceller
        try input.setVoiceProcessingEnabled(true)
        let own = input.outputFormat(forBus: 0)
        guard own.sampleRate > 0, let converter = AVAudioConverter(from: own, to: format) else { throw SystemError.missing }
        let ear = Ear(converter, own, format)
        let sink = AVAudioSinkNode { @Sendable _, _, list in
            if let piece = ear.piece(list) { phone.pushMicrophone(piece: piece) }
            return 0
        }
        engine.attach(sink)
        engine.connect(input, to: sink, format: own)
    }

    func stop() {
        engine.stop()
        // a new one: an engine whose device went does not come back
        engine = AVAudioEngine()
    }
}

/// Makes 16 bits at 48 kHz of what the microphone gives, on the engine's thread only.
private final class Ear: @unchecked Sendable {
    private let converter: AVAudioConverter
    private let own, format: AVAudioFormat
    private var next: AVAudioPCMBuffer?
    init(_ converter: AVAudioConverter, _ own: AVAudioFormat, _ format: AVAudioFormat) {
        (self.converter, self.own, self.format) = (converter, own, format)
    }

    func piece(_ list: UnsafePointer<AudioBufferList>) -> Data? {
        // the system's own memory, used before this returns
        guard let buffer = AVAudioPCMBuffer(pcmFormat: own, bufferListNoCopy: list, deallocator: nil) else { return nil }
        // a little more than its share: the converter may have kept some of the piece before
        let room = AVAudioFrameCount(Double(buffer.frameLength) * format.sampleRate / own.sampleRate) + 64
        guard let made = AVAudioPCMBuffer(pcmFormat: format, frameCapacity: room) else { return nil }
        next = buffer
        let status = converter.convert(to: made, error: nil) { @Sendable [self] _, status in
            status.pointee = next == nil ? .noDataNow : .haveData
            defer { next = nil }
            return next
        }
        guard status != .error, let samples = made.floatChannelData?[0] else { return nil }
        let piece = (0..<Int(made.frameLength)).map { Int16(max(-1, min(1, samples[$0])) * 32_767) }
        return piece.withUnsafeBytes { Data($0) }
    }
}

/// Speaks typed Dings, through the call's audio session and so through the earpiece.
final class SystemVoice: NSObject, Voice {
    private let synthesizer: AVSpeechSynthesizer
    private var done: (@MainActor () -> Void)?
    init(_ synthesizer: AVSpeechSynthesizer) {
        self.synthesizer = synthesizer
        super.init()
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
