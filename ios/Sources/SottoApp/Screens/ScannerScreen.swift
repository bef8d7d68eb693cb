// The scanner: the camera, and what the core makes of what it reads. It opens no link by itself.
import AVFoundation
import PhotosUI

/// What was read, and what the core says it is.
struct ScanModel: Equatable, Sendable {
    var text: String?
    var view: ScannerView?
    var cameraRuns = true
}

final class ScannerScreen: Screen<ScanModel> {
    /// Set where the text itself is wanted, as for joining.
    var onText: ((String) -> Void)?
    private var feed: ScanFeed?
    private var text: String?
    /// The camera saw it: only that counts as met in person.
    private var isSeen = false
    private var taken: String?
    private var cameraRuns = true
    private var lit = false { didSet { host.system.camera.torch(lit) } }
    private let preview = PreviewView(frame: .zero)
    private var watch: Watch?

    override func viewDidLoad() {
        super.viewDidLoad()
        title = host.words[.scanTitle]
        preview.isAccessibilityElement = true
        preview.accessibilityLabel = host.words[.scanTitle]
        preview.show(host.system.camera)
    }

    override func viewWillAppear(_ animated: Bool) {
        super.viewWillAppear(animated)
        watch = host.session.watch { [weak self] event in
            guard case .scanned(let contact) = event, self?.text != nil else { return }
            self?.taken = contact
            self?.refresh()
        }
        guard feed == nil, let feed = try? ScanFeed(host.system.camera) else { return }
        self.feed = feed
        Task { [weak self] in
            self?.cameraRuns = await feed.start { [weak self] in self?.found($0, seen: true) }
            self?.refresh()
        }
    }
    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        feed?.stop()
        feed = nil
        watch?()
    }

    override func read(_ phone: Phone) async -> ScanModel? {
        let read = isSeen ? phone.scannerView : phone.pastedView
        let view = taken.flatMap { phone.scannedView(contact: $0) } ?? text.map { read($0) }
        return ScanModel(text: text, view: view, cameraRuns: cameraRuns)
    }

    func found(_ found: String, seen: Bool) {
        if let onText { return onText(found) }
        guard text == nil else { return }
        (text, isSeen) = (found, seen)
        UINotificationFeedbackGenerator().notificationOccurred(.success)
        refresh()
    }

    private func again() {
        (text, taken) = (nil, nil)
        refresh()
    }

    @Pieces override func pieces(_ model: ScanModel) -> [any Piece] {
        if let view = model.view, let text = model.text {
            Group(view.words) {
                Words(view.verified, icon: .verified)
                Words(view.nothingOpened, .quiet)
                view.identifiers.map { identifier($0, view.contact, host) }
                Control(view.action, .check, .primary) { [weak self] in self?.act(view, text) }
                if view.contact == nil { plain(host.words[.cancel]) { [weak self] in self?.again() } }
            }
        } else {
            looking(model)
        }
    }

    /// The one thing to do: the core's button says which it is.
    private func act(_ view: ScannerView, _ text: String) {
        switch view.meaning {
        case .card, .person: host.attempt { try isSeen ? $0.scan(text: text) : $0.paste(text: text) }
        case .joinLink: host.attempt { try $0.join(link: text, name: "") }
        case .taken:
            navigationController?.popViewController(animated: true)
            if let contact = view.contact { host.open(ContactScreen(host, contact)) }
        default: again()
        }
    }

    @Pieces private func looking(_ model: ScanModel) -> [any Piece] {
        let words = host.words
        if model.cameraRuns { Kept(preview) } else {
            Words(words[.cameraWhy])
            plain(words[.systemSettings], .gear) { openSystemSettings() }
        }
        Row {
            plain(words[.picture], .picture, .tile) { [weak self] in self?.pick() }
            plain(words[.paste], .paste, .tile) { [weak self] in
                if let text = UIPasteboard.general.string { self?.found(text, seen: false) }
            }
            if host.system.camera.hasTorch { plain(words[.light], .torch, .tile) { [weak self] in self?.lit.toggle() } }
            if onText == nil, host.phone.myCard() != nil {
                plain(words[.card], .code, .tile) { [host] in host.open(CardScreen(host)) }
            }
        }
    }

    private func pick() {
        var configuration = PHPickerConfiguration()
        configuration.filter = .images
        let picker = PHPickerViewController(configuration: configuration)
        picker.delegate = self
        present(picker, animated: true)
    }
}

extension ScannerScreen: PHPickerViewControllerDelegate {
    func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult]) {
        picker.dismiss(animated: true)
        results.first?.itemProvider.loadDataRepresentation(forTypeIdentifier: "public.image") {
            @Sendable [weak self] data, _ in
            guard let data else { return }
            Task { @MainActor in
                do {
                    if let text = try await ScanFeed.text(in: data) { self?.found(text, seen: false) }
                } catch { self?.host.say(SottoKit.words(of: error)) }
            }
        }
    }
}

/// An identifier with its call button and the reason why not.
@MainActor func identifier(_ row: IdentifierRow, _ contact: String?, _ host: AppHost) -> any Piece {
    Group {
        Words(row.kind.words, .quiet)
        Words(row.value)
        contact.map { id in Control(row.call, .phone) { host.dial(id) } }
    }
}

/// What the camera sees, in a square.
final class PreviewView: Made {
    private var camera: AVCaptureVideoPreviewLayer?
    override func build() {
        backgroundColor = .black
        clipsToBounds = true
        layer.cornerRadius = 24
        layer.borderWidth = 3
        layer.borderColor = Palette.accent.cgColor
        heightAnchor.constraint(equalTo: widthAnchor, multiplier: 1).isActive = true
    }
    func show(_ source: any Camera) {
        guard let made = (source as? SystemCamera)?.previewLayer() else { return }
        layer.insertSublayer(made, at: 0)
        camera = made
    }
    override func layoutSubviews() {
        super.layoutSubviews()
        camera?.frame = bounds
        // upright as the screen is: the sensor lies on its side
        let angles: [UIInterfaceOrientation: CGFloat] = [.landscapeRight: 0, .landscapeLeft: 180, .portraitUpsideDown: 270]
        let angle = window?.windowScene.flatMap { angles[$0.interfaceOrientation] } ?? 90
        guard let connection = camera?.connection, connection.isVideoRotationAngleSupported(angle) else { return }
        connection.videoRotationAngle = angle
    }
}
