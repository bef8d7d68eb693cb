// The scanner: the camera, and what the core makes of what it reads. It opens no link by itself.
import AVFoundation
import PhotosUI

/// What was read, and what the core says it is; or why the camera reads nothing.
struct ScanModel: Equatable, Sendable {
    var text: String?
    var view: ScannerView?
    var trouble: ShellWords.Key?
}

final class ScannerScreen: Screen<ScanModel> {
    /// Set where the text itself is wanted, as for joining.
    var onText: ((String) -> Void)?
    /// A picture is chosen first.
    var picks = false
    private var scanner: Sotto.Scanner?
    private var text: String?
    /// The camera saw it: only that counts as met in person.
    private var wasSeen = false
    private var taken: String?
    private var trouble: ShellWords.Key?
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
    }
    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        if picks { pick() }
        picks = false
    }
    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        rest()
        watch?()
    }

    override func read(_ phone: Phone) async -> ScanModel? {
        if isSeen, text == nil, !picks { look() } else { rest() }
        let read = wasSeen ? phone.scannerView : phone.pastedView
        let view = taken.flatMap { phone.scannedView(contact: $0) } ?? text.map { read($0) }
        return ScanModel(text: text, view: view, trouble: trouble)
    }

    /// The camera runs while somebody looks at what it sees.
    private func look() {
        guard scanner == nil, let scanner = try? Sotto.Scanner() else { return }
        self.scanner = scanner
        let camera = host.system.camera
        camera.onBusy = { [weak self] in self?.tell($0 ? .cameraBusy : nil) }
        Task { [weak self] in
            let may = await camera.mayRun()
            // the person may have left meanwhile
            guard self?.scanner === scanner else { return }
            let runs: Void? = may ? try? camera.start { luma, width, height, stride in
                let (width, height, stride) = (UInt32(width), UInt32(height), UInt32(stride))
                // a frame that the scanner has no time for is left out: the next comes at once
                _ = try? scanner.offer(luma: luma, width: width, height: height, stride: stride, rotation: 0)
            } : nil
            // tried again with the next event
            if runs == nil { self?.rest() }
            self?.tell(runs != nil ? nil : may ? .cameraBusy : .cameraWhy)
            while let result = await scanner.next() { if let text = result.text { self?.found(text, seen: true) } }
        }
    }
    private func tell(_ trouble: ShellWords.Key?) {
        guard self.trouble != trouble else { return }
        self.trouble = trouble
        refresh()
    }
    private func rest() {
        guard let scanner else { return }
        host.system.camera.stop()
        scanner.cancel()
        self.scanner = nil
    }

    func found(_ found: String, seen: Bool) {
        if let onText { return onText(found) }
        guard text == nil else { return }
        (text, wasSeen) = (found, seen)
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
        case .card, .person: host.attempt { try wasSeen ? $0.scan(text: text) : $0.paste(text: text) }
        case .joinLink:
            let join = navigationController?.viewControllers.first as? JoinScreen
            navigationController?.popToRootViewController(animated: true)
            join?.link.text = text
        case .taken:
            navigationController?.popViewController(animated: true)
            if let contact = view.contact { host.open(ContactScreen(host, contact)) }
        default: again()
        }
    }

    @Pieces private func looking(_ model: ScanModel) -> [any Piece] {
        let words = host.words
        if let trouble = model.trouble { Words(words[trouble]) } else { Kept(preview) }
        if model.trouble == .cameraWhy { plain(words[.systemSettings], .gear) { openSystemSettings() } }
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

    /// What a picture says that the person chose.
    nonisolated static func text(in picture: Data) async throws -> String? {
        let scanner = try Sotto.Scanner()
        _ = try scanner.offerPicture(file: picture)
        return await scanner.next()?.text
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
        picker.dismiss(animated: true) { [weak self] in self?.refresh() }
        results.first?.itemProvider.loadDataRepresentation(forTypeIdentifier: "public.image") {
            @Sendable [weak self] data, _ in
            guard let data else { return }
            Task { @MainActor in
                do {
                    if let text = try await Self.text(in: data) { self?.found(text, seen: false) }
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
