// AVFAudio: the audio session, the engine, the voice. Names and signatures from Apple's documentation.
@_exported import Foundation

public let AVAudioSessionInterruptionTypeKey = "AVAudioSessionInterruptionTypeKey"
/// https://developer.apple.com/documentation/avfaudio/avaudiosession
open class AVAudioSession: NSObject, @unchecked Sendable {
    public struct Port: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let builtInReceiver = Port(rawValue: "Receiver")
        public static let builtInSpeaker = Port(rawValue: "Speaker")
        public static let builtInMic = Port(rawValue: "MicrophoneBuiltIn")
        public static let headphones = Port(rawValue: "Headphones")
        public static let headsetMic = Port(rawValue: "MicrophoneWired")
        public static let bluetoothHFP = Port(rawValue: "BluetoothHFP")
        public static let bluetoothA2DP = Port(rawValue: "BluetoothA2DPOutput")
        public static let bluetoothLE = Port(rawValue: "BluetoothLE")
        public static let carAudio = Port(rawValue: "CarAudio")
        public static let usbAudio = Port(rawValue: "USBAudio")
        public static let airPlay = Port(rawValue: "AirPlay")
    }
    public struct Category: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let playAndRecord = Category(rawValue: "AVAudioSessionCategoryPlayAndRecord")
        public static let soloAmbient = Category(rawValue: "AVAudioSessionCategorySoloAmbient")
    }
    public struct Mode: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let `default` = Mode(rawValue: "AVAudioSessionModeDefault")
        public static let voiceChat = Mode(rawValue: "AVAudioSessionModeVoiceChat")
    }
    public struct CategoryOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let allowBluetooth = CategoryOptions(rawValue: 4)
    }
    public enum PortOverride: UInt, Sendable { case none = 0, speaker = 1_936_747_378 }

    private static let instance = AVAudioSession()
    open class func sharedInstance() -> AVAudioSession { instance }
    public static let routeChangeNotification = Notification.Name("AVAudioSessionRouteChangeNotification")
    public static let interruptionNotification = Notification.Name("AVAudioSessionInterruptionNotification")
    public enum InterruptionType: UInt, Sendable { case ended, began }
    /// Another app takes sound, or gives it back.
    public func stubInterrupt(_ began: Bool) {
        if began { stubActive = false }
        let type: InterruptionType = began ? .began : .ended
        NotificationCenter.default.post(
            name: Self.interruptionNotification, object: self, userInfo: [AVAudioSessionInterruptionTypeKey: type.rawValue])
    }
    public static let mediaServicesWereResetNotification = Notification.Name(
        "AVAudioSessionMediaServicesWereResetNotification")

    open private(set) var category = Category(rawValue: "AVAudioSessionCategorySoloAmbient")
    open private(set) var mode = Mode(rawValue: "AVAudioSessionModeDefault")
    open private(set) var categoryOptions: CategoryOptions = []
    open var currentRoute: AVAudioSessionRouteDescription {
        AVAudioSessionRouteDescription(inputs: stubInputs, outputs: stubOutputs)
    }
    open var availableInputs: [AVAudioSessionPortDescription]? {
        let offered = stubHeadsets.filter { $0 != .bluetoothHFP || categoryOptions.contains(.allowBluetooth) }
        return ([.builtInMic] + offered).map(AVAudioSessionPortDescription.init)
    }
    open func setCategory(
        _ category: AVAudioSession.Category, mode: AVAudioSession.Mode, options: AVAudioSession.CategoryOptions = []
    ) throws {
        (self.category, self.mode, categoryOptions) = (category, mode, options)
        if !options.contains(.allowBluetooth) { stubRoute { $0 == .bluetoothHFP } }
    }
    public struct SetActiveOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let notifyOthersOnDeactivation = SetActiveOptions(rawValue: 1)
    }
    open func setActive(_ active: Bool, options: AVAudioSession.SetActiveOptions = []) throws { stubActivate(active) }
    open func setPreferredSampleRate(_ sampleRate: Double) throws {}
    open func setPreferredIOBufferDuration(_ duration: TimeInterval) throws {}
    open func setPreferredInput(_ inPort: AVAudioSessionPortDescription?) throws {
        stubPreferred = inPort?.portType
        stubTurn()
    }
    open func overrideOutputAudioPort(_ portOverride: AVAudioSession.PortOverride) throws {
        stubOverride = portOverride
        stubTurn()
    }

    // the tests' side
    public var stubOverride: PortOverride = .none
    public var stubPreferred: Port?
    public var stubInputs: [Port] = [.builtInMic]
    /// Outside an active session sound comes from the speaker.
    public var stubOutputs: [Port] = [.builtInSpeaker]
    public private(set) var stubActive = false
    /// Headsets with a microphone that are there, used or not.
    public private(set) var stubHeadsets: [Port] = []
    /// One came, or all went; it is not used by itself.
    public func stubPlug(_ headset: Port?) {
        stubHeadsets = headset.map { [$0] } ?? []
        NotificationCenter.default.post(name: Self.routeChangeNotification, object: self)
    }
    /// Sound takes the way that was asked for: later, as on a phone.
    private func stubTurn() {
        DispatchQueue.main.async {
            // a cable stays plugged in
            guard self.stubActive, !self.stubOutputs.contains(.headphones) else { return }
            let headset = self.stubHeadsets.first { $0 == self.stubPreferred }
            self.stubSet(self.stubOverride == .speaker ? .builtInSpeaker : headset ?? .builtInReceiver)
        }
    }
    /// As after a start of the phone.
    public func stubReset() {
        (stubActive, stubOverride, stubOutputs, stubHeadsets) = (false, .none, [.builtInSpeaker], [])
        stubPreferred = nil
    }
    /// By the app, or by CallKit: a call is held to the ear, unless a cable is plugged in.
    public func stubActivate(_ active: Bool) {
        guard stubActive != active else { return }
        stubActive = active
        if stubOutputs.contains(.headphones) { return }
        let ear = active && category == .playAndRecord && stubOverride != .speaker
        stubOutputs = [ear ? .builtInReceiver : .builtInSpeaker]
    }
    /// The person or the system chose another route.
    public func stubSet(_ output: Port) {
        guard stubOutputs != [output] else { return }
        stubOutputs = [output]
        NotificationCenter.default.post(name: Self.routeChangeNotification, object: self)
    }
    private func stubRoute(_ gone: (Port) -> Bool) {
        if stubOutputs.contains(where: gone) { stubSet(stubActive ? .builtInReceiver : .builtInSpeaker) }
    }
}

open class AVAudioSessionPortDescription: NSObject {
    public let portType: AVAudioSession.Port
    public init(_ stubPort: AVAudioSession.Port) { portType = stubPort }
}
open class AVAudioSessionRouteDescription: NSObject {
    public let inputs: [AVAudioSessionPortDescription]
    public let outputs: [AVAudioSessionPortDescription]
    init(inputs: [AVAudioSession.Port], outputs: [AVAudioSession.Port]) {
        self.inputs = inputs.map(AVAudioSessionPortDescription.init)
        self.outputs = outputs.map(AVAudioSessionPortDescription.init)
    }
}

/// https://developer.apple.com/documentation/avfaudio/avaudioapplication
open class AVAudioApplication: NSObject, @unchecked Sendable {
    public enum recordPermission: Int, Sendable { case undetermined, denied, granted }
    public static let shared = AVAudioApplication()
    open var recordPermission: recordPermission {
        Self.stubUndecided ? .undetermined : Self.stubGrants ? .granted : .denied
    }
    /// What the person says, or said.
    nonisolated(unsafe) public static var stubGrants = true
    nonisolated(unsafe) public static var stubUndecided = false
    /// The question for it comes up over the app.
    nonisolated(unsafe) public static var stubAlert: (@MainActor () -> Void)?
    open class func requestRecordPermission() async -> Bool {
        if stubUndecided { await stubAlert?() }
        stubUndecided = false
        return stubGrants
    }
}

public typealias AVAudioFrameCount = UInt32
public typealias AVAudioNodeBus = Int
/// https://developer.apple.com/documentation/avfaudio/avaudioformat
open class AVAudioFormat: NSObject, @unchecked Sendable {
    public let sampleRate: Double
    public let channelCount: UInt32
    public init?(commonFormat format: AVAudioCommonFormat, sampleRate: Double, channels: UInt32, interleaved: Bool) {
        (self.sampleRate, channelCount) = (sampleRate, channels)
    }
}
public enum AVAudioCommonFormat: UInt, Sendable { case otherFormat = 0, pcmFormatFloat32, pcmFormatFloat64, pcmFormatInt16 }
open class AVAudioBuffer: NSObject {
    public let format: AVAudioFormat
    init(_ format: AVAudioFormat) { self.format = format }
}
open class AVAudioPCMBuffer: AVAudioBuffer {
    public var frameLength: AVAudioFrameCount = 0
    public let frameCapacity: AVAudioFrameCount
    private let samples: UnsafeMutablePointer<Float>
    private let channels: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let stubOwns: Bool
    public var floatChannelData: UnsafePointer<UnsafeMutablePointer<Float>>? { UnsafePointer(channels) }
    public init?(pcmFormat format: AVAudioFormat, frameCapacity: AVAudioFrameCount) {
        self.frameCapacity = frameCapacity
        stubOwns = true
        samples = .allocate(capacity: Int(frameCapacity))
        samples.initialize(repeating: 0, count: Int(frameCapacity))
        channels = .allocate(capacity: 1)
        channels.initialize(to: samples)
        super.init(format)
    }
    /// Over memory of another's: as long as it is.
    public init?(
        pcmFormat format: AVAudioFormat, bufferListNoCopy bufferList: UnsafePointer<AudioBufferList>,
        deallocator: ((UnsafePointer<AudioBufferList>) -> Void)? = nil
    ) {
        let buffer = bufferList.pointee.mBuffers
        guard let memory = buffer.mData else { return nil }
        frameCapacity = buffer.mDataByteSize / 4
        (frameLength, stubOwns) = (frameCapacity, false)
        samples = memory.assumingMemoryBound(to: Float.self)
        channels = .allocate(capacity: 1)
        channels.initialize(to: samples)
        super.init(format)
    }
    deinit {
        if stubOwns { samples.deallocate() }
        channels.deallocate()
    }
}
public enum AVAudioConverterInputStatus: Int, Sendable { case haveData, noDataNow, endOfStream }
public enum AVAudioConverterOutputStatus: Int, Sendable { case haveData, inputRanDry, endOfStream, error }
public typealias AVAudioConverterInputBlock = @Sendable (
    AVAudioFrameCount, UnsafeMutablePointer<AVAudioConverterInputStatus>
) -> AVAudioBuffer?
/// https://developer.apple.com/documentation/avfaudio/avaudioconverter
open class AVAudioConverter: NSObject {
    public let inputFormat, outputFormat: AVAudioFormat
    public init?(from fromFormat: AVAudioFormat, to toFormat: AVAudioFormat) {
        (inputFormat, outputFormat) = (fromFormat, toFormat)
    }
    /// The nearest sample: enough to hear whether a tone is still one.
    open func convert(
        to outputBuffer: AVAudioBuffer, error outError: UnsafeMutablePointer<NSError?>?, withInputFrom inputBlock: AVAudioConverterInputBlock
    ) -> AVAudioConverterOutputStatus {
        var status = AVAudioConverterInputStatus.endOfStream
        guard let input = inputBlock(1, &status) as? AVAudioPCMBuffer, status == .haveData,
            let output = outputBuffer as? AVAudioPCMBuffer, input.format.sampleRate == inputFormat.sampleRate
        else { return .error }
        let step = inputFormat.sampleRate / outputFormat.sampleRate
        let count = min(Int(Double(input.frameLength) / step), Int(output.frameCapacity))
        for index in 0..<count {
            output.floatChannelData![0][index] = input.floatChannelData![0][Int(Double(index) * step)]
        }
        output.frameLength = AVAudioFrameCount(count)
        return count < Int(output.frameCapacity) ? .inputRanDry : .haveData
    }
}

open class AVAudioNode: NSObject {
    /// What the device gives.
    nonisolated(unsafe) public static var stubRate = 48_000.0
    open func outputFormat(forBus bus: AVAudioNodeBus) -> AVAudioFormat {
        AVAudioFormat(commonFormat: .pcmFormatFloat32, sampleRate: Self.stubRate, channels: 1, interleaved: false)!
    }
}
open class AVAudioMixerNode: AVAudioNode {}
open class AVAudioInputNode: AVAudioNode {
    open func setVoiceProcessingEnabled(_ enabled: Bool) throws {}
}
public struct AudioBuffer { public var mDataByteSize: UInt32; public var mData: UnsafeMutableRawPointer? }
public struct UnsafeMutableAudioBufferListPointer: Sequence {
    let list: UnsafeMutablePointer<AudioBufferList>
    public init(_ list: UnsafeMutablePointer<AudioBufferList>) { self.list = list }
    public func makeIterator() -> IndexingIterator<[AudioBuffer]> { [list.pointee.mBuffers].makeIterator() }
}
public struct AudioBufferList { public var mBuffers: AudioBuffer }
public struct AudioTimeStamp {}
public typealias OSStatus = Int32
public typealias AVAudioSourceNodeRenderBlock = @Sendable (
    UnsafeMutablePointer<ObjCBool>, UnsafePointer<AudioTimeStamp>, AVAudioFrameCount,
    UnsafeMutablePointer<AudioBufferList>
) -> OSStatus
open class AVAudioSourceNode: AVAudioNode {
    public let stubBlock: AVAudioSourceNodeRenderBlock
    public init(format: AVAudioFormat, renderBlock block: @escaping AVAudioSourceNodeRenderBlock) { stubBlock = block }
}

public typealias AVAudioSinkNodeReceiverBlock = @Sendable (
    UnsafePointer<AudioTimeStamp>, AVAudioFrameCount, UnsafePointer<AudioBufferList>
) -> OSStatus
/// https://developer.apple.com/documentation/avfaudio/avaudiosinknode
open class AVAudioSinkNode: AVAudioNode {
    public let stubBlock: AVAudioSinkNodeReceiverBlock
    public init(receiverBlock block: @escaping AVAudioSinkNodeReceiverBlock) { stubBlock = block }
}

/// https://developer.apple.com/documentation/avfaudio/avaudioengine
open class AVAudioEngine: NSObject {
    public let inputNode = AVAudioInputNode()
    public let mainMixerNode = AVAudioMixerNode()
    nonisolated(unsafe) public static weak var stubLast: AVAudioEngine?
    public override init() {
        super.init()
        Self.stubLast = self
    }
    open private(set) var isRunning = false
    /// The device is gone.
    nonisolated(unsafe) public static var stubLost = false
    public struct StubError: Error {}
    public var stubNodes: [AVAudioNode] = []
    open func attach(_ node: AVAudioNode) { stubNodes.append(node) }
    open func detach(_ node: AVAudioNode) { stubNodes.removeAll { $0 === node } }
    /// What takes the microphone.
    public private(set) weak var stubSink: AVAudioSinkNode?
    open func connect(_ node1: AVAudioNode, to node2: AVAudioNode, format: AVAudioFormat?) {
        // as on a phone: both have to be there
        precondition(([inputNode, mainMixerNode] + stubNodes).filter { $0 === node1 || $0 === node2 }.count == 2)
        guard let sink = node2 as? AVAudioSinkNode else { return }
        // and a sink takes the microphone's own format, from there only
        precondition(node1 === inputNode && format?.sampleRate == inputNode.outputFormat(forBus: 0).sampleRate)
        stubSink = sink
    }
    open func prepare() {}
    open func start() throws {
        if Self.stubLost { throw StubError() }
        isRunning = true
    }
    open func stop() { isRunning = false }
    /// The microphone hears 20 ms of a tone; what the earpiece plays meanwhile, its loudest sample.
    public func stubTwentyMilliseconds() -> Float {
        guard isRunning else { return 0 }
        let format = inputNode.outputFormat(forBus: 0)
        if let sink = stubSink {
            var piece = (0..<Int(format.sampleRate / 50)).map {
                Float(sin(Double($0) * 2 * .pi * 450 / format.sampleRate)) / 2
            }
            piece.withUnsafeMutableBytes { bytes in
                let buffer = AudioBuffer(mDataByteSize: UInt32(bytes.count), mData: bytes.baseAddress)
                var (list, time) = (AudioBufferList(mBuffers: buffer), AudioTimeStamp())
                _ = sink.stubBlock(&time, AVAudioFrameCount(bytes.count / 4), &list)
            }
        }
        var loudest: Float = 0
        for case let source as AVAudioSourceNode in stubNodes {
            var samples = [Float](repeating: 0, count: 960)
            samples.withUnsafeMutableBytes { bytes in
                let buffer = AudioBuffer(mDataByteSize: 3_840, mData: bytes.baseAddress)
                var list = AudioBufferList(mBuffers: buffer)
                var silent = ObjCBool(false)
                var time = AudioTimeStamp()
                _ = source.stubBlock(&silent, &time, 960, &list)
            }
            loudest = max(loudest, samples.map(abs).max() ?? 0)
        }
        return loudest
    }
}

extension Notification.Name {
    public static let AVAudioEngineConfigurationChange = Notification.Name("AVAudioEngineConfigurationChangeNotification")
}

/// https://developer.apple.com/documentation/avfaudio/avspeechsynthesizer
open class AVSpeechSynthesizer: NSObject {
    open weak var delegate: (any AVSpeechSynthesizerDelegate)?
    open var usesApplicationAudioSession = true
    public var stubSaid: [String] = []
    nonisolated(unsafe) public static weak var stubLast: AVSpeechSynthesizer?
    public override init() {
        super.init()
        Self.stubLast = self
    }
    open func speak(_ utterance: AVSpeechUtterance) { stubSaid.append(utterance.speechString) }
    public func stubFinish() {
        delegate?.speechSynthesizer(self, didFinish: AVSpeechUtterance(string: stubSaid.last ?? ""))
    }
    public private(set) var stubStopped = 0
    open func stopSpeaking(at boundary: AVSpeechBoundary) -> Bool {
        stubStopped += 1
        return true
    }
}
public enum AVSpeechBoundary: Int, Sendable { case immediate, word }
open class AVSpeechUtterance: NSObject {
    public let speechString: String
    public init(string: String) { speechString = string }
}
public protocol AVSpeechSynthesizerDelegate: NSObjectProtocol {
    func speechSynthesizer(_ synthesizer: AVSpeechSynthesizer, didFinish utterance: AVSpeechUtterance)
}
